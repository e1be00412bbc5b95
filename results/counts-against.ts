// Apart from the verdict, as it imports nothing: the GitHub Action runs it from a checkout without packages.
import type { RuleResult } from './rule.ts';

/**
 * Whether this outcome alone makes the target not conformant: a MUST that failed or was inconclusive, and under
 * `--fail-on should` a SHOULD likewise. Inconclusive counts, since green must mean that something was seen.
 */
export function countsAgainst(rule: RuleResult, failOn: 'must' | 'should'): boolean {
  const judged = rule.level === 'must' || (rule.level === 'should' && failOn === 'should');
  return judged && ['fail', 'warn', 'inconclusive'].includes(rule.status);
}
