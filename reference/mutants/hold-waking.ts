import type { Poller, Task, TaskList } from '../model.ts';
import { ReferenceService } from '../service.ts';
import { endEmpty } from './hold-making.ts';
import { pause, serving } from './making.ts';
import type { Mutant } from './mutant.ts';

/** A service with something wrong with every so many wake-ups of a poll. */
class CountsWakes extends ReferenceService {
  wakes = 0;

  count(list: TaskList): void {
    this.wakes += list.pollers.length > 0 && list.tasks[0]?.kind === 'activity' ? 1 : 0;
  }
}

/** What becomes of waiting polls when a task comes. */
export const holdWakingMutants: readonly Mutant[] = [
  {
    name: 'hold-looks-once',
    breaks: [
      'poll-for-activity-task.hold.waits-for-task',
      'poll-for-activity-task.hold.wakes-promptly',
      'poll-for-activity-task.hold.side-by-side',
      'poll-for-activity-task.hold.others-keep-waiting',
    ],
    does: 'A poll looks for a task when it comes, and then sleeps for the hold.',
    options: serving(
      class extends ReferenceService {
        override wake(): void {}
      },
    ),
  },
  {
    name: 'hold-looks-again-at-end',
    breaks: ['poll-for-activity-task.hold.wakes-promptly', 'poll-for-activity-task.hold.side-by-side'],
    does: 'A poll looks for a task when it comes, and once more when the hold is over.',
    options: {
      pollHoldSeconds: 4,
      ...serving(
        class extends ReferenceService {
          override wake(): void {}

          override onHoldOver(list: TaskList, poller: Poller): void {
            const others = list.pollers.filter((each) => each !== poller);
            list.pollers = [poller];
            super.wake(list);
            list.pollers = [...list.pollers, ...others];
            super.onHoldOver(list, poller);
          }
        },
      ),
    },
  },
  {
    name: 'hold-polls-every-three-seconds',
    breaks: ['poll-for-activity-task.hold.wakes-promptly'],
    collateral: [
      {
        rules: ['poll-for-activity-task.hold.*'],
        why: 'Where many tasks must come within 2 s, some come only at the next look.',
      },
    ],
    does: 'A waiting poll looks for a task every 3 s.',
    options: {
      pollHoldSeconds: 4,
      ...serving(
        class extends ReferenceService {
          override wake(): void {}

          override waitFor(list: TaskList, identity: string | undefined, signal: AbortSignal) {
            const waiting = super.waitFor(list, identity, signal);
            const poller = list.pollers.at(-1);
            if (poller) {
              this.timers.start(poller, 'look again', 3000, () => super.wake(list));
            }
            return waiting;
          }
        },
      ),
    },
  },
  {
    name: 'hold-wakes-late',
    breaks: ['poll-for-activity-task.hold.wakes-promptly'],
    does: 'A waiting poll is woken 1.6 s after its task was scheduled.',
    options: {
      pollHoldSeconds: 8,
      ...serving(
        class extends ReferenceService {
          override wake(list: TaskList): void {
            this.timers.start({}, 'wake', 1600, () => super.wake(list));
          }
        },
      ),
    },
  },
  {
    name: 'hold-wakes-late-now-and-then',
    breaks: ['poll-for-activity-task.hold.wakes-promptly'],
    does: 'Every fourth poll that waits is woken 1.6 s after its task was scheduled.',
    options: {
      pollHoldSeconds: 8,
      ...serving(
        class extends CountsWakes {
          override wake(list: TaskList): void {
            this.count(list);
            if (this.wakes % 4 === 0) {
              this.timers.start({}, 'wake', 1600, () => super.wake(list));
            } else {
              super.wake(list);
            }
          }
        },
      ),
    },
  },
  {
    name: 'hold-loses-every-third-wake',
    breaks: ['poll-for-activity-task.hold.wakes-promptly', 'poll-for-activity-task.hold.side-by-side'],
    collateral: [
      {
        rules: ['poll-for-activity-task.hold.*'],
        why: 'Whose wake-up is a third one is a matter of chance.',
      },
    ],
    does: 'Every third notification of a new task is lost, and the poll sleeps on.',
    options: {
      pollHoldSeconds: 4,
      ...serving(
        class extends CountsWakes {
          override wake(list: TaskList): void {
            this.count(list);
            if (this.wakes % 3 !== 0) {
              super.wake(list);
            }
          }
        },
      ),
    },
  },
  {
    name: 'hold-gap-before-waiting',
    breaks: ['poll-for-activity-task.hold.wakes-promptly'],
    collateral: [
      {
        rules: ['poll-for-activity-task.hold.*'],
        why: 'Polls that the machine delays meet the gap in other rules too.',
      },
    ],
    does: 'Between looking for a task and waiting for one 60 ms pass, and a task scheduled then wakes nobody.',
    options: serving(
      class extends ReferenceService {
        override async taskFrom(list: TaskList, identity: string | undefined, signal: AbortSignal) {
          if (list.tasks.length > 0) {
            return super.taskFrom(list, identity, signal);
          }
          await pause(60, signal);
          return signal.aborted ? undefined : this.waitFor(list, identity, signal);
        }
      },
    ),
  },
  {
    name: 'hold-wakes-with-nothing',
    breaks: ['poll-for-activity-task.hold.waits-for-task', 'poll-for-activity-task.hold.others-keep-waiting'],
    does: 'A new task ends the polls that wait for it with nothing, and comes to the next poll.',
    options: serving(
      class extends ReferenceService {
        override wake(list: TaskList): void {
          if (list.tasks[0]?.kind === 'activity') {
            endEmpty(list);
          } else {
            super.wake(list);
          }
        }
      },
    ),
  },
  {
    name: 'hold-wakes-all-of-list',
    breaks: ['poll-for-activity-task.hold.others-keep-waiting'],
    does: 'A new task ends all polls that wait on its list: one with the task, the others empty.',
    options: serving(
      class extends ReferenceService {
        override wake(list: TaskList): void {
          super.wake(list);
          endEmpty(list);
        }
      },
    ),
  },
  {
    name: 'hold-wakes-all-of-list-later',
    breaks: ['poll-for-activity-task.hold.others-keep-waiting'],
    does: 'A quarter of a second after a new task has gone to one poll, the others that wait on its list end empty.',
    options: serving(
      class extends ReferenceService {
        override wake(list: TaskList): void {
          if (list.tasks.length > 0 && list.pollers.length > 0) {
            this.timers.start({}, 'wake the others', 250, () => endEmpty(list));
          }
          super.wake(list);
        }
      },
    ),
  },
  {
    name: 'hold-wakes-one-other',
    breaks: ['poll-for-activity-task.hold.others-keep-waiting'],
    does: 'A new task also ends the poll that waits behind the one which gets it.',
    options: serving(
      class extends ReferenceService {
        override wake(list: TaskList): void {
          super.wake(list);
          list.pollers.shift()?.receive(undefined);
        }
      },
    ),
  },
  {
    name: 'hold-wakes-longest-with-nothing',
    breaks: ['poll-for-activity-task.hold.others-keep-waiting'],
    does: 'Of several polls on a list the one that waits longest ends empty when a task comes, and the next gets it.',
    options: serving(
      class extends ReferenceService {
        override wake(list: TaskList): void {
          if (list.tasks.length > 0 && list.pollers.length > 1) {
            list.pollers.shift()?.receive(undefined);
          }
          super.wake(list);
        }
      },
    ),
  },
  {
    name: 'hold-same-task-for-all',
    breaks: ['poll-for-activity-task.hold.others-keep-waiting', 'poll-for-activity-task.delivery.one-poller'],
    does: 'A new task is handed to every poll that waits on its list.',
    options: serving(
      class extends ReferenceService {
        override wake(list: TaskList): void {
          const [first] = list.tasks;
          const others = list.pollers.slice(1);
          super.wake(list);
          for (const poller of first ? others : []) {
            list.pollers = list.pollers.filter((other) => other !== poller);
            poller.receive(first);
          }
        }
      },
    ),
  },
  {
    name: 'hold-last-poll-replaces-others',
    breaks: ['poll-for-activity-task.hold.others-keep-waiting', 'poll-for-activity-task.hold.full'],
    does: 'Only the last poll of a list waits: a new one ends the one before it.',
    options: serving(
      class extends ReferenceService {
        override waitFor(list: TaskList, identity: string | undefined, signal: AbortSignal) {
          endEmpty(list);
          return super.waitFor(list, identity, signal);
        }
      },
    ),
  },
  {
    name: 'hold-forgets-second-poll',
    breaks: ['poll-for-activity-task.hold.others-keep-waiting'],
    does: 'While one poll waits on a list, those that come after it wait too, but get no task.',
    options: serving(
      class extends ReferenceService {
        override waitFor(list: TaskList, identity: string | undefined, signal: AbortSignal) {
          const waiting = super.waitFor(list, identity, signal);
          list.pollers.splice(1);
          return waiting;
        }
      },
    ),
  },
  {
    name: 'hold-forgets-earlier-polls',
    breaks: ['poll-for-activity-task.hold.others-keep-waiting'],
    does: 'A list knows the last poll only: those before it wait too, but get no task.',
    options: serving(
      class extends ReferenceService {
        override waitFor(list: TaskList, identity: string | undefined, signal: AbortSignal) {
          const waiting = super.waitFor(list, identity, signal);
          list.pollers.splice(0, list.pollers.length - 1);
          return waiting;
        }
      },
    ),
  },
  {
    name: 'hold-wakes-all-lists',
    breaks: [
      'poll-for-activity-task.hold.other-list-sleeps',
      'poll-for-activity-task.hold.waits-for-task',
      'poll-for-activity-task.hold.full',
    ],
    does: 'A new task ends the polls of all other lists empty.',
    options: serving(
      class extends ReferenceService {
        override enqueue(list: TaskList, task: Task): void {
          super.enqueue(list, task);
          for (const other of task.kind === 'activity' ? this.lists.values() : []) {
            if (other !== list) {
              endEmpty(other);
            }
          }
        }
      },
    ),
  },
];
