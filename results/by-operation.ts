// Grouping for all that shows rules. It imports nothing but types: the page's script and the GitHub Action run it without packages.
import type { RuleResult } from './rule.ts';

/** What of a rule its place among the others depends on; of a rule that did not run as well as of a result. */
export type Placed = Pick<RuleResult, 'id' | 'operation' | 'area'>;

export interface AreaGroup<Rule extends Placed> {
  readonly name: string;
  readonly rules: readonly Rule[];
}

export interface OperationGroup<Rule extends Placed> {
  /** As the API names it: `PollForActivityTask`. */
  readonly name: string;
  /** What the ids of its rules begin with: `poll-for-activity-task`. */
  readonly slug: string;
  readonly areas: readonly AreaGroup<Rule>[];
  /** Area by area. */
  readonly rules: readonly Rule[];
}

/** The rules by operation and by area, each in the order in which it first appears. */
export function byOperation<Rule extends Placed>(rules: readonly Rule[]): OperationGroup<Rule>[] {
  return [...Map.groupBy(rules, ({ operation }) => operation)].map(([name, members]) => {
    const areas = [...Map.groupBy(members, ({ area }) => area)].map(([area, rules]) => ({
      name: area,
      rules,
    }));
    return { name, slug: slugOf(members[0]), areas, rules: areas.flatMap(({ rules }) => rules) };
  });
}

function slugOf(rule: Placed | undefined): string {
  return rule ? idParts(rule.id)[0].replace(/\.$/, '') : '';
}

/** An id as the part that names its operation, with the dot, and the rest: where the operation is known, that is enough. */
export function idParts(id: string): readonly [operation: string, rest: string] {
  const end = id.indexOf('.') + 1;
  return [id.slice(0, end), id.slice(end)];
}
