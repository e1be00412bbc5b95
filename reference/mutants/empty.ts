import { randomUUID } from 'node:crypto';
import { swfFault } from '../faults.ts';
import type { PollInput } from '../inputs.ts';
import type { ActivityTask, Call, JsonObject, Poller, Task, TaskList } from '../model.ts';
import { ReferenceService } from '../service.ts';
import { answeringEmptyPolls, serving, withBody } from './making.ts';
import type { Mutant } from './mutant.ts';

/** A service whose empty result is this. */
function emptyResult(result: JsonObject): Mutant['options'] {
  return serving(
    class extends ReferenceService {
      override emptyResult(): JsonObject {
        return result;
      }
    },
  );
}

/** A server whose answer to an empty poll has this body, and perhaps another status. */
function emptyAnswer(body: string, status = 200): Mutant['options'] {
  return { wrap: answeringEmptyPolls((response) => withBody(response, body, status)) };
}

const noResult = [
  'poll-for-activity-task.empty.ok',
  'poll-for-activity-task.hold.maximum',
  'poll-for-activity-task.hold.sdk-timeout',
  'poll-for-activity-task.empty.sdk',
];

/** The empty result, broken. */
export const emptyMutants: readonly Mutant[] = [
  {
    name: 'empty-null',
    breaks: ['poll-for-activity-task.empty.ok'],
    does: 'The empty result is null.',
    options: emptyAnswer('null'),
  },
  {
    name: 'empty-no-body',
    breaks: ['poll-for-activity-task.empty.ok'],
    does: 'The empty result has no body.',
    options: emptyAnswer(''),
  },
  {
    name: 'empty-array',
    breaks: ['poll-for-activity-task.empty.ok'],
    does: 'The empty result is an empty array.',
    options: emptyAnswer('[]'),
  },
  {
    name: 'empty-text',
    breaks: ['poll-for-activity-task.empty.ok'],
    does: 'The empty result is an empty JSON string.',
    options: emptyAnswer('""'),
  },
  {
    name: 'empty-python',
    breaks: [
      'poll-for-activity-task.empty.ok',
      'poll-for-activity-task.empty.sdk',
      'poll-for-activity-task.hold.sdk-timeout',
    ],
    does: 'The empty result is printed as its programming language does.',
    options: emptyAnswer("{'startedEventId': 0, 'taskToken': None}"),
  },
  {
    name: 'empty-wrapped',
    breaks: ['poll-for-activity-task.empty.ok', 'poll-for-activity-task.empty.no-other-members'],
    does: 'The empty result is wrapped in a member ActivityTask.',
    options: emptyResult({ ActivityTask: { startedEventId: 0 } }),
  },
  {
    name: 'empty-wrapped-null',
    breaks: ['poll-for-activity-task.empty.ok', 'poll-for-activity-task.empty.no-other-members'],
    does: 'The empty result is a member ActivityTask that is null.',
    options: emptyResult({ activityTask: null }),
  },
  {
    name: 'empty-not-found',
    breaks: noResult,
    collateral: [
      {
        rules: ['poll-for-activity-task.empty.*', 'poll-for-activity-task.delivery.*'],
        why: 'A worker whose poll lasted the hold is refused too, and gives up.',
      },
    ],
    does: 'A poll that found no task is answered 404.',
    options: emptyAnswer('{"message":"no task"}', 404),
  },
  {
    name: 'empty-fault',
    breaks: noResult,
    collateral: [
      {
        rules: ['poll-for-activity-task.empty.*', 'poll-for-activity-task.delivery.*'],
        why: 'A worker whose poll lasted the hold is refused too, and gives up.',
      },
    ],
    does: 'A poll that found no task is refused.',
    options: serving(
      class extends ReferenceService {
        override emptyResult(): JsonObject {
          throw swfFault('UnknownResourceFault', 'No task');
        }
      },
    ),
  },
  {
    name: 'empty-crash',
    breaks: noResult,
    collateral: [
      {
        rules: ['poll-for-activity-task.empty.*', 'poll-for-activity-task.delivery.*'],
        why: 'A worker whose poll lasted the hold is refused too, and gives up.',
      },
    ],
    does: 'A poll that found no task is answered 500.',
    options: serving(
      class extends ReferenceService {
        override emptyResult(): JsonObject {
          throw new TypeError("Cannot read properties of undefined (reading 'taskToken')");
        }
      },
    ),
  },
  {
    name: 'empty-byte-order-mark',
    breaks: ['poll-for-activity-task.empty.sdk', 'poll-for-activity-task.hold.sdk-timeout'],
    does: 'The empty result begins with a byte order mark.',
    options: emptyAnswer('\uFEFF{"startedEventId":0}'),
  },
  {
    name: 'empty-token-null',
    breaks: ['poll-for-activity-task.empty.token'],
    does: 'In the empty result taskToken is null.',
    options: emptyResult({ startedEventId: 0, taskToken: null }),
  },
  {
    name: 'empty-token-false',
    breaks: ['poll-for-activity-task.empty.token'],
    does: 'In the empty result taskToken is false.',
    options: emptyResult({ startedEventId: 0, taskToken: false }),
  },
  {
    name: 'empty-token-null-text',
    breaks: [
      'poll-for-activity-task.empty.token',
      'poll-for-activity-task.empty.sdk',
      'poll-for-activity-task.hold.maximum',
      'poll-for-activity-task.hold.sdk-timeout',
    ],
    does: 'In the empty result taskToken is the text null.',
    options: emptyResult({ startedEventId: 0, taskToken: 'null' }),
  },
  {
    name: 'empty-token-blank',
    breaks: [
      'poll-for-activity-task.empty.token',
      'poll-for-activity-task.empty.sdk',
      'poll-for-activity-task.hold.maximum',
      'poll-for-activity-task.hold.sdk-timeout',
    ],
    does: 'In the empty result taskToken is a space.',
    options: emptyResult({ startedEventId: 0, taskToken: ' ' }),
  },
  {
    name: 'empty-made-up-task',
    breaks: [
      'poll-for-activity-task.empty.token',
      'poll-for-activity-task.empty.sdk',
      'poll-for-activity-task.empty.token-form',
      'poll-for-activity-task.hold.waits-for-task',
    ],
    collateral: [
      {
        rules: [
          'poll-for-activity-task.hold.*',
          'poll-for-activity-task.delivery.*',
          'poll-for-activity-task.history.identity',
        ],
        why: 'Wherever a poll is to find nothing it gets a made-up task.',
      },
    ],
    does: 'A poll that finds no task is answered with a made-up one at once.',
    options: serving(
      class extends ReferenceService {
        override holdMilliseconds(): number {
          return 0;
        }

        override emptyResult(): JsonObject {
          return {
            taskToken: randomUUID(),
            activityId: 'activity-1',
            startedEventId: 1,
            workflowExecution: { workflowId: 'workflow-1', runId: 'run-1' },
            activityType: { name: 'activity', version: '1.0' },
            input: '{}',
          };
        }
      },
    ),
  },
  {
    name: 'empty-token-empty-text',
    breaks: ['poll-for-activity-task.empty.token-form'],
    does: 'In the empty result taskToken is "", as documented, and other than on the live service.',
    options: emptyResult({ startedEventId: 0, taskToken: '' }),
  },
  {
    name: 'empty-started-event-id-null',
    breaks: ['poll-for-activity-task.empty.started-event-id'],
    does: 'In the empty result startedEventId is null.',
    options: emptyResult({ startedEventId: null }),
  },
  {
    name: 'empty-started-event-id-text',
    breaks: ['poll-for-activity-task.empty.started-event-id'],
    does: 'In the empty result startedEventId is "0".',
    options: emptyResult({ startedEventId: '0' }),
  },
  {
    name: 'empty-started-event-id-minus-one',
    breaks: ['poll-for-activity-task.empty.started-event-id'],
    does: 'In the empty result startedEventId is -1.',
    options: emptyResult({ startedEventId: -1 }),
  },
  {
    name: 'empty-names-activity',
    breaks: ['poll-for-activity-task.empty.names-nothing', 'poll-for-activity-task.empty.no-other-members'],
    does: 'The empty result has an activityId.',
    options: emptyResult({ taskToken: '', startedEventId: 0, activityId: 'none' }),
  },
  {
    name: 'empty-input-object',
    breaks: ['poll-for-activity-task.empty.names-nothing', 'poll-for-activity-task.empty.no-other-members'],
    does: 'The empty result has an input of {}.',
    options: emptyResult({ taskToken: '', startedEventId: 0, input: '{}' }),
  },
  {
    name: 'empty-names-type',
    breaks: ['poll-for-activity-task.empty.names-nothing', 'poll-for-activity-task.empty.no-other-members'],
    does: 'The empty result has an activityType that looks like one.',
    options: emptyResult({ startedEventId: 0, activityType: { name: '', version: '1.0' } }),
  },
  {
    name: 'empty-names-last-task',
    breaks: ['poll-for-activity-task.empty.names-nothing'],
    does: "The empty result names the list's last task.",
    options: serving(
      class extends ReferenceService {
        readonly #last = new Map<TaskList, JsonObject>();

        override async pollForActivityTask(input: PollInput, call: Call): Promise<JsonObject> {
          const answer = await super.pollForActivityTask(input, call);
          const list = this.listOf(this.domainOf(input.domain, call), 'activity', input.taskList.name);
          if (answer.taskToken !== undefined) {
            this.#last.set(list, answer);
            return answer;
          }
          return { ...this.#last.get(list), taskToken: '', startedEventId: 0 };
        }
      },
    ),
  },
  {
    name: 'empty-other-members',
    breaks: ['poll-for-activity-task.empty.no-other-members'],
    does: 'The empty result has members of its own.',
    options: emptyResult({ startedEventId: 0, status: 'EMPTY' }),
  },
  {
    name: 'empty-blank-members',
    breaks: ['poll-for-activity-task.empty.no-other-members'],
    does: 'The empty result has all members of a task, each blank.',
    options: emptyResult({
      taskToken: '',
      activityId: '',
      startedEventId: 0,
      workflowExecution: { workflowId: '', runId: '' },
      activityType: { name: '', version: '' },
    }),
  },
  {
    name: 'empty-starts-something',
    breaks: ['poll-for-activity-task.empty.no-trace'],
    does: 'A poll that ends empty records an ActivityTaskStarted in every open execution.',
    options: serving(
      class extends ReferenceService {
        override emptyResult(): JsonObject {
          const executions = [...this.domains.values()].flatMap((domain) => [...domain.executions.values()]);
          for (const execution of executions) {
            if (execution.closeStatus === undefined) {
              this.record(execution, 'ActivityTaskStarted', { scheduledEventId: 0 });
            }
          }
          return super.emptyResult();
        }
      },
    ),
  },
  {
    name: 'empty-poll-stays-in-queue',
    breaks: ['poll-for-activity-task.empty.no-trace'],
    does: 'A poll that ended empty stays in the queue, and the next task is given to it.',
    options: serving(
      class extends ReferenceService {
        override onHoldOver(_list: TaskList, poller: Poller): void {
          poller.receive(undefined);
        }
      },
    ),
  },
  {
    name: 'empty-poll-counts-as-start',
    breaks: ['poll-for-activity-task.empty.no-trace'],
    does: 'A task on a list that an empty poll has waited on is recorded as started twice.',
    options: serving(
      class extends ReferenceService {
        readonly #waited = new Set<string>();

        override onHoldOver(list: TaskList, poller: Poller): void {
          this.#waited.add(list.name);
          super.onHoldOver(list, poller);
        }

        override enqueue(list: TaskList, task: Task): void {
          if (task.kind === 'activity' && this.#waited.has(list.name)) {
            this.recordStarted(task, undefined);
          }
          super.enqueue(list, task);
        }
      },
    ),
  },
  {
    name: 'empty-poll-blanks-next-task',
    breaks: ['poll-for-activity-task.empty.no-trace'],
    does: 'The first task on a list that an empty poll has waited on is delivered without its input.',
    options: serving(
      class extends ReferenceService {
        readonly #waited = new Set<TaskList>();

        override onHoldOver(list: TaskList, poller: Poller): void {
          this.#waited.add(list);
          super.onHoldOver(list, poller);
        }

        override enqueue(list: TaskList, task: Task): void {
          const blank: Partial<ActivityTask> = { input: undefined };
          super.enqueue(list, Object.assign(task, this.#waited.has(list) ? blank : {}));
        }
      },
    ),
  },
];
