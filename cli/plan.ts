import type { Requests } from '../engine/plan/costs.ts';
import { type Plan, planOf, total } from '../engine/plan/plan.ts';
import { selectionOf } from '../engine/plan/selection.ts';
import { targetOf } from '../engine/settings/read.ts';
import type { Rule } from '../kit/rule.ts';
import { plural } from '../reporters/words.ts';
import { wrapped } from '../reporters/wrapped.ts';
import { idParts } from '../results/by-operation.ts';
import { quotas } from '../swf/quotas.ts';
import { amazonEndpoint } from './amazon.ts';
import { embeddedOptions, embeddedPrincipals, isEmbedded } from './embedded.ts';
import type { RunOptions } from './options.ts';
import { columns, harmless } from './text.ts';

/** Tells what a run with these options would do. Sends nothing, looks for no credentials and writes no file. */
export async function plan(options: RunOptions): Promise<number> {
  const { aws, mock, region, domain } = options;
  const known = isEmbedded(options)
    ? embeddedOptions(options, embeddedPrincipals(region, domain).principals)
    : options;
  const settings = { ...targetOf(known), cases: known.cases, mocked: mock !== undefined };
  const { chosen, leftOut } = selectionOf(known, settings);
  const planned = planOf(chosen, settings);
  const target =
    mock !== undefined
      ? `the mock ${mock}`
      : ((aws ? await amazonEndpoint(region) : options.endpoint)?.href ?? 'the embedded reference server');
  process.stdout.write(harmless(planText(planned, leftOut, options, target, columns(process.stdout))));
  return 0;
}

function planText(
  planned: Plan,
  leftOut: readonly Rule[],
  options: RunOptions,
  target: string,
  width = 100,
): string {
  const { region, pollHold, rate, cases, shard, budget } = options;
  const requests = total(planned.operations);
  const [main = ''] = planned.domains;
  const second = planned.secondRegion
    ? ` and ${main} in ${planned.secondRegion}, where the target serves that region too`
    : '';
  const atRate = rate === undefined ? 'as fast as they are answered' : `at most ${rate} a second`;
  const about = {
    Target: `${target} (region ${region}), which holds polls ${pollHold} s`,
    Rules: `${planned.rules.length} that send something, with ${plural(cases, 'case')} each${shard ? `: shard ${shard.index} of ${shard.count}` : ''}`,
    ...(leftOut.length > 0 && {
      'Left out': `${plural(leftOut.length, 'rule')} by --budget ${budget}: ${leftOut.map(({ id }) => id).join(', ')}`,
    }),
    Registers: `what is missing of: the domains ${planned.domains.join(', ')}${second}; in ${main} the types swf-conformance (versions 1, 2) and swf-conformance-other. Later runs find them again, as SWF deletes no domain. Two versions of the activity type swf-conformance-default-list are new each time, and deleted.`,
    Starts: `${number(planned.executions.usual)} executions, ${number(planned.executions.most)} at most, in ${main}; their names, and those of lists and activities, begin with swfc- and the run's id. They are terminated in the end.`,
    Sends: `${number(requests.usual)} requests to a server that answers at once, ${number(requests.most)} at most, ${atRate}. A request that is throttled is sent again until it is served, and those are not in these numbers.`,
    Lasts: `about ${minutes(planned.usualMs)}; a rule that has not ended after ${minutes(planned.ruleLimitMs)} is given up.`,
  };
  const indent = 11;
  const head = Object.entries(about).map(
    ([name, text]) =>
      `${name.padEnd(indent)}${wrapped(text, Math.max(width - indent, 40)).join(`\n${' '.repeat(indent)}`)}`,
  );
  return `${[
    'This is a plan: nothing was sent.',
    '',
    ...head,
    '',
    ...operationLines(planned, rate),
    '',
    ...ruleLines(planned),
  ].join('\n')}\n`;
}

/** A table for each operation, so that its name need not stand before each rule's. */
function ruleLines({ rules, own }: Plan): string[] {
  const run = [{ name: 'the run itself', ...own }];
  const tables = [...Map.groupBy(rules, ({ rule }) => rule.operation)].flatMap(([operation, members]) => {
    const rows = members.map(({ rule, ...requests }) => ({ name: idParts(rule.id)[1], ...requests }));
    return [...table(`Rule of ${operation}`, rows), ''];
  });
  return [...tables, ...table('Besides', run)];
}

function operationLines({ operations }: Plan, rate: number | undefined): string[] {
  const rows = operations.map(({ operation, ...requests }) => {
    if (operation === 'other') {
      const note = 'what a rule does not usually send, or SWF does not have';
      return { name: 'other operations', ...requests, note };
    }
    const quota = quotas[operation];
    const mark = quota?.verified ? '' : '*';
    const bucket = quota && `${number(quota.bucket)} at once, then ${quota.refillPerSecond} a second${mark}`;
    const late = mayBeThrottled(operation, requests.most, rate) ? '; may be throttled at that' : '';
    return {
      name: operation,
      ...requests,
      note: `${bucket ?? ''}${late}`,
    };
  });
  return [
    ...table('Operation', rows, 'quota of Amazon SWF'),
    '* from memory of the Developer Guide, not verified; the console of Service Quotas has those of your account',
  ];
}

/** Whether so many requests of an operation can be throttled by the documented quota at that rate. */
function mayBeThrottled(operation: string, most: number, rate = Number.POSITIVE_INFINITY): boolean {
  const quota = quotas[operation];
  return quota !== undefined && most > quota.bucket && rate > quota.refillPerSecond;
}

interface Row extends Requests {
  readonly name: string;
  readonly note?: string;
}

function table(title: string, rows: readonly Row[], note = ''): string[] {
  const nameWidth = Math.max(...rows.map(({ name }) => name.length), title.length);
  const line = (name: string, usual: string, most: string, last: string) =>
    `${name.padEnd(nameWidth)}  ${usual.padStart(8)}  ${most.padStart(8)}  ${last}`.trimEnd();
  return [
    line(title, 'usually', 'at most', note),
    ...rows.map((row) => line(row.name, number(row.usual), number(row.most), row.note ?? '')),
  ];
}

function number(value: number): string {
  return value.toLocaleString('en');
}

function minutes(ms: number): string {
  const seconds = Math.ceil(ms / 1000);
  return seconds < 90 ? `${seconds} s` : `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}
