import type { Reproduction } from '../results/rule.ts';
import { asciiEscaped } from '../target/ascii.ts';
import type { Exchange } from '../target/exchange.ts';
import type { TargetOptions } from '../target/options.ts';

/**
 * Commands that show a failure again: the rule alone with the same seed, the request that shows it by curl, and the rule again
 * with its counterexample alone.
 * @param telling undefined where one request does not show it
 */
export function reproduceCommands(
  ruleId: string,
  telling: Exchange | undefined,
  options: TargetOptions,
  settings: { readonly seed: number; readonly cases: number },
): Reproduction[] {
  const { endpoint, region, domain, headers = {}, tls = {}, pollHoldSeconds, embedded, mock } = options;
  const { startedBy, authenticates, principals, maxPollers } = options;
  // The embedded server is gone after the run: another is started for the next.
  const target = [
    ...(embedded || mock ? [] : ['--endpoint', quoted(endpoint.href)]),
    ...(startedBy === undefined ? [] : ['--start', quoted(startedBy)]),
    ...(mock ? ['--mock', mock.module === undefined ? 'MODULE' : quoted(mock.module)] : []),
    ...(embedded ? [] : ['--region', quoted(region)]),
    ...(domain === undefined ? [] : ['--domain', quoted(domain)]),
    // What is secret or was read from a file is to be filled in.
    ...Object.keys(headers).flatMap((name) => ['--header', quoted(`${name}: VALUE`)]),
    ...(tls.ca === undefined ? [] : ['--ca', 'FILE']),
    ...(tls.insecure ? ['--insecure'] : []),
    // The embedded server brings its own.
    ...(authenticates && !embedded ? ['--authenticates'] : []),
    ...(principals && !embedded ? ['--config', 'FILE'] : []),
    ...(maxPollers !== undefined && ruleId.startsWith('limit.')
      ? ['--with', 'limits', '--max-pollers', String(maxPollers)]
      : []),
  ];
  const run =
    `${['npx swf-conformance run', ...target].join(' ')} --poll-hold ${pollHoldSeconds}` +
    ` --only ${quoted(ruleId)} --seed ${settings.seed} --cases ${settings.cases}`;
  const alone: Reproduction = { how: 'run', text: run };
  // Handlers that a program gave are nowhere else.
  const known = !mock || mock.module !== undefined;
  const start = startedBy === undefined ? '' : ` --start ${quoted(startedBy)}`;
  const replay = `npx swf-conformance replay results.json ${quoted(ruleId)}${start}`;
  const again: Reproduction[] = known ? [{ how: 'replay', text: replay }] : [];
  // Without the run there is no server that it started, nor what it registered there.
  const reachable = !embedded && !mock && startedBy === undefined;
  const curl = reachable && telling ? curlCommand(telling, options) : undefined;
  return [alone, ...(curl ? [{ how: 'curl' as const, text: curl }] : []), ...again];
}

/**
 * The request by curl, signed from the environment, or unsigned as it was; undefined where curl would not sign it so, where
 * a shell would not carry its body (it is no short JSON), or where its token is spent by now.
 */
function curlCommand(
  exchange: Exchange,
  { endpoint, region, headers = {}, tls = {}, credentials }: TargetOptions,
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
    ...Object.keys(headers).map((name) => `-H ${quoted(`${name}: VALUE`)}`),
    ...(tls.ca === undefined ? [] : ['--cacert FILE']),
    ...(tls.insecure ? ['--insecure'] : []),
    `--data-binary ${quoted(body)} ${quoted(endpoint.href)}`,
  ].join(' ');
}

/** Quoted for a POSIX shell, where it needs to be. */
function quoted(text: string): string {
  return /^[\w./:@%+=-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}
