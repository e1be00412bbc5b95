// What each rule costs: `npm run costs` writes suites/costs.json, by which `run --plan` tells what a run sends at most. It
// counts on the plain reference server, and on all that make rules tell their stories again or shrink what they found: each
// mutant with the rules that it breaks, and servers that are slow, hold no polls or show what happened late with all rules.
import { writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { Piscina } from 'piscina';
import { mutants } from '../../reference/mutants/index.ts';
import { rules } from '../../suites/index.ts';
import { areaOf } from '../../suites/rule.ts';
import { quotas } from '../../swf/quotas.ts';
import type { Job, Measured } from './worker.ts';

/** With all rules. */
const difficult = [
  'hold-none',
  'hold-short',
  'hold-looks-once',
  'answers-late',
  'tasks-come-later',
  'tasks-listed-a-moment-later',
  'histories-lag',
];

/** The number of cases on servers that are not plain, and the two by which the part of a case is found. */
const [fewCases, manyCases] = [20, 100];

/** And the two by which the part of a poll in a crowd is found. */
const [fewPollers, manyPollers] = [20, 120];

/** And the two holds by which it is found how a rule's time grows with the hold: so long that all else is small beside it. */
const [shortHold, longHold] = [10, 30];

/** Rules that wait for a part of the hold wait for half of it at the least; what is below is chance. */
const leastHolds = 0.25;

const limits = rules.filter((rule) => areaOf(rule) === 'limit').map(({ id }) => id);

/**
 * The allowance: three times what was seen on any server and 20 more, three times for what each case or poll needs. A rule that
 * meets its bound has learned nothing, which must not happen on a server that is merely slow or odd. Rules tell a story three
 * times at the most, and poll every 100 or 200 ms where a server does not hold.
 */
const allowance = { times: 3, more: 20, perCase: 3, perPoller: 3 };

const threads = Math.max(1, availableParallelism() - 1);
const pool = new Piscina<Job, Measured[]>({
  filename: new URL('./worker.ts', import.meta.url).href,
  maxThreads: threads,
  concurrentTasksPerWorker: 3,
});

const few = await pool.run({ cases: fewCases, pollers: fewPollers });
const many = await pool.run({ cases: manyCases, pollers: fewPollers });
const crowded = await pool.run({ cases: fewCases, pollers: manyPollers, ids: limits });
// One after the other: side by side each would make the other slow.
const shortly = await pool.run({ cases: fewCases, pollers: fewPollers, pollHoldSeconds: shortHold });
const long = await pool.run({ cases: fewCases, pollers: fewPollers, pollHoldSeconds: longHold });
const jobs: Job[] = [
  ...difficult.map((server) => ({ server, cases: fewCases })),
  ...mutants.map(({ name, breaks }) => ({ server: name, ids: breaks, cases: fewCases })),
];
let done = 0;
const others = await Promise.all(
  jobs.map(async (job) => {
    const measured = await pool.run(job);
    done += 1;
    if (done % 50 === 0) process.stderr.write(`${done} of ${jobs.length} servers\n`);
    return measured;
  }),
);
await pool.destroy();

const measured = [few, many, ...others];
const lines = rules.map(({ id }) => `  ${JSON.stringify(id)}: ${JSON.stringify(costOf(id))}`);
writeFileSync(new URL('../../suites/costs.json', import.meta.url), `{\n${lines.join(',\n')}\n}\n`);

function costOf(id: string) {
  const of = (all: readonly Measured[]) => all.find((each) => each.id === id);
  const operations = [...new Set(measured.flatMap((all) => Object.keys(byQuota(of(all)))))].sort();
  const usual = (operation: string) => {
    const [a, b] = [byQuota(of(few))[operation] ?? 0, byQuota(of(many))[operation] ?? 0];
    const perCase = roundUp(Math.max(0, b - a) / (manyCases - fewCases));
    const crowd = byQuota(of(crowded))[operation] ?? a;
    const perPoller = limits.includes(id)
      ? Math.round(Math.max(0, crowd - a) / (manyPollers - fewPollers))
      : 0;
    const fixed = Math.max(a - perCase * fewCases, b - perCase * manyCases) - perPoller * fewPollers;
    return [Math.max(0, Math.ceil(fixed)), perCase, perPoller] as const;
  };
  const most = (operation: string) => {
    const [, perCase, perPoller] = usual(operation);
    const seen = Math.max(...measured.map((all) => byQuota(of(all))[operation] ?? 0));
    return [
      allowance.times * seen + allowance.more,
      roundUp(allowance.perCase * perCase),
      allowance.perPoller * perPoller,
    ] as const;
  };
  const each = (amount: (operation: string) => readonly [number, number, number]) =>
    Object.fromEntries(
      operations.map((operation) => [operation, withoutEnd(amount(operation))] as const).filter(isSome),
    );
  const holds = ((of(long)?.seconds ?? 0) - (of(shortly)?.seconds ?? 0)) / (longHold - shortHold);
  const seconds = roundUp(of(many)?.seconds ?? 0);
  const time = holds < leastHolds ? { seconds } : { seconds, holds: Math.round(holds * 100) / 100 };
  return { ...time, usual: each(usual), most: each(most) };
}

/** Most rules poll in no crowd. */
function withoutEnd([fixed, perCase, perPoller]: readonly [number, number, number]): readonly number[] {
  return perPoller === 0 ? [fixed, perCase] : [fixed, perCase, perPoller];
}

function isSome([, amounts]: readonly [string, readonly number[]]): boolean {
  return amounts.some((amount) => amount > 0);
}

/** What is no operation with a quota is `other`: names that a rule has made up. */
function byQuota(rule: Measured | undefined): Record<string, number> {
  const sums: Record<string, number> = {};
  for (const [operation, count] of Object.entries(rule?.sent ?? {})) {
    const name = Object.hasOwn(quotas, operation) ? operation : 'other';
    sums[name] = (sums[name] ?? 0) + count;
  }
  return sums;
}

function roundUp(value: number): number {
  return Math.ceil(value * 100) / 100;
}
