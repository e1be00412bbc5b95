import { accessControlNote } from '../results/access-control.ts';
import type { RunEnd, RunFacts } from '../results/part.ts';
import { type RunReport, schemaVersion } from '../results/report.ts';
import type { RuleResult } from '../results/rule.ts';
import { notInShard } from '../results/shard.ts';
import { countStatuses, verdictOf } from '../results/verdict.ts';
import { rules } from '../suites/index.ts';
import type { Rule } from '../suites/rule.ts';
import { endedBy, leftOutBy } from './budget.ts';
import { skipped } from './check.ts';
import { reasonToSkip } from './select.ts';

/** The report of a run, or of its merged parts. */
export function reportOf(facts: RunFacts, results: ReadonlyMap<string, RuleResult>, end: RunEnd): RunReport {
  const { tool, target, run, ids, reached } = facts;
  const { budget } = run;
  const all = rules.map((rule): RuleResult => {
    if (!ids.includes(rule.id)) return skipped(rule, whyNot(rule, facts));
    const lost = { ...skipped(rule, 'the rule ended without a result'), status: 'error' as const };
    return results.get(rule.id) ?? lost;
  });
  const notEnded = all.filter(
    ({ status, message }) => budget && status === 'skip' && message === endedBy(budget.seconds),
  );
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
      partial: ids.length < rules.length || notEnded.length > 0,
      counts: countStatuses(all),
      message: lost ? `${target.endpoint} stopped answering during the run` : '',
      accessControl: accessControlNote(all),
    },
    rules: all,
  };
}

/** Why a rule was not run. */
function whyNot(rule: Rule, { run: { only, skip, budget, shard } }: RunFacts): string {
  if (budget?.leftOut.includes(rule.id)) return leftOutBy(budget.seconds);
  return reasonToSkip(rule, only, skip) ?? (shard ? notInShard(shard) : 'not run');
}
