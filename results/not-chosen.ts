import type { RuleResult } from './rule.ts';

/** Whether a run was not meant to judge the rule: what is known of it is another run's to say. */
export function isNotChosen({ skippedBy }: RuleResult): boolean {
  return (
    skippedBy === 'operation' ||
    skippedBy === 'only' ||
    skippedBy === 'skip' ||
    skippedBy === 'shard' ||
    skippedBy === 'budget'
  );
}
