import type { Rule } from '../../kit/rule.ts';
import type { RuleResult } from '../../results/rule.ts';

/** Begins all rules at once, but for those that run alone: each of these when all others, and those before it, have ended. */
export function scheduleRules(
  rules: readonly Rule[],
  check: (rule: Rule) => Promise<RuleResult>,
): Map<string, Promise<RuleResult>> {
  const results = new Map<string, Promise<RuleResult>>();
  for (const rule of rules.filter(({ alone }) => !alone)) results.set(rule.id, check(rule));
  for (const rule of rules.filter(({ alone }) => alone)) {
    const before = [...results.values()];
    results.set(
      rule.id,
      Promise.all(before).then(() => check(rule)),
    );
  }
  return results;
}
