import { countsAgainst } from './counts-against.ts';
import { isCutShort } from './cut-short.ts';
import { isNotChosen } from './not-chosen.ts';
import type { RunReport, Verdict } from './report.ts';
import type { RuleResult, Status } from './rule.ts';
import { status } from './rule.ts';

export { countsAgainst };

/** How many rules ended in each status. */
export function countStatuses(rules: readonly RuleResult[]): RunReport['summary']['counts'] {
  const counts = Object.fromEntries(status.options.map((name) => [name, 0])) as Record<Status, number>;
  for (const rule of rules) counts[rule.status] += 1;
  return counts;
}

/** The verdict of a run. A fault of our own comes first: nothing else can be trusted then. */
export function verdictOf(
  rules: readonly RuleResult[],
  failOn: 'must' | 'should',
  targetLost: boolean,
): Verdict {
  if (rules.some((rule) => rule.status === 'error')) return 'error';
  // A target that broke a rule and then died is judged by the rule: that may be what killed it.
  if (rules.some((rule) => rule.status === 'fail')) return 'not-conformant';
  if (targetLost) return 'unusable';
  // Nothing was seen of the target: no green without.
  if (rules.every((rule) => rule.status === 'skip')) return 'not-conformant';
  return rules.some((rule) => countsAgainst(rule, failOn)) ? 'not-conformant' : 'conformant';
}

/** The verdict and the counts of each operation, but for those of which no rule was to be run. */
export function operationSummaries(
  rules: readonly RuleResult[],
  failOn: 'must' | 'should',
  targetLost: boolean,
): RunReport['summary']['operations'] {
  return [...Map.groupBy(rules, ({ operation }) => operation)]
    .filter(([, members]) => !members.every(isNotChosen))
    .map(([name, members]) => ({
      name,
      verdict: verdictOf(members, failOn, targetLost),
      counts: countStatuses(members),
    }));
}

/** The process's exit code for a run. With a baseline it is the gate's, where there is a verdict. */
export function exitCodeOf(report: RunReport): number {
  const { summary, gate } = report;
  const isJudged = summary.verdict === 'conformant' || summary.verdict === 'not-conformant';
  const verdict = gate && isJudged ? (gate.passed ? 'conformant' : 'not-conformant') : summary.verdict;
  return exitCodes[verdict === 'conformant' && isCutShort(report) ? 'not-conformant' : verdict];
}

/** The process's exit code for each verdict; 2 is wrong use, before there is a verdict. */
export const exitCodes: Record<Verdict, number> = {
  conformant: 0,
  'not-conformant': 1,
  unusable: 3,
  error: 4,
};
