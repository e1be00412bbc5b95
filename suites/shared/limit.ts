import type { LongPoll } from '../../kit/operation.ts';
import type { RuleDefinition } from '../../kit/rule.ts';
import { limitOthers } from './limit-others.ts';
import { limitPollers } from './limit-pollers.ts';

/** Many polls held on one list. Judged where somebody asks for it. */
export function limit(poll: LongPoll): readonly RuleDefinition[] {
  return [...limitPollers(poll), ...limitOthers(poll)];
}
