import type { Rule } from '../../kit/rule.ts';
import { level } from '../../results/rule.ts';
import type { Deadline } from '../run/check-rule.ts';
import { type PlanSettings, planOf, usualRequests } from './plan.ts';

/**
 * The rules that a run of so many seconds has time for, by the same estimate that `run --plan` tells, and the others. Where
 * that is none, the shortest is run all the same: an estimate is no reason to learn nothing.
 */
export function fitting(
  rules: readonly Rule[],
  settings: PlanSettings,
  seconds: number,
): { chosen: Rule[]; leftOut: Rule[] } {
  const chosen = new Set<Rule>();
  const lasts = (some: readonly Rule[]) => planOf(some, settings).usualMs;
  const sorted = byWorth(rules, settings);
  for (const rule of sorted) {
    if (lasts([...chosen, rule]) <= seconds * 1000) chosen.add(rule);
  }
  const [shortest] = sorted.toSorted((a, b) => lasts([a]) - lasts([b]));
  if (shortest && chosen.size === 0) chosen.add(shortest);
  return {
    chosen: rules.filter((rule) => chosen.has(rule)),
    leftOut: rules.filter((rule) => !chosen.has(rule)),
  };
}

/**
 * Every MUST before a SHOULD, and that before an INFO. Within a level the one that takes least of what the rules share: they
 * wait for their polls together, so that once there is time for a hold all that wait for one are nearly free, while requests
 * add up; rules of few requests come first, so that each second tells of as many rules as it can. Those that run alone hold
 * up the end and come last. Equals keep the order of the rules, which begins with the hold.
 */
function byWorth(rules: readonly Rule[], settings: PlanSettings): Rule[] {
  const alone = (rule: Rule) => Number(rule.alone ?? false);
  const levels = level.options;
  return rules.toSorted(
    (a, b) =>
      levels.indexOf(a.level) - levels.indexOf(b.level) ||
      alone(a) - alone(b) ||
      usualRequests(a, settings) - usualRequests(b, settings),
  );
}

/** Why a rule was not begun. */
export function leftOutBy(seconds: number): string {
  return `left out by --budget ${seconds}`;
}

/** Why a rule that was begun has no result. */
function endedBy(seconds: number): string {
  return `had not ended within the budget of ${seconds} s`;
}

/** So much of a budget at most is kept for tidying up. */
const mostOfIt = 1 / 4;

/** When the rules of a run are ended, in milliseconds after it began. */
export function rulesEndMs(seconds: number, endMs: number): number {
  return seconds * 1000 - Math.min(endMs, seconds * 1000 * mostOfIt);
}

/** The time that a run has, and when its rules are ended, of Date.now(). */
export interface TimeBudget {
  readonly seconds: number;
  readonly rulesEndAt: number;
}

export function deadlineOf({ seconds, rulesEndAt }: TimeBudget): Deadline {
  const over = new AbortController();
  // Not what a program waits for that has its report.
  setTimeout(() => over.abort(), Math.max(0, rulesEndAt - Date.now())).unref();
  return { signal: over.signal, message: endedBy(seconds) };
}
