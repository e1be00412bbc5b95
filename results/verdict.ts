import { isCutShort } from './cut-short.ts';
import type { RunReport, Verdict } from './report.ts';
import type { RuleResult, Status } from './rule.ts';
import { status } from './rule.ts';

/** How many rules ended in each status. */
export function countStatuses(rules: readonly RuleResult[]): RunReport['summary']['counts'] {
  const counts = Object.fromEntries(status.options.map((name) => [name, 0])) as Record<Status, number>;
  for (const rule of rules) counts[rule.status] += 1;
  return counts;
}

/**
 * Whether this outcome alone makes the target not conformant: a MUST that failed or was inconclusive, and under
 * `--fail-on should` a SHOULD likewise. Inconclusive counts, since green must mean that something was seen.
 */
export function countsAgainst(rule: RuleResult, failOn: 'must' | 'should'): boolean {
  const judged = rule.level === 'must' || (rule.level === 'should' && failOn === 'should');
  return judged && ['fail', 'warn', 'inconclusive'].includes(rule.status);
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

/** The process's exit code for a run. */
export function exitCodeOf(report: RunReport): number {
  const cutShort = report.summary.verdict === 'conformant' && isCutShort(report);
  return exitCodes[cutShort ? 'not-conformant' : report.summary.verdict];
}

/** The process's exit code for each verdict; 2 is wrong use, before there is a verdict. */
export const exitCodes: Record<Verdict, number> = {
  conformant: 0,
  'not-conformant': 1,
  unusable: 3,
  error: 4,
};
