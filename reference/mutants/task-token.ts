import type { PollInput, TokenInput } from '../inputs.ts';
import type { ActivityTask, Call, Execution, JsonObject, Task, TaskList } from '../model.ts';
import { ReferenceService } from '../service.ts';
import { isObject, serving } from './making.ts';
import type { Collateral, Mutant } from './mutant.ts';
import { MortalTokens, telling, tokens } from './task-making.ts';

/** Where a token stands for more than one task. Which of the tasks an operation closes is a matter of chance. */
const anotherTaskServed: Collateral = {
  rules: [
    'poll-for-activity-task.task.token-*',
    'poll-for-activity-task.delivery.*',
    'poll-for-activity-task.empty.*',
  ],
  why: 'The token of one task serves another, so that the wrong one is closed.',
};

/** Where the tasks of one execution share their tokens. */
const sharedByExecution: Collateral = {
  rules: ['poll-for-activity-task.delivery.activity-id-reuse'],
  why: 'The rule closes a task, and wants another token for the next of the same activityId.',
};

/** Where no token serves. */
const noTokenServes: Collateral = {
  rules: ['poll-for-activity-task.delivery.heartbeat-starts-late'],
  why: 'A worker that has just got its task sends a heartbeat, which is refused.',
};

/** Tokens that are not a task's own, or not a token's form, or do not serve. */
export const taskTokenMutants: readonly Mutant[] = [
  {
    name: 'task-token-of-1025-characters',
    breaks: ['poll-for-activity-task.task.shape'],
    does: 'taskToken has 1025 characters.',
    options: serving(
      class extends ReferenceService {
        override activityTaskView(task: ActivityTask): JsonObject {
          return { ...super.activityTaskView(task), taskToken: task.token.padEnd(1025, '=') };
        }

        override readInput(operation: string, body: unknown): JsonObject {
          const isLong =
            isObject(body) && typeof body.taskToken === 'string' && body.taskToken.length === 1025;
          const read = isLong ? { ...body, taskToken: String(body.taskToken).replace(/=+$/, '') } : body;
          return super.readInput(operation, read);
        }
      },
    ),
  },
  {
    name: 'task-token-constant',
    breaks: ['poll-for-activity-task.task.token-unique'],
    collateral: [anotherTaskServed],
    does: 'All tasks have the same token.',
    options: tokens(() => 'token'),
  },
  {
    name: 'task-token-of-event',
    breaks: ['poll-for-activity-task.task.token-unique'],
    collateral: [anotherTaskServed],
    does: 'A token is made of the event ids alone, so that two executions share one.',
    options: tokens((task) => `token-${task.scheduledEventId}`),
  },
  {
    name: 'task-token-of-execution',
    breaks: ['poll-for-activity-task.task.token-unique', 'poll-for-activity-task.task.token-completes'],
    collateral: [sharedByExecution],
    does: 'All tasks of an execution have the same token.',
    options: tokens((task) => task.execution.runId),
  },
  {
    name: 'task-token-of-activity-id',
    breaks: ['poll-for-activity-task.task.token-unique'],
    collateral: [sharedByExecution],
    does: 'The token is the activityId, which another execution may use too.',
    options: tokens((task) => task.activityId),
  },
  {
    name: 'task-token-of-workflow-and-activity-type',
    breaks: ['poll-for-activity-task.task.token-unique', 'poll-for-activity-task.task.token-completes'],
    collateral: [sharedByExecution],
    does: 'The token is made of the workflowId and the name of the activity type.',
    options: tokens((task) => `${task.execution.workflowId}/${task.activityType.name}`),
  },
  {
    name: 'task-token-of-second',
    breaks: ['poll-for-activity-task.task.token-unique'],
    collateral: [anotherTaskServed],
    does: 'A token is the second of its making.',
    options: tokens(() => String(Math.floor(Date.now() / 1000))),
  },
  {
    name: 'task-token-sometimes-again',
    breaks: ['poll-for-activity-task.task.token-unique'],
    collateral: [anotherTaskServed],
    does: 'Every fifth token is the one before it.',
    options: serving(
      class extends ReferenceService {
        #count = 0;

        override taskToken(task: Task): string {
          if (task.kind === 'decision') {
            return super.taskToken(task);
          }
          this.#count += 1;
          return `token-${this.#count % 5 === 0 ? this.#count - 1 : this.#count}`;
        }
      },
    ),
  },
  {
    name: 'task-token-used-again',
    breaks: ['poll-for-activity-task.task.token-unique'],
    collateral: [sharedByExecution],
    does: "An execution's next task gets the token of one that was closed.",
    options: serving(
      class extends ReferenceService {
        readonly #free = new WeakMap<Execution, string[]>();

        override taskToken(task: Task): string {
          const free = task.kind === 'activity' ? this.#freeOf(task.execution).pop() : undefined;
          return free ?? super.taskToken(task);
        }

        override closeActivity(task: ActivityTask, eventType: string, attributes: JsonObject): void {
          this.#freeOf(task.execution).push(task.token);
          super.closeActivity(task, eventType, attributes);
        }

        #freeOf(execution: Execution): string[] {
          const free = this.#free.get(execution) ?? [];
          this.#free.set(execution, free);
          return free;
        }
      },
    ),
  },
  {
    name: 'task-token-unknown',
    breaks: ['poll-for-activity-task.task.token-completes'],
    collateral: [noTokenServes],
    does: 'The token that the task tells is not the one that is kept.',
    options: telling((view, { token }) => ({ ...view, taskToken: token.slice(1) })),
  },
  {
    name: 'task-token-for-a-second',
    breaks: ['poll-for-activity-task.task.token-completes'],
    does: 'A token serves for a second.',
    options: serving(
      class extends MortalTokens {
        override startActivityTask(task: ActivityTask, identity: string | undefined): void {
          super.startActivityTask(task, identity);
          this.timers.start({}, 'token', 1000, () => this.dead.add(task));
        }
      },
    ),
  },
  {
    name: 'task-token-until-next-task',
    breaks: ['poll-for-activity-task.task.token-completes'],
    does: 'A token serves until the next task of the same list is handed out.',
    options: serving(
      class extends MortalTokens {
        readonly #latest = new WeakMap<TaskList, Task>();

        override nextTask(list: TaskList): Task | undefined {
          const task = super.nextTask(list);
          const before = this.#latest.get(list);
          if (task && before) {
            this.dead.add(before);
          }
          if (task) {
            this.#latest.set(list, task);
          }
          return task;
        }
      },
    ),
  },
  {
    name: 'task-token-until-next-poll',
    breaks: ['poll-for-activity-task.task.token-completes'],
    does: 'A token serves until the list is polled again.',
    options: serving(
      class extends MortalTokens {
        readonly #taken = new WeakMap<TaskList, Set<ActivityTask>>();

        override async pollForActivityTask(input: PollInput, call: Call): Promise<JsonObject> {
          const list = this.listOf(this.domainOf(input.domain, call), 'activity', input.taskList.name);
          const taken = this.#taken.get(list) ?? new Set();
          for (const task of taken) {
            this.dead.add(task);
          }
          const next = await this.taskFrom(list, input.identity, call.signal);
          if (next?.kind !== 'activity') {
            return this.emptyResult();
          }
          this.#taken.set(list, taken.add(next));
          return this.activityTaskView(next);
        }
      },
    ),
  },
  {
    name: 'task-token-until-heartbeat',
    breaks: ['poll-for-activity-task.task.token-heartbeats'],
    does: 'A token serves until its first heartbeat.',
    options: serving(
      class extends MortalTokens {
        override recordActivityTaskHeartbeat(input: TokenInput): JsonObject {
          const answer = super.recordActivityTaskHeartbeat(input);
          this.dead.add(this.taskOf(input.taskToken));
          return answer;
        }
      },
    ),
  },
];
