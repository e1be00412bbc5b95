import { swfFault } from '../faults.ts';
import type { ActivityTask, JsonObject, Task } from '../model.ts';
import { ReferenceService } from '../service.ts';
import { answeringPolls, serving, withBody } from './making.ts';
import type { Collateral, Mutant } from './mutant.ts';

/** A service that tells workers something else of a task. */
export function telling(change: (view: JsonObject, task: ActivityTask) => JsonObject): Mutant['options'] {
  return serving(
    class extends ReferenceService {
      override activityTaskView(task: ActivityTask): JsonObject {
        return change(super.activityTaskView(task), task);
      }
    },
  );
}

/** A service that makes activity tasks' tokens otherwise. */
export function tokens(make: (task: ActivityTask) => string): Mutant['options'] {
  return serving(
    class extends ReferenceService {
      override taskToken(task: Task): string {
        return task.kind === 'activity' ? make(task) : super.taskToken(task);
      }
    },
  );
}

/** A service whose activity tasks' tokens can serve no more before their task is closed. */
export class MortalTokens extends ReferenceService {
  protected readonly dead = new WeakSet<Task>();

  protected override openActivity(token: string): ActivityTask {
    const task = super.openActivity(token);
    if (this.dead.has(task)) {
      throw swfFault('UnknownResourceFault', `Unknown activity, scheduledEventId = ${task.scheduledEventId}`);
    }
    return task;
  }
}

/** A server whose answers with a task are written otherwise. */
export function writing(write: (text: string) => string): Mutant['options'] {
  return {
    wrap: answeringPolls((body, response) =>
      body.taskToken ? withBody(response, write(JSON.stringify(body))) : response,
    ),
  };
}

/** The areas of which some rule waits for a task. */
const areasWithTasks = [
  'poll-for-activity-task.hold.*',
  'poll-for-activity-task.empty.*',
  'poll-for-activity-task.delivery.*',
  'poll-for-activity-task.task.*',
  'poll-for-activity-task.history.*',
  'poll-for-activity-task.task-list.*',
  'poll-for-activity-task.identity.*',
  'poll-for-activity-task.wire.*',
  'poll-for-activity-task.access.*',
];

/** Where rules see no task at all. Which of them are red, and which learn nothing, depends on what each waits for. */
export const tasksUnseen: Collateral = {
  rules: areasWithTasks,
  why: 'An answer without a token that can be read is no task, so that every rule that waits for one misses it.',
};

/** Where rules do not know a task for the one that they scheduled. */
export const tasksUnknown: Collateral = {
  rules: areasWithTasks,
  why: 'A task is known by its activityId, so that to every rule another one came than was scheduled.',
};

/** Where a task tells another workflowId than its own. */
export const workflowUnknown: Collateral = {
  rules: ['poll-for-activity-task.task-list.valid'],
  why: 'A task on a list that others may use, too, is known by its workflowId.',
};

/** Where a task names another started event than its own. */
export const eventUnknown: Collateral = {
  rules: ['poll-for-activity-task.delivery.activity-id-reuse'],
  why: 'The rule tells the tasks of one activityId apart by their events.',
};

/** Where every input is changed, however plain. */
export const inputUnknown: Collateral = {
  rules: ['poll-for-activity-task.empty.no-trace', 'poll-for-activity-task.delivery.activity-id-reuse'],
  why: 'These rules know a task by its input.',
};
