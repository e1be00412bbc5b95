import type { RuleDefinition } from '../../kit/rule.ts';
import { limitOthers } from './limit-others.ts';
import { limitPollers } from './limit-pollers.ts';

/** Many polls held on one list. Judged where somebody asks for it. */
export const limit: readonly RuleDefinition[] = [...limitPollers, ...limitOthers];
