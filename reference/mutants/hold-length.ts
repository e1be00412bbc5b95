import type { PollInput } from '../inputs.ts';
import type { Call, JsonObject, TaskList } from '../model.ts';
import { ReferenceService } from '../service.ts';
import { endEmpty, Queued } from './hold-making.ts';
import { answeringEmptyPolls, pause, serving } from './making.ts';
import type { Collateral, Mutant } from './mutant.ts';

const noEmptyResult: Collateral = {
  rules: ['poll-for-activity-task.empty.*', 'poll-for-activity-task.delivery.*'],
  why: 'A worker whose poll lasted the hold gets no empty result either, and gives up.',
};

/** How long a poll is held, and what ends it. */
export const holdLengthMutants: readonly Mutant[] = [
  {
    name: 'hold-none',
    breaks: ['poll-for-activity-task.hold.waits-for-task', 'poll-for-activity-task.hold.full'],
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
    breaks: ['poll-for-activity-task.hold.waits-for-task', 'poll-for-activity-task.hold.full'],
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
    breaks: ['poll-for-activity-task.hold.full'],
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
    name: 'hold-below-nine-tenths',
    breaks: ['poll-for-activity-task.hold.full'],
    does: 'A poll is held for 0.85 of the time.',
    options: {
      pollHoldSeconds: 6,
      ...serving(
        class extends ReferenceService {
          override holdMilliseconds(): number {
            return super.holdMilliseconds() * 0.85;
          }
        },
      ),
    },
  },
  {
    name: 'hold-of-second-poll-halved',
    breaks: ['poll-for-activity-task.hold.full'],
    does: 'A poll that comes while another waits on its list is held for half of the time only.',
    options: {
      pollHoldSeconds: 8,
      ...serving(
        class extends ReferenceService {
          override waitFor(list: TaskList, identity: string | undefined, signal: AbortSignal) {
            const waiting = super.waitFor(list, identity, signal);
            const [first, poller] = list.pollers.slice(-2);
            if (first && poller) {
              this.timers.start(poller, 'half', this.holdMilliseconds() / 2, () =>
                this.onHoldOver(list, poller),
              );
            }
            return waiting;
          }
        },
      ),
    },
  },
  {
    name: 'hold-ends-all-polls-of-list',
    breaks: ['poll-for-activity-task.hold.full'],
    does: 'When the hold of one poll is over, all polls of its list end, also those that came later.',
    options: serving(
      class extends ReferenceService {
        override onHoldOver(list: TaskList): void {
          endEmpty(list);
        }
      },
    ),
  },
  {
    name: 'hold-too-long',
    breaks: ['poll-for-activity-task.hold.maximum'],
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
    breaks: ['poll-for-activity-task.hold.maximum', 'poll-for-activity-task.hold.sdk-timeout'],
    collateral: [
      {
        rules: ['poll-for-activity-task.empty.ok', 'poll-for-activity-task.empty.sdk'],
        why: 'No empty result ever comes.',
      },
    ],
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
    name: 'hold-one-poll-of-a-list-at-a-time',
    breaks: ['poll-for-activity-task.hold.maximum'],
    does: 'A poll waits behind a lock until the poll before it on the same list has ended; only then its hold begins.',
    options: serving(
      class extends Queued {
        override place({ domain, taskList }: PollInput): string {
          return JSON.stringify([domain, taskList.name]);
        }
      },
    ),
  },
  {
    name: 'hold-breaks-connection',
    breaks: [
      'poll-for-activity-task.hold.maximum',
      'poll-for-activity-task.hold.sdk-timeout',
      'poll-for-activity-task.empty.ok',
      'poll-for-activity-task.empty.sdk',
    ],
    collateral: [noEmptyResult],
    does: 'When the hold is over the connection is closed without an answer.',
    options: { wrap: answeringEmptyPolls(() => Response.error()) },
  },
  {
    name: 'hold-gateway-timeout',
    breaks: [
      'poll-for-activity-task.hold.maximum',
      'poll-for-activity-task.hold.sdk-timeout',
      'poll-for-activity-task.empty.ok',
      'poll-for-activity-task.empty.sdk',
    ],
    collateral: [noEmptyResult],
    does: 'When the hold is over a proxy answers 504.',
    options: {
      wrap: answeringEmptyPolls(
        () => new Response('<html>', { status: 504, headers: { 'Content-Type': 'text/html' } }),
      ),
    },
  },
  {
    name: 'hold-fault-after-hold',
    breaks: ['poll-for-activity-task.hold.faults-at-once'],
    does: 'A poll is refused only when the hold is over.',
    options: {
      pollHoldSeconds: 3,
      wrap: async (request, next) => {
        const response = await next(request);
        if (response.status >= 400 && request.headers.get('x-amz-target')?.endsWith('PollForActivityTask')) {
          await pause(3000, request.signal);
        }
        return response;
      },
    },
  },
  {
    name: 'hold-domain-looked-up-late',
    breaks: ['poll-for-activity-task.hold.faults-at-once'],
    does: 'The domain of a poll is looked up when the hold is over.',
    options: {
      pollHoldSeconds: 3,
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
];
