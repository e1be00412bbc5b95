import { setTimeout as delay } from 'node:timers/promises';
import type { PollInput, TokenInput } from '../inputs.ts';
import type { ActivityTask, Call, Execution, JsonObject, Task, TaskList } from '../model.ts';
import { ReferenceService } from '../service.ts';
import { serving } from './making.ts';
import type { Mutant } from './mutant.ts';

const isActivities = (list: TaskList) => list.tasks.some(({ kind }) => kind === 'activity');

/** Mistakes of taking a task off its list. */
export const deliveryTakingMutants: readonly Mutant[] = [
  {
    name: 'ready-task-overlooked',
    breaks: ['delivery.ready-task'],
    does: 'A poll waits for the next task without looking for one that is there.',
    options: serving(
      class extends ReferenceService {
        override async taskFrom(list: TaskList, identity: string | undefined, signal: AbortSignal) {
          return isActivities(list)
            ? this.waitFor(list, identity, signal)
            : super.taskFrom(list, identity, signal);
        }
      },
    ),
  },
  {
    name: 'lists-looked-at-by-the-clock',
    breaks: ['delivery.ready-task'],
    does: 'A poll looks at its list for the first time after an interval of 1.5 s.',
    options: serving(
      class extends ReferenceService {
        override async pollForActivityTask(input: PollInput, call: Call) {
          await delay(1500);
          return super.pollForActivityTask(input, call);
        }
      },
    ),
  },
  {
    name: 'task-to-all-waiting-polls',
    breaks: ['delivery.one-poller', 'delivery.each-once'],
    does: 'A task wakes all polls that wait on its list, and all of them are answered with it.',
    options: serving(
      class extends ReferenceService {
        override wake(list: TaskList) {
          if (!isActivities(list) || list.pollers.length === 0) return super.wake(list);
          const task = this.nextTask(list);
          if (!task) return;
          this.startTask(task, list.pollers[0]?.identity);
          for (const poller of list.pollers.splice(0)) poller.receive(task);
        }
      },
    ),
  },
  {
    name: 'task-read-then-removed',
    breaks: ['delivery.each-once'],
    does: 'A poll reads the first task of its list and removes it a moment later, so that two polls can read the same.',
    options: serving(
      class extends ReferenceService {
        override async taskFrom(list: TaskList, identity: string | undefined, signal: AbortSignal) {
          const task = list.tasks.find((each) => this.isDeliverable(each));
          if (task?.kind !== 'activity') return super.taskFrom(list, identity, signal);
          await delay(10);
          list.tasks = list.tasks.filter((each) => each !== task);
          this.startTask(task, identity);
          return task;
        }
      },
    ),
  },
  {
    name: 'burst-loses-tasks',
    breaks: ['delivery.each-once'],
    does: 'A list holds eight waiting tasks; what is scheduled beyond that is dropped.',
    options: serving(
      class extends ReferenceService {
        override enqueue(list: TaskList, task: Task) {
          if (list.tasks.length < 8) super.enqueue(list, task);
        }
      },
    ),
  },
  {
    name: 'started-task-stays-listed',
    breaks: ['delivery.not-again', 'delivery.each-once', 'delivery.one-poller'],
    does: 'A task stays on its list until a worker closes it.',
    options: serving(
      class extends ReferenceService {
        override takeOff(list: TaskList, task: Task) {
          if (task.kind === 'decision') super.takeOff(list, task);
        }
      },
    ),
  },
  {
    name: 'completed-task-listed-again',
    breaks: ['delivery.not-again'],
    does: 'A task that was completed goes back to its list.',
    options: serving(
      class extends ReferenceService {
        override respondActivityTaskCompleted(input: TokenInput) {
          const task = this.openActivity(input.taskToken);
          super.respondActivityTaskCompleted(input);
          relist(this, task);
          return undefined;
        }
      },
    ),
  },
  {
    name: 'timed-out-task-listed-again',
    breaks: ['delivery.not-again'],
    does: 'A task whose start-to-close timeout is over goes back to its list, as a message queue would have it.',
    options: serving(
      class extends ReferenceService {
        override activityTimedOut(task: ActivityTask, timeoutType: string) {
          if (timeoutType === 'START_TO_CLOSE') relist(this, task);
          else super.activityTimedOut(task, timeoutType);
        }
      },
    ),
  },
  {
    name: 'closed-activity-id-blocked',
    breaks: ['delivery.activity-id-reuse'],
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
    name: 'activity-found-by-id',
    breaks: ['delivery.activity-id-reuse'],
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
    name: 'started-event-found-by-id',
    breaks: ['delivery.activity-id-reuse'],
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
    name: 'priority-ignored',
    breaks: ['delivery.priority'],
    does: 'Tasks come in the order of their scheduling, whatever their priority.',
    options: serving(orderedBy(() => 0)),
  },
  {
    name: 'lowest-priority-first',
    breaks: ['delivery.priority'],
    does: 'Low numbers count as the high priorities.',
    options: serving(orderedBy((one, other) => one.priority - other.priority)),
  },
  {
    name: 'priority-compared-as-text',
    breaks: ['delivery.priority'],
    does: 'Priorities are compared as the text that they are on the wire: "9" before "10".',
    options: serving(orderedBy((one, other) => (`${one.priority}` < `${other.priority}` ? 1 : -1))),
  },
  {
    name: 'last-in-first-out',
    breaks: ['delivery.order'],
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

/** A task that is open again, on its old list. */
function relist(service: ReferenceService, task: ActivityTask): void {
  const { taskList } = scheduledBefore(task.execution, task.activityId) ?? {};
  task.closed = false;
  task.startedEventId = 0;
  service.enqueue(service.listOf(task.execution.domain, 'activity', String(taskList?.name)), task);
}

/** The attributes of the first ActivityTaskScheduled event of that activity id. */
function scheduledBefore(
  execution: Execution,
  activityId: string,
): (JsonObject & { taskList?: { name?: string } }) | undefined {
  return execution.events
    .map((event) => event.activityTaskScheduledEventAttributes)
    .find((attributes): attributes is JsonObject =>
      Boolean(attributes && Reflect.get(attributes, 'activityId') === activityId),
    );
}

function orderedBy(inOrder: (one: Task, other: Task) => number): typeof ReferenceService {
  return class extends ReferenceService {
    override inOrder(one: Task, other: Task) {
      return inOrder(one, other);
    }
  };
}
