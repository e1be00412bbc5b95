import { limitOthers } from './limit-others.ts';
import { limitPollers } from './limit-pollers.ts';
import type { Rule } from './rule.ts';

/** A crowd of polls on one list. Judged where somebody asks for it. */
export const limit: readonly Rule[] = [...limitPollers, ...limitOthers];
