import type { TaskList } from '../model.ts';
import { serving } from '../mutants/making.ts';
import type { Variant } from '../mutants/mutant.ts';
import { ReferenceService } from '../service.ts';

/** A service that wakes polls so much after their task was scheduled. */
function wakingAfter(milliseconds: number): Variant['options'] {
  return serving(
    class extends ReferenceService {
      override wake(list: TaskList): void {
        this.timers.start({}, 'wake', milliseconds, () => super.wake(list));
      }
    },
  );
}

/** A service whose holds end when this says, of their documented milliseconds. */
function holding(milliseconds: (documented: number) => number): Variant['options'] {
  return serving(
    class extends ReferenceService {
      override holdMilliseconds(): number {
        return milliseconds(super.holdMilliseconds());
      }
    },
  );
}

/** When a poll is answered. */
export const holdVariants: readonly Variant[] = [
  {
    name: 'hold-ends-late',
    does: 'A poll is held for 1.5 s more than the hold.',
    options: holding((documented) => documented + 1500),
  },
  {
    name: 'hold-ends-after-93-percent',
    does: 'A poll is held for 0.93 of the hold.',
    options: holding((documented) => documented * 0.93),
  },
  {
    name: 'hold-wakes-after-400-ms',
    does: 'A poll is woken 400 ms after its task was scheduled.',
    options: { pollHoldSeconds: 3, ...wakingAfter(400) },
  },
  {
    name: 'hold-wakes-after-700-ms',
    does: 'A poll is woken 700 ms after its task was scheduled.',
    options: { pollHoldSeconds: 4, ...wakingAfter(700) },
  },
  {
    name: 'hold-wakes-last-poll-first',
    does: 'Of the polls that wait on a list the last one is served first.',
    options: serving(
      class extends ReferenceService {
        override wake(list: TaskList): void {
          list.pollers.reverse();
          super.wake(list);
          list.pollers.reverse();
        }
      },
    ),
  },
];
