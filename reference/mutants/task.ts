import type { Mutant } from './mutant.ts';
import { taskClosingMutants } from './task-closing.ts';
import { taskContentMutants } from './task-content.ts';
import { taskInputMutants } from './task-input.ts';
import { memberMutants } from './task-members.ts';
import { taskTokenMutants } from './task-token.ts';

/** What a task says, broken, and what its token does. */
export const taskMutants: readonly Mutant[] = [
  ...memberMutants,
  ...taskContentMutants,
  ...taskInputMutants,
  ...taskTokenMutants,
  ...taskClosingMutants,
];
