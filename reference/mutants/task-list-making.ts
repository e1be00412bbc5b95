import { ReferenceService } from '../service.ts';
import { readingPolls, readingTaskListNames, serving } from './making.ts';
import type { Mutant } from './mutant.ts';

/** A service that finds another problem with the name of a task list, or none where there is one. */
export function judging(
  judge: (name: string, asDocumented: (name: string) => string | undefined) => string | undefined,
): Mutant['options'] {
  return serving(
    class extends ReferenceService {
      override taskListNameProblem(name: string): string | undefined {
        return judge(name, (other) => super.taskListNameProblem(other));
      }
    },
  );
}

/** A service that takes what matches in a name for a letter, so that nothing else of the name goes unchecked. */
export function overlooking(pattern: RegExp): Mutant['options'] {
  return judging((name, asDocumented) => asDocumented(name.replace(pattern, 'x')));
}

/** A service that refuses names like that. */
export function refusing(fits: (name: string) => boolean): Mutant['options'] {
  return judging(
    (name, asDocumented) => asDocumented(name) ?? (fits(name) ? 'Member must satisfy a pattern' : undefined),
  );
}

/** A service that reads the name of a polled list otherwise where it is text, before anything is checked. */
export function reading(change: (name: string) => unknown): Mutant['options'] {
  return readingTaskListNames((name) => (typeof name === 'string' ? change(name) : name));
}

/** A service that makes something else of polls whose task list is like that, before anything is checked. */
export function on(
  fits: (taskList: unknown) => boolean,
  act: (taskList: unknown) => unknown,
): Mutant['options'] {
  return readingPolls('taskList', (taskList) => (fits(taskList) ? act(taskList) : taskList));
}
