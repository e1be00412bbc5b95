import { serviceFault, swfFault } from '../faults.ts';
import type { PollInput } from '../inputs.ts';
import type { Call, JsonObject, Poller, Task, TaskList } from '../model.ts';
import { ReferenceService } from '../service.ts';
import { answeringEmptyPolls, pause, serving } from './making.ts';
import type { Mutant } from './mutant.ts';

/** Ends these polls with nothing. */
function endEmpty(list: TaskList): void {
  for (const poller of list.pollers.splice(0)) {
    poller.receive(undefined);
  }
}

/** A service on which polls wait for one another. */
class Queued extends ReferenceService {
  /** How many polls may wait at once, whatever their list. */
  readonly room: number = 1;
  #waiting = 0;
  readonly #turns: (() => void)[] = [];

  override async pollForActivityTask(input: PollInput, call: Call): Promise<JsonObject> {
    if (this.#waiting >= this.room) {
      await new Promise<void>((resolve) => this.#turns.push(resolve));
    }
    this.#waiting += 1;
    try {
      return await super.pollForActivityTask(input, call);
    } finally {
      this.#waiting -= 1;
      this.#turns.shift()?.();
    }
  }
}

/** A service whose every request occupies one of ten threads until it is answered. */
class TenThreads extends ReferenceService {
  #busy = 0;
  readonly #turns: (() => void)[] = [];

  override async perform(operation: string, input: JsonObject, call: Call): Promise<JsonObject | undefined> {
    if (this.#busy >= 10) {
      await new Promise<void>((resolve) => this.#turns.push(resolve));
    }
    this.#busy += 1;
    try {
      return await super.perform(operation, input, call);
    } finally {
      this.#busy -= 1;
      this.#turns.shift()?.();
    }
  }
}

/** The long poll, broken. */
export const holdMutants: readonly Mutant[] = [
  {
    name: 'hold-none',
    breaks: ['hold.waits-for-task', 'hold.full'],
    does: 'A poll that finds no task is answered at once.',
    options: serving(
      class extends ReferenceService {
        override holdMilliseconds(): number {
          return 0;
        }
      },
    ),
  },
  {
    name: 'hold-short',
    breaks: ['hold.waits-for-task', 'hold.full'],
    does: 'A poll is held for half a second, whatever was configured.',
    options: serving(
      class extends ReferenceService {
        override holdMilliseconds(): number {
          return 500;
        }
      },
    ),
  },
  {
    name: 'hold-three-quarters',
    breaks: ['hold.full'],
    does: 'A poll is held for three quarters of the time.',
    options: serving(
      class extends ReferenceService {
        override holdMilliseconds(): number {
          return super.holdMilliseconds() * 0.75;
        }
      },
    ),
  },
  {
    name: 'hold-too-long',
    breaks: ['hold.maximum'],
    does: 'A poll is held for 3 s more than the hold.',
    options: serving(
      class extends ReferenceService {
        override holdMilliseconds(): number {
          return super.holdMilliseconds() + 3000;
        }
      },
    ),
  },
  {
    name: 'hold-for-ever',
    breaks: ['hold.maximum', 'hold.sdk-timeout'],
    does: 'A poll is held until a task comes.',
    options: serving(
      class extends ReferenceService {
        override holdMilliseconds(): number {
          return 3_600_000;
        }
      },
    ),
  },
  {
    name: 'hold-breaks-connection',
    breaks: ['hold.maximum', 'hold.sdk-timeout', 'empty.ok', 'empty.sdk'],
    does: 'When the hold is over the connection is closed without an answer.',
    options: { wrap: answeringEmptyPolls(() => Response.error()) },
  },
  {
    name: 'hold-gateway-timeout',
    breaks: ['hold.maximum', 'hold.sdk-timeout', 'empty.ok', 'empty.sdk'],
    does: 'When the hold is over a proxy answers 504.',
    options: {
      wrap: answeringEmptyPolls(
        () => new Response('<html>', { status: 504, headers: { 'Content-Type': 'text/html' } }),
      ),
    },
  },
  {
    name: 'hold-looks-once',
    breaks: ['hold.waits-for-task', 'hold.wakes-promptly', 'hold.side-by-side', 'hold.others-keep-waiting'],
    does: 'A poll looks for a task when it comes, and then sleeps for the hold.',
    options: serving(
      class extends ReferenceService {
        override wake(): void {}
      },
    ),
  },
  {
    name: 'hold-looks-again-at-end',
    breaks: ['hold.wakes-promptly'],
    does: 'A poll looks for a task when it comes, and once more when the hold is over.',
    options: {
      pollHoldSeconds: 4,
      ...serving(
        class extends ReferenceService {
          override wake(): void {}

          override onHoldOver(list: TaskList, poller: Poller): void {
            super.wake({ ...list, pollers: [poller] });
            super.onHoldOver(list, poller);
          }
        },
      ),
    },
  },
  {
    name: 'hold-polls-every-three-seconds',
    breaks: ['hold.wakes-promptly'],
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
    breaks: ['hold.wakes-promptly'],
    does: 'A waiting poll is woken 1.6 s after its task was scheduled.',
    options: {
      pollHoldSeconds: 4,
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
    name: 'hold-loses-every-third-wake',
    breaks: ['hold.wakes-promptly', 'hold.side-by-side'],
    does: 'Every third notification of a new task is lost, and the poll sleeps on.',
    options: {
      pollHoldSeconds: 4,
      ...serving(
        class extends ReferenceService {
          #wakes = 0;

          override wake(list: TaskList): void {
            this.#wakes += list.pollers.length > 0 && list.tasks[0]?.kind === 'activity' ? 1 : 0;
            if (this.#wakes % 3 !== 0) {
              super.wake(list);
            }
          }
        },
      ),
    },
  },
  {
    name: 'hold-wakes-all-of-list',
    breaks: ['hold.others-keep-waiting'],
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
    name: 'hold-wakes-one-other',
    breaks: ['hold.others-keep-waiting'],
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
    name: 'hold-same-task-for-all',
    breaks: ['hold.others-keep-waiting'],
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
    breaks: ['hold.others-keep-waiting'],
    does: 'Only the last poll of a list waits: a new one ends the one before it.',
    options: serving(
      class extends ReferenceService {
        override waitFor(list: TaskList, identity: string | undefined, signal: AbortSignal) {
          this.timers.start({}, 'replace', 400, () => {
            for (const poller of list.pollers.splice(0, list.pollers.length - 1)) {
              poller.receive(undefined);
            }
          });
          return super.waitFor(list, identity, signal);
        }
      },
    ),
  },
  {
    name: 'hold-wakes-all-lists',
    breaks: ['hold.other-list-sleeps'],
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
  {
    name: 'hold-one-queue-for-all-lists',
    breaks: ['hold.other-list-sleeps', 'hold.side-by-side'],
    does: 'All activity task lists of a domain are one.',
    options: serving(
      class extends ReferenceService {
        override listKey(
          domain: Parameters<ReferenceService['listKey']>[0],
          kind: Task['kind'],
          name: string,
        ) {
          return super.listKey(domain, kind, kind === 'activity' ? '' : name);
        }
      },
    ),
  },
  {
    name: 'hold-one-poll-at-a-time',
    breaks: ['hold.side-by-side'],
    does: 'A poll waits behind a lock until the poll before it has ended.',
    options: serving(Queued),
  },
  {
    name: 'hold-ten-polls-at-a-time',
    breaks: ['hold.side-by-side'],
    does: 'Ten polls wait at once; further ones wait for a place.',
    options: serving(
      class extends Queued {
        override readonly room = 10;
      },
    ),
  },
  {
    name: 'hold-ten-threads',
    breaks: ['hold.side-by-side'],
    does: 'A waiting poll occupies one of ten threads, and the eleventh request waits for one.',
    options: serving(TenThreads),
  },
  {
    name: 'hold-limits-pollers-of-all-lists',
    breaks: ['hold.side-by-side'],
    does: 'The limit on polls that wait is one for all lists, and low.',
    options: serving(
      class extends ReferenceService {
        override refuseTooManyPollers(): void {
          if (this.waitingPolls >= 20) {
            throw swfFault('LimitExceededFault', 'Too many polls');
          }
        }
      },
    ),
  },
  {
    name: 'hold-limits-pollers-of-all-lists-with-503',
    breaks: ['hold.side-by-side'],
    does: 'With more than 20 polls waiting the server answers 503.',
    options: serving(
      class extends ReferenceService {
        override refuseTooManyPollers(): void {
          if (this.waitingPolls >= 20) {
            throw serviceFault('ServiceUnavailableException', 'No worker is free', 503);
          }
        }
      },
    ),
  },
  {
    name: 'hold-fault-after-hold',
    breaks: ['hold.faults-at-once'],
    does: 'A poll is refused only when the hold is over.',
    options: {
      pollHoldSeconds: 4,
      wrap: async (request, next) => {
        const response = await next(request);
        if (response.status >= 400 && request.headers.get('x-amz-target')?.endsWith('PollForActivityTask')) {
          await pause(4000, request.signal);
        }
        return response;
      },
    },
  },
  {
    name: 'hold-domain-looked-up-late',
    breaks: ['hold.faults-at-once'],
    does: 'The domain of a poll is looked up when the hold is over.',
    options: {
      pollHoldSeconds: 4,
      ...serving(
        class extends ReferenceService {
          override async pollForActivityTask(input: PollInput, call: Call): Promise<JsonObject> {
            try {
              return await super.pollForActivityTask(input, call);
            } catch (error) {
              await pause(this.holdMilliseconds(), call.signal);
              throw error;
            }
          }
        },
      ),
    },
  },
  {
    name: 'hold-keeps-abandoned-polls',
    breaks: ['hold.abandoned'],
    does: 'A poll whose client has gone stays in the queue, and is given a task.',
    options: serving(
      class extends ReferenceService {
        override onClientGone(): void {}
      },
    ),
  },
];
