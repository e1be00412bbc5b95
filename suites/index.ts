import { hold } from './hold.ts';
import type { Rule } from './rule.ts';

/** Every rule, area by area, in the catalogue's order: the one list that all else reads. */
export const rules: readonly Rule[] = [...hold];
