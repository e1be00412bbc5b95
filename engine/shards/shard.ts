import type { Rule } from '../../kit/rule.ts';
import { measuredHoldSeconds } from '../plan/costs.ts';
import { type PlanSettings, ruleMs, usualRequests } from '../plan/plan.ts';

/** What the cut depends on beside the rules: all parts of a run have it in common. */
export type CutSettings = Pick<PlanSettings, 'cases' | 'authenticates' | 'with' | 'maxPollers'>;

/**
 * Cuts the rules into parts, the same on every machine. The rules of a run wait for their polls together, so that each part
 * lasts one hold however the waiting rules are dealt out; what a part saves is requests, and these are balanced: the longest
 * rule first, each onto the lightest part. A rule that runs alone costs the others its time.
 */
export function cutInto(count: number, rules: readonly Rule[], settings: CutSettings): Rule[][] {
  const weighed = rules
    .map((rule) => ({ rule, weight: weightOf(rule, settings) }))
    .sort((a, b) => b.weight - a.weight || (a.rule.id < b.rule.id ? -1 : 1));
  const parts = Array.from({ length: count }, () => ({ weight: 0, rules: new Set<Rule>() }));
  for (const { rule, weight } of weighed) {
    const lightest = parts.reduce((a, b) => (b.weight < a.weight ? b : a));
    lightest.weight += weight;
    lightest.rules.add(rule);
  }
  // In the order of the rules.
  return parts.map((part) => rules.filter((rule) => part.rules.has(rule)));
}

/** In requests. None weighs nothing, so that each part gets a rule. */
export function weightOf(rule: Rule, settings: CutSettings): number {
  const requests = usualRequests(rule, { ...settings, mocked: false });
  const aloneMs = rule.alone && requests > 0 ? ruleMs(rule.id, measuredHoldSeconds) : 0;
  return 1 + requests + (aloneMs / 1000) * requestsPerSecond;
}

/** What a second is worth: a server in CI answers about so many (moto 60, our own 250 where it shares the machine). */
const requestsPerSecond = 100;
