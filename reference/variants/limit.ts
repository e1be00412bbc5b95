import type { Task, TaskList } from '../model.ts';
import { limitFault } from '../mutants/limit-making.ts';
import { pause, serving } from '../mutants/making.ts';
import type { Variant } from '../mutants/mutant.ts';
import { ReferenceService } from '../service.ts';

/** So many that the cases of the other rules, some dozens of which are polls on one list, do not meet the limit. */
const places = 200;

/** A hold with time for so many, in one process with those who poll. */
const options = { pollersPerTaskList: places, pollHoldSeconds: 4 };

/** Limited servers that refuse by this service. */
function limited(Service: Parameters<typeof serving>[0]): Variant['options'] {
  return { ...options, ...serving(Service) };
}

/** A service whose lists have so many places less than they are said to have. */
function fewer(less: (list: TaskList) => number): Variant['options'] {
  return limited(
    class extends ReferenceService {
      override refuseTooManyPollers(list: TaskList): void {
        if (list.pollers.length >= places - less(list)) {
          throw limitFault();
        }
      }
    },
  );
}

/** How the limit of a list's polls is told. */
export const limitVariants: readonly Variant[] = [
  {
    name: 'limit-one-fewer',
    does: 'A list has one place for polls less than it is said to have.',
    options: fewer(() => 1),
  },
  {
    name: 'limit-half',
    does: 'A list has half of the places for polls that it is said to have.',
    options: fewer(() => places / 2),
  },
  {
    name: 'limit-77-fewer',
    does: 'A list has 77 places for polls less than it is said to have.',
    options: fewer(() => places - 77),
  },
  {
    name: 'limit-unsteady',
    does: 'A list has now all places for polls that it is said to have, now two less.',
    options: fewer(() => Math.floor(Math.random() * 3)),
  },
  {
    name: 'limit-of-two-hosts',
    does: 'Polls go to one of two hosts by chance, each of which has half of the places of a list.',
    options: limited(
      class extends ReferenceService {
        readonly #waiting = new Map<TaskList, number[]>();

        override async waitFor(
          list: TaskList,
          identity: string | undefined,
          signal: AbortSignal,
        ): Promise<Task | undefined> {
          const counts = this.#waiting.get(list) ?? [0, 0];
          this.#waiting.set(list, counts);
          const host = Math.random() < 0.5 ? 0 : 1;
          if ((counts[host] ?? 0) >= places / 2) {
            throw limitFault();
          }
          counts[host] = (counts[host] ?? 0) + 1;
          return super.waitFor(list, identity, signal).finally(() => {
            counts[host] = (counts[host] ?? 0) - 1;
          });
        }
      },
    ),
  },
  {
    name: 'limit-refuses-after-300-ms',
    does: 'A poll past the limit is refused 300 ms later.',
    options: limited(
      class extends ReferenceService {
        override async taskFrom(
          list: TaskList,
          identity: string | undefined,
          signal: AbortSignal,
        ): Promise<Task | undefined> {
          if (list.pollers.length >= places) {
            await pause(300, signal);
          }
          return super.taskFrom(list, identity, signal);
        }
      },
    ),
  },
  {
    name: 'limit-returns-after-300-ms',
    does: 'The place of a poll that has ended is free 300 ms later.',
    options: limited(
      class extends ReferenceService {
        readonly #leaving = new Map<TaskList, number>();

        override refuseTooManyPollers(list: TaskList): void {
          if (list.pollers.length + (this.#leaving.get(list) ?? 0) >= places) {
            throw limitFault();
          }
        }

        override waitFor(
          list: TaskList,
          identity: string | undefined,
          signal: AbortSignal,
        ): Promise<Task | undefined> {
          return super.waitFor(list, identity, signal).finally(() => {
            this.#leave(list, 1);
            this.timers.start({}, 'leave', 300, () => this.#leave(list, -1));
          });
        }

        #leave(list: TaskList, more: number): void {
          this.#leaving.set(list, (this.#leaving.get(list) ?? 0) + more);
        }
      },
    ),
  },
  {
    name: 'limit-keeps-gone-clients',
    does: 'A poll whose client has gone keeps its place until its hold is over, and may be given a task.',
    options: limited(
      class extends ReferenceService {
        override onClientGone(): void {}
      },
    ),
  },
  {
    name: 'limit-other-spelling',
    does: 'The refusal has its text as Message, and no namespace.',
    options: {
      ...options,
      wrap: async (request, next) => {
        const response = await next(request);
        const body = response.status === 400 ? await response.clone().json() : {};
        if (!String(body.__type).endsWith('#LimitExceededFault')) {
          return response;
        }
        const said = JSON.stringify({ __type: 'LimitExceededFault', Message: body.message });
        return new Response(said, { status: 400, headers: response.headers });
      },
    },
  },
];
