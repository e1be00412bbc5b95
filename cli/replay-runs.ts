import type { RunReport } from '../results/report.ts';
import type { Status } from '../results/rule.ts';
import { exitCodes } from '../results/verdict.ts';
import type { Replayed, RunOptions } from './options.ts';
import { isFailure } from './replay.ts';
import { run } from './run.ts';
import { tell } from './text.ts';

/** How often a failure is looked for that is not seen: what fails one time in two is missed in one of eight then. */
const mostRuns = 3;

/** Runs the rules of earlier results again, says of each what became of it, and gives the exit code. */
export async function runReplay(options: RunOptions, replayed: readonly Replayed[]): Promise<number> {
  const [one] = replayed;
  // A rule that was named is run once, whatever it had come to.
  if (one && replayed.length === 1 && options.replay?.isNamed) {
    const { code, statuses } = await runOnce(options, replayed);
    return statuses ? told(one, statuses.get(one.id), code) : code;
  }
  const seen = new Map<string, 'seen again' | 'now and then'>();
  let runs = 0;
  let left = replayed;
  let worst = 0;
  while (left.length > 0 && runs < mostRuns) {
    if (runs > 0) tell(`once more, as they were not seen: ${left.map(({ id }) => id).join(', ')}`);
    const { code, statuses } = await runOnce(options, left);
    if (!statuses || (code !== 0 && code !== exitCodes['not-conformant'])) return code;
    worst = Math.max(worst, code);
    for (const { id, status } of left) {
      if (statuses.get(id) === status) seen.set(id, runs === 0 ? 'seen again' : 'now and then');
    }
    left = left.filter(({ id }) => !seen.has(id));
    runs += 1;
  }
  const lines = replayed.map(
    ({ id, status }) => `  ${(seen.get(id) ?? 'fixed').padEnd(14)}${id}, which came to ${status}`,
  );
  const fixed = left.length > 0 ? `; fixed is what was not seen in ${mostRuns} runs` : '';
  process.stdout.write(`\n${seen.size} of ${replayed.length} seen again${fixed}\n${lines.join('\n')}\n`);
  return seen.size > 0 ? exitCodes['not-conformant'] : worst;
}

/** What each of these rules came to; undefined where there was no report. */
async function runOnce(
  options: RunOptions,
  rules: readonly Replayed[],
): Promise<{ code: number; statuses: ReadonlyMap<string, Status> | undefined }> {
  let report: RunReport | undefined;
  const code = await run({ ...options, only: rules.map(({ id }) => id) }, (made) => {
    report = made;
  });
  const statuses = report && new Map(report.rules.map(({ id, status }) => [id, status]));
  return { code, statuses };
}

/** Says whether a rule came to what it had come to, and gives the exit code: 1 where a failure was seen again, whatever its level. */
function told({ id, status }: Replayed, now: Status | undefined, code: number): number {
  const isSeen = now === status;
  const seen = isFailure(status)
    ? isSeen
      ? 'seen again'
      : 'not seen again'
    : 'no failure was to be seen again';
  process.stdout.write(`\n${seen}: ${id} came to ${status}, and now to ${now}\n`);
  return isFailure(status) && isSeen && code === 0 ? exitCodes['not-conformant'] : code;
}
