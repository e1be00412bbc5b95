import { domain } from './domain.ts';
import { empty } from './empty.ts';
import { hold } from './hold.ts';
import type { Rule } from './rule.ts';
import { task } from './task.ts';
import { taskList } from './task-list.ts';
import { taskToken } from './task-token.ts';

/** Every rule, area by area, in the catalogue's order: the one list that all else reads. */
export const rules: readonly Rule[] = [...hold, ...empty, ...task, ...taskToken, ...domain, ...taskList];
