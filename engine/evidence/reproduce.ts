import { asciiEscaped } from '../../client/ascii.ts';
import type { Exchange } from '../../client/exchange.ts';
import type { TargetOptions } from '../../kit/options.ts';
import type { Rule } from '../../kit/rule.ts';
import type { Reproduction } from '../../results/rule.ts';
import { optionsFor, quoted, valuesOf } from '../settings/repeat.ts';
import { ownCommand } from './own-command.ts';

/**
 * Commands that show a failure again: the rule alone with the same seed, the request that shows it by curl, and the rule again
 * with its counterexample alone.
 * @param decisive undefined where one request does not show it
 */
export function reproduceCommands(
  rule: Pick<Rule, 'id' | 'requires'>,
  decisive: Exchange | undefined,
  options: TargetOptions,
  settings: { readonly seed: number; readonly cases: number; readonly results?: string | undefined },
): Reproduction[] {
  const { embedded, mock } = options;
  const { seed, cases } = settings;
  // The embedded server is gone after the run: another is started for the next.
  const values = { ...valuesOf(options), only: [rule.id], seed, cases };
  const command = ownCommand();
  const run = [`${command} run`, ...optionsFor(values, rule.requires ?? [], embedded ?? false)].join(' ');
  const alone: Reproduction = { how: 'run', text: run };
  // Handlers that a program gave are nowhere else.
  const known = !mock || mock.module !== undefined;
  const start = options.start === undefined ? '' : ` --start ${quoted(options.start)}`;
  const replay = `${command} replay ${placeIn(settings, rule)}${start}`;
  const again: Reproduction[] = known ? [{ how: 'replay', text: replay }] : [];
  // Without the run there is no server that it started, nor what it registered there.
  const reachable = !embedded && !mock && options.start === undefined;
  const curl = reachable && decisive ? curlCommand(decisive, options) : undefined;
  return [alone, ...(curl ? [{ how: 'curl' as const, text: curl }] : []), ...again];
}

/** The command that prints the program which shows a failure again. */
export function scriptCommand(
  rule: Pick<Rule, 'id'>,
  settings: { readonly results?: string | undefined },
): string {
  return `${ownCommand()} script ${placeIn(settings, rule)}`;
}

/** The results as the run names them, and the rule. A program alone knows where it keeps its own. */
function placeIn(
  { results = 'results.json' }: { readonly results?: string | undefined },
  { id }: Pick<Rule, 'id'>,
): string {
  return `${quoted(results)} ${quoted(id)}`;
}

/**
 * The request by curl, signed from the environment, or unsigned as it was; undefined where curl would not sign it so, where
 * a shell would not carry its body (it is no short JSON), or where its token is spent by now.
 */
function curlCommand(
  exchange: Exchange,
  { endpoint, region, header = {}, ca, insecure, credentials }: TargetOptions,
): string | undefined {
  if (exchange.request.method !== 'POST' || exchange.request.body.length > 3000) return undefined;
  const { signedOtherwise } = exchange.request;
  const isUnsigned = !exchange.request.headers.some(([name]) => name.toLowerCase() === 'authorization');
  if (signedOtherwise && !isUnsigned) return undefined;
  let body: string;
  try {
    const sent = new TextDecoder('utf-8', { fatal: true }).decode(exchange.request.body);
    body = JSON.stringify(JSON.parse(sent));
    // Odd JSON, such as one of duplicate members, would not be sent as it was.
    if (body !== sent) return undefined;
    // In ASCII, so that copying from a terminal or a page cannot change it.
    body = asciiEscaped(body);
  } catch {
    return undefined;
  }
  if (body.includes('"taskToken"')) return undefined;
  const kept = exchange.request.headers.filter(([name]) =>
    ['content-type', 'x-amz-target'].includes(name.toLowerCase()),
  );
  return [
    'curl -i',
    ...(signedOtherwise
      ? []
      : [
          `--aws-sigv4 ${quoted(`aws:amz:${region}:swf`)} --user "$AWS_ACCESS_KEY_ID:$AWS_SECRET_ACCESS_KEY"`,
          ...('sessionToken' in credentials ? ['-H "X-Amz-Security-Token: $AWS_SESSION_TOKEN"'] : []),
        ]),
    ...kept.map(([name, value]) => `-H ${quoted(`${name}: ${value}`)}`),
    ...Object.keys(header).map((name) => `-H ${quoted(`${name}: VALUE`)}`),
    ...(ca === undefined ? [] : ['--cacert FILE']),
    ...(insecure ? ['--insecure'] : []),
    `--data-binary ${quoted(body)} ${quoted(endpoint.href)}`,
  ].join(' ');
}
