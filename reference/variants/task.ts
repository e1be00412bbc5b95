import { swfFault } from '../faults.ts';
import type { TokenInput } from '../inputs.ts';
import type { ActivityTask, JsonObject, Task } from '../model.ts';
import { answeringPolls, serving, withBody } from '../mutants/making.ts';
import type { Variant } from '../mutants/mutant.ts';
import { ReferenceService } from '../service.ts';

/** What a task is answered with, and its token. */
export const taskVariants: readonly Variant[] = [
  {
    name: 'input-null',
    does: 'Where no input was given it is null.',
    options: serving(
      class extends ReferenceService {
        override activityTaskView(task: ActivityTask): JsonObject {
          const view = super.activityTaskView(task);
          return { ...view, input: view.input ?? null };
        }
      },
    ),
  },
  {
    name: 'tokens-otherwise',
    does: 'Tokens have 1024 characters, and those that serve no more are answered in other words.',
    options: serving(
      class extends ReferenceService {
        override taskToken(task: Task): string {
          return `${super.taskToken(task)}+/=${task.execution.runId}`.padEnd(1024, '=');
        }

        override refuseClosedActivity(task: ActivityTask): void {
          if (task.closed) {
            throw swfFault('UnknownResourceFault', 'No such task');
          }
        }

        override refuseClosedExecution(task: Task): void {
          if (task.execution.closeStatus !== undefined) {
            throw swfFault('UnknownResourceFault', 'No such execution');
          }
        }

        protected override taskOf(token: string): Task {
          try {
            return super.taskOf(token);
          } catch {
            throw swfFault('UnknownResourceFault', 'No such token');
          }
        }
      },
    ),
  },
  {
    name: 'task-with-another-member',
    does: 'A task has a member that the model lacks.',
    warns: ['poll-for-activity-task.task.no-extra-members'],
    options: {
      wrap: answeringPolls((body, response) =>
        body.taskToken ? withBody(response, JSON.stringify({ attempt: 1, ...body })) : response,
      ),
    },
  },
  {
    name: 'input-empty-text',
    does: 'Where no input was given it is "".',
    options: serving(
      class extends ReferenceService {
        override activityTaskView(task: ActivityTask): JsonObject {
          return { ...super.activityTaskView(task), input: task.input ?? '' };
        }
      },
    ),
  },
  {
    name: 'cancellation-is-told-later',
    does: 'A heartbeat says that cancellation was asked for a second after it was.',
    options: serving(
      class extends ReferenceService {
        readonly #since = new Map<ActivityTask, number>();

        override recordActivityTaskHeartbeat(input: TokenInput): JsonObject {
          const { cancelRequested } = super.recordActivityTaskHeartbeat(input);
          const task = this.openActivity(input.taskToken);
          const since = this.#since.get(task) ?? this.now();
          if (cancelRequested) {
            this.#since.set(task, since);
          }
          return { cancelRequested: cancelRequested === true && this.now() > since + 1 };
        }
      },
    ),
  },
];
