import type { Rule } from '../../kit/rule.ts';
import { limitOthers } from './limit-others.ts';
import { limitPollers } from './limit-pollers.ts';

/** A crowd of polls on one list. Judged where somebody asks for it. */
export const limit: readonly Rule[] = [...limitPollers, ...limitOthers];
