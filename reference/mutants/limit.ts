import { Fault, serviceFault, swfFault, validationFault } from '../faults.ts';
import type { PollInput } from '../inputs.ts';
import type { Call, Domain, JsonObject, Poller, Task, TaskList } from '../model.ts';
import { ReferenceService } from '../service.ts';
import { endEmpty } from './hold-making.ts';
import { limited, limitFault, limitOptions, meeting, polls, refusingWith } from './limit-making.ts';
import { pause } from './making.ts';
import type { Mutant } from './mutant.ts';

const [pollers, others] = [
  ['poll-for-activity-task.limit.pollers'],
  ['poll-for-activity-task.limit.others-unharmed'],
];

/** A service that counts polls by a key of its own, and refuses what is one too many by that. */
abstract class Counting extends ReferenceService {
  readonly counts = new Map<string, number>();

  /** What is counted together. */
  abstract countKey(domain: Domain, kind: Task['kind'], name: string): string;

  readonly #keys = new Map<TaskList, string>();

  override listOf(domain: Domain, kind: Task['kind'], name: string): TaskList {
    const list = super.listOf(domain, kind, name);
    this.#keys.set(list, this.countKey(domain, kind, name));
    return list;
  }

  override refuseTooManyPollers(list: TaskList): void {
    const key = this.#keys.get(list);
    const counted = [...this.#keys].filter(([, other]) => other === key);
    const waiting = counted.reduce((count, [{ pollers: own }]) => count + own.length, 0);
    if (waiting >= polls) {
      throw limitFault();
    }
  }
}

/** A service that keeps a number for each list, and may not keep it well. */
class Tallying extends ReferenceService {
  readonly tally = new WeakMap<TaskList, number>();

  add(list: TaskList, more: number): number {
    const count = (this.tally.get(list) ?? 0) + more;
    this.tally.set(list, count);
    return count;
  }

  override refuseTooManyPollers(list: TaskList): void {
    if (this.add(list, 1) > polls) {
      this.onRefused(list);
      throw limitFault();
    }
  }

  onRefused(list: TaskList): void {
    this.add(list, -1);
  }
}

/** How polls past the limit of their list are refused, and what that does to others. */
export const limitMutants: readonly Mutant[] = [
  {
    name: 'limit-none',
    breaks: pollers,
    does: 'Any number of polls may wait on a list.',
    options: meeting(() => undefined),
  },
  {
    name: 'limit-one-more',
    breaks: pollers,
    does: 'One poll more than the limit may wait on a list.',
    options: limited(
      class extends ReferenceService {
        override refuseTooManyPollers(list: TaskList): void {
          if (list.pollers.length > polls) {
            throw limitFault();
          }
        }
      },
    ),
  },
  {
    name: 'limit-throttles',
    breaks: pollers,
    does: 'A poll past the limit is refused with ThrottlingException.',
    options: refusingWith(
      () => new Fault('com.amazon.coral.availability#ThrottlingException', 'Rate exceeded'),
    ),
  },
  {
    name: 'limit-validation',
    breaks: pollers,
    does: 'A poll past the limit is refused with ValidationException.',
    options: refusingWith(() => validationFault(['too many polls'])),
  },
  {
    name: 'limit-exception',
    breaks: pollers,
    does: 'A poll past the limit is refused with LimitExceededException, which no member of the API is called.',
    options: refusingWith(() => swfFault('LimitExceededException', 'Too many polls')),
  },
  {
    name: 'limit-unavailable',
    breaks: pollers,
    does: 'A poll past the limit is answered with 503.',
    options: refusingWith(() => serviceFault('ServiceUnavailable', 'Too many polls', 503)),
  },
  {
    name: 'limit-500',
    breaks: pollers,
    does: 'A poll past the limit is refused with LimitExceededFault as a fault of the server, HTTP 500.',
    options: refusingWith(() => new Fault(limitFault().type, limitFault().message, 500)),
  },
  {
    name: 'limit-breaks-connection',
    breaks: pollers,
    does: 'The connection of a poll past the limit is closed without an answer.',
    options: {
      ...limitOptions,
      wrap: async (request, next) => {
        const response = await next(request);
        const fault = response.status === 400 ? await response.clone().text() : '';
        return fault.includes('LimitExceededFault') ? Response.error() : response;
      },
    },
  },
  {
    name: 'limit-refuses-after-hold',
    breaks: pollers,
    does: 'A poll past the limit is refused when its hold is over.',
    options: refusingAfter(limitOptions.pollHoldSeconds * 1000),
  },
  {
    name: 'limit-refuses-late',
    breaks: pollers,
    does: 'A poll past the limit is refused after 1.3 s.',
    options: refusingAfter(1300),
  },
  {
    name: 'limit-waits-for-place',
    breaks: pollers,
    does: 'A poll past the limit waits until another ends.',
    options: limited(
      class extends ReferenceService {
        readonly #queue: (() => void)[] = [];

        override async taskFrom(
          list: TaskList,
          identity: string | undefined,
          signal: AbortSignal,
        ): Promise<Task | undefined> {
          while (list.pollers.length >= polls && !signal.aborted) {
            await new Promise<void>((resolve) => {
              this.#queue.push(resolve);
              signal.addEventListener('abort', () => resolve());
            });
          }
          return super.taskFrom(list, identity, signal).finally(() => this.#queue.shift()?.());
        }
      },
    ),
  },
  {
    name: 'limit-empty-at-once',
    breaks: pollers,
    does: 'A poll past the limit is answered empty at once.',
    options: limited(
      class extends ReferenceService {
        override refuseTooManyPollers(): void {}

        override async waitFor(
          list: TaskList,
          identity: string | undefined,
          signal: AbortSignal,
        ): Promise<Task | undefined> {
          return list.pollers.length >= polls ? undefined : super.waitFor(list, identity, signal);
        }
      },
    ),
  },
  {
    name: 'limit-evicts-oldest',
    breaks: pollers,
    does: 'A poll past the limit ends the one that has waited longest, with nothing.',
    options: meeting((_, waiting) => waiting.shift()?.receive(undefined)),
  },
  {
    name: 'limit-evicts-newest',
    breaks: pollers,
    does: 'A poll past the limit ends the one that came last, with nothing.',
    options: meeting((_, waiting) => waiting.pop()?.receive(undefined)),
  },
  {
    name: 'limit-of-all-lists',
    breaks: others,
    collateral: [{ rules: ['*'], why: 'The polls of all rules together are more than the limit.' }],
    does: 'The limit is one for the polls of all lists together.',
    options: limited(
      class extends Counting {
        countKey(): string {
          return '';
        }
      },
    ),
  },
  {
    name: 'limit-of-domain',
    breaks: others,
    collateral: [{ rules: ['*'], why: 'The polls of all rules together are more than the limit.' }],
    does: 'The limit is one for all polls of a domain.',
    options: limited(
      class extends Counting {
        countKey({ name }: Domain): string {
          return name;
        }
      },
    ),
  },
  {
    name: 'limit-of-name',
    breaks: others,
    does: 'Lists of one name in several domains have one limit together.',
    options: limited(
      class extends Counting {
        countKey(_domain: Domain, kind: Task['kind'], name: string): string {
          return `${kind} ${name}`;
        }
      },
    ),
  },
  {
    name: 'limit-of-both-kinds',
    breaks: others,
    does: 'Polls for decision tasks and for activity tasks on lists of one name have one limit together.',
    options: limited(
      class extends Counting {
        countKey({ name: domain }: Domain, _kind: Task['kind'], name: string): string {
          return `${domain} ${name}`;
        }
      },
    ),
  },
  {
    name: 'limit-counts-refused',
    breaks: others,
    does: 'A poll that was refused is counted among those that wait, for good.',
    options: limited(
      class extends Tallying {
        override onRefused(): void {}

        override waitFor(list: TaskList, identity: string | undefined, signal: AbortSignal) {
          return super.waitFor(list, identity, signal).finally(() => this.add(list, -1));
        }
      },
    ),
  },
  {
    name: 'limit-counts-ended',
    breaks: others,
    does: 'A poll that has ended is counted among those that wait, for good.',
    options: limited(Tallying),
  },
  {
    name: 'limit-counts-served',
    breaks: others,
    does: 'A poll that ended with a task is counted among those that wait, for good; one that ended empty is not.',
    options: limited(
      class extends Tallying {
        override async waitFor(list: TaskList, identity: string | undefined, signal: AbortSignal) {
          const task = await super.waitFor(list, identity, signal);
          if (task === undefined) {
            this.add(list, -1);
          }
          return task;
        }
      },
    ),
  },
  {
    name: 'limit-deafens',
    breaks: others,
    does: 'Once a poll was refused, those that wait on the list get no tasks any more.',
    options: limited(
      class extends ReferenceService {
        readonly #met = new Set<TaskList>();

        override refuseTooManyPollers(list: TaskList): void {
          if (list.pollers.length >= polls) {
            this.#met.add(list);
          }
          super.refuseTooManyPollers(list);
        }

        override wake(list: TaskList): void {
          if (!this.#met.has(list)) {
            super.wake(list);
          }
        }
      },
    ),
  },
  {
    name: 'limit-serves-one',
    breaks: others,
    does: 'Once a poll was refused, of those that wait on the list only the first is woken.',
    options: limited(
      class extends ReferenceService {
        readonly #met = new Map<TaskList, boolean>();

        override refuseTooManyPollers(list: TaskList): void {
          if (list.pollers.length >= polls) {
            this.#met.set(list, false);
          }
          super.refuseTooManyPollers(list);
        }

        override wake(list: TaskList): void {
          const hasWoken = this.#met.get(list);
          const [first] = list.pollers;
          if (hasWoken === undefined) {
            super.wake(list);
          } else if (!hasWoken && first) {
            this.#met.set(list, true);
            wakeAlone(list, first, () => super.wake(list));
          }
        }
      },
    ),
  },
  {
    name: 'limit-refuses-lists',
    breaks: others,
    does: 'While a list is at its limit, polls on lists where nobody waits are refused too.',
    options: limited(
      class extends ReferenceService {
        override refuseTooManyPollers(list: TaskList): void {
          const isFull = ({ pollers: waiting }: TaskList) => waiting.length >= polls;
          if (isFull(list) || (list.pollers.length === 0 && [...this.lists.values()].some(isFull))) {
            throw limitFault();
          }
        }
      },
    ),
  },
  {
    name: 'limit-closes-all',
    breaks: others,
    does: 'When a poll is refused, all that wait on its list end with nothing.',
    options: meeting((list) => {
      endEmpty(list);
      throw limitFault();
    }),
  },
  {
    name: 'limit-fails-all',
    breaks: others,
    does: 'When a poll is refused, all that wait on its list are refused as well.',
    options: limited(
      class extends ReferenceService {
        readonly #refused = new WeakSet<TaskList>();

        override refuseTooManyPollers(list: TaskList): void {
          if (list.pollers.length >= polls) {
            this.#refused.add(list);
            endEmpty(list);
            throw limitFault();
          }
        }

        override async pollForActivityTask(input: PollInput, call: Call): Promise<JsonObject> {
          const list = this.listOf(this.domainOf(input.domain, call), 'activity', input.taskList.name);
          const answer = await super.pollForActivityTask(input, call);
          if (this.#refused.has(list) && answer.taskToken === undefined) {
            throw limitFault();
          }
          return answer;
        }
      },
    ),
  },
];

/** Wakes no other poll of the list. */
function wakeAlone(list: TaskList, first: Poller, wake: () => void): void {
  const waiting = list.pollers;
  list.pollers = [first];
  wake();
  list.pollers = [...list.pollers, ...waiting.slice(1)];
}

/** A service that refuses so late. */
function refusingAfter(milliseconds: number): Mutant['options'] {
  return limited(
    class extends ReferenceService {
      override async taskFrom(
        list: TaskList,
        identity: string | undefined,
        signal: AbortSignal,
      ): Promise<Task | undefined> {
        if (list.pollers.length >= polls) {
          await pause(milliseconds, signal);
          throw limitFault();
        }
        return super.taskFrom(list, identity, signal);
      }
    },
  );
}
