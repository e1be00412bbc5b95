import { swfFault } from '../faults.ts';
import type { TokenInput } from '../inputs.ts';
import type { ActivityTask, CloseStatus, Execution, JsonObject, Task } from '../model.ts';
import { ReferenceService } from '../service.ts';
import { serving } from './making.ts';
import type { Mutant } from './mutant.ts';

/** A service that records something else when an activity ends. */
function closing(
  change: (attributes: JsonObject, task: ActivityTask) => JsonObject | undefined,
): Mutant['options'] {
  return serving(
    class extends ReferenceService {
      override record(execution: Execution, eventType: string, attributes: JsonObject): number {
        const task = [...execution.activities.values()].find(
          ({ scheduledEventId }) => scheduledEventId === attributes.scheduledEventId,
        );
        if (eventType !== 'ActivityTaskCompleted' || !task) {
          return super.record(execution, eventType, attributes);
        }
        const changed = change(attributes, task);
        return changed ? super.record(execution, eventType, changed) : 0;
      }
    },
  );
}

/** What a token does: it completes, it beats, and at last it serves no more. */
export const taskClosingMutants: readonly Mutant[] = [
  {
    name: 'task-completion-not-recorded',
    breaks: ['poll-for-activity-task.task.token-completes'],
    does: 'RespondActivityTaskCompleted is accepted, and records nothing.',
    options: closing(() => undefined),
  },
  {
    name: 'task-completion-ids-swapped',
    breaks: ['poll-for-activity-task.task.token-completes'],
    does: 'ActivityTaskCompleted has its two event ids swapped.',
    options: closing((attributes) => ({
      ...attributes,
      scheduledEventId: attributes.startedEventId,
      startedEventId: attributes.scheduledEventId,
    })),
  },
  {
    name: 'task-completion-of-first',
    breaks: ['poll-for-activity-task.task.token-completes'],
    does: "ActivityTaskCompleted has the scheduledEventId of the execution's first activity.",
    options: closing((attributes, { execution }) => ({
      ...attributes,
      scheduledEventId: execution.events.find(({ eventType }) => eventType === 'ActivityTaskScheduled')
        ?.eventId,
    })),
  },
  {
    name: 'task-completion-without-ids',
    breaks: ['poll-for-activity-task.task.token-completes'],
    does: 'ActivityTaskCompleted has no event ids.',
    options: closing(({ result }) => ({ result })),
  },
  {
    name: 'task-completion-without-result',
    breaks: ['poll-for-activity-task.task.token-completes'],
    does: 'ActivityTaskCompleted has no result.',
    options: closing((attributes) => ({ ...attributes, result: undefined })),
  },
  {
    name: 'task-completion-recorded-then-crash',
    breaks: ['poll-for-activity-task.task.token-completes'],
    does: 'RespondActivityTaskCompleted does its work, and brings a 500.',
    options: serving(
      class extends ReferenceService {
        override respondActivityTaskCompleted(input: TokenInput): undefined {
          super.respondActivityTaskCompleted(input);
          throw new TypeError('task is undefined');
        }
      },
    ),
  },
  {
    name: 'task-completion-crash',
    breaks: ['poll-for-activity-task.task.token-completes'],
    collateral: [
      {
        rules: ['poll-for-activity-task.task.token-closed-execution'],
        why: 'The same 500 answers the token of a closed execution.',
      },
    ],
    does: 'RespondActivityTaskCompleted brings a 500.',
    options: serving(
      class extends ReferenceService {
        override respondActivityTaskCompleted(): undefined {
          throw new TypeError('task is undefined');
        }
      },
    ),
  },
  ...(
    [
      ['never', 'never says that cancellation was asked for', () => ({ cancelRequested: false })],
      ['always', 'always says that cancellation was asked for', () => ({ cancelRequested: true })],
      ['text', 'says so as text', (requested) => ({ cancelRequested: String(requested) })],
      ['number', 'says so as a number', (requested) => ({ cancelRequested: Number(requested) })],
      ['when-true', 'says nothing before', (requested) => (requested ? { cancelRequested: true } : {})],
      ['cancelled', 'says so under another name', (requested) => ({ cancellationRequested: requested })],
    ] satisfies [string, string, (requested: boolean) => JsonObject][]
  ).map(
    ([name, does, answer]): Mutant => ({
      name: `task-heartbeat-${name}`,
      breaks: ['poll-for-activity-task.task.token-heartbeats'],
      does: `A heartbeat ${does}.`,
      options: serving(
        class extends ReferenceService {
          override recordActivityTaskHeartbeat(input: TokenInput): JsonObject {
            return answer(super.recordActivityTaskHeartbeat(input).cancelRequested === true);
          }
        },
      ),
    }),
  ),
  {
    name: 'task-heartbeat-unserved',
    breaks: ['poll-for-activity-task.task.token-heartbeats'],
    collateral: [
      {
        rules: ['poll-for-activity-task.delivery.heartbeat-starts-late'],
        why: 'The rule sends a heartbeat, which must be accepted.',
      },
    ],
    does: 'RecordActivityTaskHeartbeat is not served.',
    options: serving(
      class extends ReferenceService {
        override serves(operation: string): boolean {
          return operation !== 'RecordActivityTaskHeartbeat' && super.serves(operation);
        }
      },
    ),
  },
  {
    name: 'task-closed-accepted',
    breaks: ['poll-for-activity-task.task.token-closed'],
    does: 'The token of a closed task is accepted as before.',
    options: serving(
      class extends ReferenceService {
        override refuseClosedActivity(): void {}
      },
    ),
  },
  {
    name: 'task-closed-heartbeats',
    breaks: ['poll-for-activity-task.task.token-closed'],
    does: 'The token of a closed task is accepted by heartbeats alone.',
    options: serving(
      class extends ReferenceService {
        override recordActivityTaskHeartbeat(input: TokenInput): JsonObject {
          const isClosed = this.taskOf(input.taskToken).closed;
          return isClosed ? { cancelRequested: false } : super.recordActivityTaskHeartbeat(input);
        }
      },
    ),
  },
  {
    name: 'task-closed-fails',
    breaks: ['poll-for-activity-task.task.token-closed'],
    does: 'RespondActivityTaskFailed accepts the token of a closed task.',
    options: serving(
      class extends ReferenceService {
        override respondActivityTaskFailed(input: TokenInput): undefined {
          return this.taskOf(input.taskToken).closed ? undefined : super.respondActivityTaskFailed(input);
        }
      },
    ),
  },
  {
    name: 'task-closed-validation',
    breaks: ['poll-for-activity-task.task.token-closed'],
    does: 'The token of a closed task is answered InvalidTaskToken.',
    options: serving(
      class extends ReferenceService {
        override refuseClosedActivity(task: ActivityTask): void {
          if (task.closed) {
            throw swfFault('InvalidTaskToken', 'Invalid token');
          }
        }
      },
    ),
  },
  {
    name: 'task-closed-execution-accepted',
    breaks: ['poll-for-activity-task.task.token-closed-execution'],
    does: 'The token of a closed execution is accepted, and its end recorded.',
    options: serving(
      class extends ReferenceService {
        override refuseClosedExecution(): void {}
      },
    ),
  },
  {
    name: 'task-closed-execution-ignored',
    breaks: ['poll-for-activity-task.task.token-closed-execution'],
    does: 'The token of a closed execution is accepted, and nothing recorded.',
    options: serving(
      class extends ReferenceService {
        override respondActivityTaskCompleted(input: TokenInput): undefined {
          const isClosed = this.taskOf(input.taskToken).execution.closeStatus !== undefined;
          return isClosed ? undefined : super.respondActivityTaskCompleted(input);
        }
      },
    ),
  },
  {
    name: 'task-closed-execution-recorded',
    breaks: ['poll-for-activity-task.task.token-closed-execution'],
    does: 'The token of a closed execution is refused, and its end recorded all the same.',
    options: serving(
      class extends ReferenceService {
        override respondActivityTaskCompleted(input: TokenInput): undefined {
          const task = this.taskOf(input.taskToken);
          if (task.execution.closeStatus !== undefined) {
            this.record(task.execution, 'ActivityTaskCompleted', { result: input.result });
          }
          return super.respondActivityTaskCompleted(input);
        }
      },
    ),
  },
  {
    name: 'task-closed-execution-crash',
    breaks: ['poll-for-activity-task.task.token-closed-execution'],
    does: 'The token of a closed execution brings a 500.',
    options: serving(
      class extends ReferenceService {
        override refuseClosedExecution(task: Task): void {
          if (task.execution.closeStatus !== undefined) {
            throw new TypeError('execution is undefined');
          }
        }
      },
    ),
  },
  {
    name: 'task-closed-execution-completes-activities',
    breaks: ['poll-for-activity-task.task.token-closed-execution'],
    does: 'The end of an execution records its open activities as completed.',
    options: serving(
      class extends ReferenceService {
        override closeExecution(execution: Execution, status: CloseStatus): void {
          for (const { scheduledEventId, startedEventId } of execution.activities.values()) {
            this.record(execution, 'ActivityTaskCompleted', { scheduledEventId, startedEventId });
          }
          super.closeExecution(execution, status);
        }
      },
    ),
  },
];
