import type { RuleResult } from './rule.ts';

/** Whether a run was not meant to judge the rule: what is known of it is another run's to say. */
export function isNotChosen({ skippedBy }: Pick<RuleResult, 'skippedBy'>): boolean {
  return (
    skippedBy === 'operation' ||
    skippedBy === 'only' ||
    skippedBy === 'skip' ||
    skippedBy === 'shard' ||
    skippedBy === 'budget'
  );
}

/** Whether the rule is of an operation that the user wants to know of: of the others nothing is said, and nothing counted. */
export function isOfChosenOperation({ skippedBy }: Pick<RuleResult, 'skippedBy'>): boolean {
  return skippedBy !== 'operation';
}
