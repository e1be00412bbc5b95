import { byOperation } from './by-operation.ts';
import { isOfChosenOperation } from './not-chosen.ts';
import type { RunReport } from './report.ts';
import type { Level, RuleResult } from './rule.ts';
import { countsAgainst } from './verdict.ts';

/** A run, as a reader tells it from the others. */
export interface Compared {
  readonly name: string;
  readonly report: RunReport;
  /** Where its HTML report is, as a URL relative to the comparison's; undefined where there is none beside the results. */
  readonly page?: string | undefined;
}

/** What became of a rule from one target to the next. */
export type Change = 'same' | 'better' | 'worse' | 'changed';

/** A rule on each target; undefined where that run did not know it. */
export interface ComparedRule {
  readonly id: string;
  readonly title: string;
  readonly operation: string;
  readonly area: string;
  readonly level: Level;
  readonly results: readonly (RuleResult | undefined)[];
  /** One less than there are targets: from the first to the second, and so on. */
  readonly changes: readonly Change[];
}

export interface Comparison {
  readonly targets: readonly Compared[];
  /** Operation by operation, and area by area; but for those of operations that none of the runs had chosen. */
  readonly rules: readonly ComparedRule[];
  /** What counts against the last target, and did not against the first. */
  readonly newlyFailing: readonly RuleResult[];
  /** What held on the first target, and was not judged on the last: there a failure would go unseen. */
  readonly noLongerJudged: readonly RuleResult[];
}

/** Sets the runs side by side, in their order. */
export function compared(targets: readonly Compared[]): Comparison {
  const known = targets.map(({ report }) => new Map(report.rules.map((rule) => [rule.id, rule])));
  // What the last one says of a rule counts, and its order.
  const latest = new Map(known.flatMap((of) => [...of]));
  const ids = [...new Set(targets.toReversed().flatMap(({ report }) => report.rules.map(({ id }) => id)))];
  const rules = ids.flatMap((id): ComparedRule[] => {
    const rule = latest.get(id);
    if (!rule) return [];
    const results = known.map((of) => of.get(id));
    if (!results.some((result) => result && isOfChosenOperation(result))) return [];
    const changes = results.slice(1).map((result, index) => changeOf(results[index], result));
    const { title, operation, area, level } = rule;
    return [{ id, title, operation, area, level, results, changes }];
  });
  const grouped = byOperation(rules).flatMap((operation) => operation.rules);
  const [first, last] = [targets[0], targets.at(-1)].map((target) => target?.report);
  const before = known[0] ?? new Map<string, RuleResult>();
  return {
    targets,
    rules: grouped,
    newlyFailing: first && last ? newlyFailing(before, last) : [],
    noLongerJudged: grouped.flatMap(({ results }) => {
      const [was, is] = [results[0], results.at(-1)];
      return was && standing(was) === 'holds' && standing(is) === 'unjudged' ? [was] : [];
    }),
  };
}

/**
 * By what the last run fails on, so that both are measured alike. A rule that the suite itself failed on counts too:
 * nothing was learned of it.
 */
function newlyFailing(before: ReadonlyMap<string, RuleResult>, last: RunReport): RuleResult[] {
  const { failOn } = last.run;
  const counts = (rule: RuleResult) =>
    countsAgainst(rule.status === 'error' ? { ...rule, status: 'inconclusive' } : rule, failOn);
  return last.rules.filter((rule) => {
    const earlier = before.get(rule.id);
    return counts(rule) && !(earlier && counts(earlier));
  });
}

export type Standing = 'holds' | 'broken' | 'open' | 'unjudged';

/** What a result says of the target. A fault of the suite's own says nothing of it. */
export function standing(rule: RuleResult | undefined): Standing {
  switch (rule?.status) {
    case 'pass':
    case 'info':
      return 'holds';
    case 'fail':
    case 'warn':
      return 'broken';
    case 'inconclusive':
      return 'open';
    default:
      return 'unjudged';
  }
}

function changeOf(before: RuleResult | undefined, after: RuleResult | undefined): Change {
  const [was, is] = [standing(before), standing(after)];
  if (was === is) return was === 'unjudged' || seen(before) === seen(after) ? 'same' : 'changed';
  if (was === 'unjudged' || is === 'unjudged') return 'changed';
  if (is === 'holds') return 'better';
  // Of what was open nothing was known.
  return was === 'holds' ? 'worse' : 'changed';
}

/** What two results of one standing may differ in: their status, and what an INFO rule saw, but for its numbers. */
function seen(rule: RuleResult | undefined): string | undefined {
  return rule?.status === 'info' ? `info ${rule.message.replace(/\d+/g, '0')}` : rule?.status;
}
