import type { Rule } from '../../kit/rule.ts';
import { accessControlNote } from '../../results/access-control.ts';
import type { RunEnd, RunFacts } from '../../results/part.ts';
import { type RunReport, schemaVersion } from '../../results/report.ts';
import type { RuleResult } from '../../results/rule.ts';
import { notInShard } from '../../results/shard.ts';
import { countStatuses, operationSummaries, verdictOf } from '../../results/verdict.ts';
import { rules } from '../../suites/index.ts';
import { leftOutBy } from '../plan/budget.ts';
import { type ReasonToSkip, reasonsToSkip } from '../plan/select.ts';
import { skipped } from './check-rule.ts';

/** The report of a run, or of its merged parts. */
export function reportOf(facts: RunFacts, results: ReadonlyMap<string, RuleResult>, end: RunEnd): RunReport {
  const { tool, target, run, ids, reached } = facts;
  const { budget } = run;
  const reasonToSkip = reasonsToSkip(run);
  const all = rules.map((rule): RuleResult => {
    if (!ids.includes(rule.id)) return notRun(rule, facts, reasonToSkip(rule));
    const { skippedBy: _, ...none } = skipped(rule, 'time', 'the rule ended without a result');
    const lost = { ...none, status: 'error' as const };
    return results.get(rule.id) ?? lost;
  });
  const notEnded = all.filter(({ skippedBy }) => budget && skippedBy === 'time');
  const lost = !end.targetAnswers;
  return {
    schemaVersion,
    tool,
    target,
    run: {
      ...run,
      ...(budget && {
        budget: { ...budget, leftOut: [...budget.leftOut, ...notEnded.map(({ id }) => id)] },
      }),
      durationMs: Math.max(0, Date.parse(end.endedAt) - Date.parse(run.startedAt)),
      requests: end.requests + reached.requests,
      throttled: end.throttled + reached.throttled,
      leftBehind: end.leftBehind,
    },
    summary: {
      verdict: verdictOf(all, run.failOn, lost),
      partial: all.some((rule) => isLeftOut(rule, ids)) || notEnded.length > 0,
      counts: countStatuses(all),
      operations: operationSummaries(all, run.failOn, lost),
      message: lost ? `${target.endpoint} stopped answering during the run` : '',
      accessControl: accessControlNote(all),
    },
    rules: all,
  };
}

/** Of the chosen operations, a rule that something else left out. */
function isLeftOut({ id, skippedBy }: RuleResult, ids: readonly string[]): boolean {
  return !ids.includes(id) && skippedBy !== 'operation';
}

/** A rule that was not run. */
function notRun(
  rule: Rule,
  { run: { budget, shard } }: RunFacts,
  reason: ReasonToSkip | undefined,
): RuleResult {
  if (budget?.leftOut.includes(rule.id)) return skipped(rule, 'budget', leftOutBy(budget.seconds));
  if (reason) return skipped(rule, reason.by, reason.message);
  // All others are another shard's.
  return skipped(rule, 'shard', shard ? notInShard(shard) : 'not run');
}
