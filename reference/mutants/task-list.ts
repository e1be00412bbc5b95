import type { Mutant } from './mutant.ts';
import { taskListInvalidMutants } from './task-list-invalid.ts';
import { taskListNamingMutants } from './task-list-naming.ts';
import { taskListReadingMutants } from './task-list-reading.ts';
import { taskListStrictMutants } from './task-list-strict.ts';

/** Names of task lists: those that must be served, and those that must not. */
export const taskListMutants: readonly Mutant[] = [
  ...taskListStrictMutants,
  ...taskListReadingMutants,
  ...taskListInvalidMutants,
  ...taskListNamingMutants,
];
