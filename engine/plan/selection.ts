import type { Rule } from '../../kit/rule.ts';
import type { Shard } from '../../results/shard.ts';
import { cutInto } from '../shards/shard.ts';
import { fitting } from './budget.ts';
import type { PlanSettings } from './plan.ts';
import { type Selection, selectRules } from './select.ts';

/** What decides which rules are run. */
export interface Choice extends Selection {
  readonly shard?: Shard | undefined;
  readonly budget?: number | undefined;
}

/** The rules that are run, and those of them that a budget has no time for: of a shard's own, as each has the whole budget. */
export function selectionOf(
  { shard, budget, ...selection }: Choice,
  settings: PlanSettings,
): { chosen: readonly Rule[]; leftOut: readonly Rule[] } {
  const selected = selectRules(selection);
  const own = shard ? (cutInto(shard.count, selected, settings)[shard.index - 1] ?? []) : selected;
  return budget === undefined ? { chosen: own, leftOut: [] } : fitting(own, settings, budget);
}
