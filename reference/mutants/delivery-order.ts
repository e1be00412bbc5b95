import type { ActivityTask, Execution, Task, TaskList } from '../model.ts';
import { ReferenceService } from '../service.ts';
import { scheduledBefore } from './delivery-making.ts';
import { serving } from './making.ts';
import type { Mutant } from './mutant.ts';

/** Mistakes of which of several tasks comes: of one activity id, of one list. */
export const deliveryOrderMutants: readonly Mutant[] = [
  {
    name: 'delivery-closed-activity-id-blocked',
    breaks: ['poll-for-activity-task.delivery.activity-id-reuse'],
    does: 'The id of a closed activity counts as in use for the rest of the execution.',
    options: serving(
      class extends ReferenceService {
        override isActivityIdInUse(execution: Execution, activityId: string) {
          return scheduledBefore(execution, activityId) !== undefined;
        }
      },
    ),
  },
  {
    name: 'delivery-duplicate-id-dropped',
    breaks: ['poll-for-activity-task.delivery.activity-id-reuse'],
    does: 'A task whose activity id was delivered before in its execution counts as a duplicate, and is never handed out.',
    options: serving(
      class extends ReferenceService {
        readonly #delivered = new Map<string, ActivityTask>();
        override isDeliverable(task: Task) {
          const first = task.kind === 'activity' ? this.#delivered.get(idOf(task)) : undefined;
          return super.isDeliverable(task) && (first === undefined || first === task);
        }

        override startActivityTask(task: ActivityTask, identity: string | undefined) {
          this.#delivered.set(idOf(task), task);
          super.startActivityTask(task, identity);
        }
      },
    ),
  },
  {
    name: 'delivery-activity-found-by-id',
    breaks: ['poll-for-activity-task.delivery.activity-id-reuse'],
    does: 'A delivered task is described from the first activity of its id, whose input it shows.',
    options: serving(
      class extends ReferenceService {
        override activityTaskView(task: ActivityTask) {
          const first = scheduledBefore(task.execution, task.activityId);
          return { ...super.activityTaskView(task), input: first?.input };
        }
      },
    ),
  },
  {
    name: 'delivery-started-event-found-by-id',
    breaks: ['poll-for-activity-task.delivery.activity-id-reuse'],
    does: 'The startedEventId of a delivered task is that of the first start of its activity id.',
    options: serving(
      class extends ReferenceService {
        readonly #starts = new Map<string, unknown>();
        override activityTaskView(task: ActivityTask) {
          const view = super.activityTaskView(task);
          const key = JSON.stringify([task.execution.runId, task.activityId]);
          const startedEventId = this.#starts.get(key) ?? view.startedEventId;
          this.#starts.set(key, startedEventId);
          return { ...view, startedEventId };
        }
      },
    ),
  },
  {
    name: 'delivery-priority-ignored',
    breaks: ['poll-for-activity-task.delivery.priority'],
    does: 'Tasks come in the order of their scheduling, whatever their priority.',
    options: serving(orderedBy(() => 0)),
  },
  {
    name: 'delivery-lowest-priority-first',
    breaks: ['poll-for-activity-task.delivery.priority'],
    does: 'Low numbers count as the high priorities.',
    options: serving(orderedBy((one, other) => one.priority - other.priority)),
  },
  {
    name: 'delivery-priority-compared-as-text',
    breaks: ['poll-for-activity-task.delivery.priority'],
    does: 'Priorities are compared as the text that they are on the wire: "9" before "10".',
    options: serving(
      orderedBy((one, other) => {
        const [a, b] = [`${one.priority}`, `${other.priority}`];
        return Number(a < b) - Number(a > b);
      }),
    ),
  },
  {
    name: 'delivery-last-in-first-out',
    breaks: ['poll-for-activity-task.delivery.order'],
    does: 'Of tasks of one priority, that which was scheduled last comes first.',
    options: serving(
      class extends ReferenceService {
        override nextTask(list: TaskList) {
          list.tasks.reverse();
          const task = super.nextTask(list);
          list.tasks.reverse();
          return task;
        }
      },
    ),
  },
];

/** What names an activity within all executions, but for its being scheduled again. */
function idOf({ execution, activityId }: ActivityTask): string {
  return JSON.stringify([execution.runId, activityId]);
}

function orderedBy(inOrder: (one: Task, other: Task) => number): typeof ReferenceService {
  return class extends ReferenceService {
    override inOrder(one: Task, other: Task) {
      return inOrder(one, other);
    }
  };
}
