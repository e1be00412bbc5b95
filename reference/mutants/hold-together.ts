import { serviceFault, swfFault } from '../faults.ts';
import type { Call, JsonObject, Task } from '../model.ts';
import { ReferenceService } from '../service.ts';
import { Queued } from './hold-making.ts';
import { serving } from './making.ts';
import type { Mutant } from './mutant.ts';

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

/** Many polls at once, and polls that nobody waits for any more. */
export const holdTogetherMutants: readonly Mutant[] = [
  {
    name: 'hold-one-queue-for-all-lists',
    breaks: ['poll-for-activity-task.hold.waits-for-task'],
    collateral: [
      { rules: ['*'], why: 'Every rule polls lists of its own, and gets the tasks of other rules.' },
    ],
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
    breaks: ['poll-for-activity-task.hold.side-by-side'],
    collateral: [{ rules: ['*'], why: 'The polls of other rules occupy what a rule needs for its own.' }],
    does: 'A poll waits behind a lock until the poll before it has ended.',
    options: serving(Queued),
  },
  {
    name: 'hold-ten-polls-at-a-time',
    breaks: ['poll-for-activity-task.hold.side-by-side'],
    collateral: [{ rules: ['*'], why: 'The polls of other rules occupy what a rule needs for its own.' }],
    does: 'Ten polls wait at once; further ones wait for a place.',
    options: serving(
      class extends Queued {
        override readonly room = 10;
      },
    ),
  },
  {
    name: 'hold-ten-threads',
    breaks: ['poll-for-activity-task.hold.side-by-side'],
    collateral: [{ rules: ['*'], why: 'The polls of other rules occupy what a rule needs for its own.' }],
    does: 'A waiting poll occupies one of ten threads, and the eleventh request waits for one.',
    options: serving(TenThreads),
  },
  {
    name: 'hold-limits-pollers-of-all-lists',
    breaks: ['poll-for-activity-task.hold.side-by-side'],
    collateral: [
      { rules: ['*'], why: 'A poll that comes while those of other rules fill the room is refused.' },
    ],
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
    breaks: ['poll-for-activity-task.hold.side-by-side'],
    collateral: [
      { rules: ['*'], why: 'A poll that comes while those of other rules fill the room is refused.' },
    ],
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
    name: 'hold-keeps-abandoned-polls',
    breaks: ['poll-for-activity-task.hold.abandoned'],
    does: 'A poll whose client has gone stays in the queue, and is given a task.',
    options: serving(
      class extends ReferenceService {
        override onClientGone(): void {}
      },
    ),
  },
];
