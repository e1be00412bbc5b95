import { setTimeout as delay, setImmediate as nextTurn } from 'node:timers/promises';
import type { TokenInput } from '../inputs.ts';
import type { ActivityTask, Task, TaskList } from '../model.ts';
import { ReferenceService } from '../service.ts';
import { scheduledBefore } from './delivery-making.ts';
import { pause, serving } from './making.ts';
import type { Mutant } from './mutant.ts';

const isActivities = (list: TaskList) => list.tasks.some(({ kind }) => kind === 'activity');

/** A service with something wrong with every fiftieth task of a list. */
class CountsTasks extends ReferenceService {
  readonly #counts = new Map<TaskList, number>();

  isFiftieth(list: TaskList): boolean {
    const count = (this.#counts.get(list) ?? 0) + 1;
    this.#counts.set(list, count);
    return count % 50 === 0;
  }
}

/** Mistakes of taking a task off its list. */
export const deliveryTakingMutants: readonly Mutant[] = [
  {
    name: 'delivery-ready-task-overlooked',
    breaks: ['poll-for-activity-task.delivery.ready-task'],
    collateral: [
      {
        rules: [
          'poll-for-activity-task.hold.*',
          'poll-for-activity-task.empty.no-trace',
          'poll-for-activity-task.delivery.*',
          'poll-for-activity-task.history.*',
          'poll-for-activity-task.task.*',
          'poll-for-activity-task.task-list.valid',
        ],
        why: 'A task that is there before the poll does not come.',
      },
    ],
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
    name: 'delivery-lists-looked-at-by-the-clock',
    breaks: ['poll-for-activity-task.delivery.ready-task', 'poll-for-activity-task.hold.wakes-promptly'],
    does: 'A poll looks at its list for the first time after an interval of 2 s.',
    options: {
      pollHoldSeconds: 4,
      ...serving(
        class extends ReferenceService {
          override async taskFrom(list: TaskList, identity: string | undefined, signal: AbortSignal) {
            await pause(2000, signal);
            return super.taskFrom(list, identity, signal);
          }

          override holdMilliseconds() {
            return super.holdMilliseconds() - 2000;
          }
        },
      ),
    },
  },
  {
    name: 'delivery-task-to-all-waiting-polls',
    breaks: ['poll-for-activity-task.delivery.one-poller', 'poll-for-activity-task.delivery.each-once'],
    collateral: [
      {
        rules: ['poll-for-activity-task.hold.others-keep-waiting', 'poll-for-activity-task.history.identity'],
        why: 'The other polls that wait get the task too, and its start is recorded for one of them.',
      },
    ],
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
    name: 'delivery-task-read-then-removed',
    breaks: ['poll-for-activity-task.delivery.each-once'],
    collateral: [
      {
        rules: ['poll-for-activity-task.delivery.*'],
        why: 'Wherever two polls come for one task, both may get it.',
      },
    ],
    does: 'A poll reads the first task of its list and removes it a moment later, so that two polls can read the same.',
    options: serving(
      class extends ReferenceService {
        override async taskFrom(list: TaskList, identity: string | undefined, signal: AbortSignal) {
          const [task] = list.tasks
            .filter((each) => this.isDeliverable(each))
            .toSorted((a, b) => this.inOrder(a, b));
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
    name: 'delivery-task-read-then-stored',
    breaks: ['poll-for-activity-task.delivery.each-once'],
    collateral: [
      {
        rules: ['poll-for-activity-task.delivery.*'],
        why: 'Wherever two polls come for one task, both may get it.',
      },
    ],
    does: 'A poll reads the first task of its list, stores its start, and only then removes it, so that two polls can read the same.',
    options: serving(
      class extends ReferenceService {
        override async taskFrom(list: TaskList, identity: string | undefined, signal: AbortSignal) {
          const [task] = list.tasks
            .filter((each) => this.isDeliverable(each))
            .toSorted((a, b) => this.inOrder(a, b));
          if (task?.kind !== 'activity') return super.taskFrom(list, identity, signal);
          await nextTurn();
          list.tasks = list.tasks.filter((each) => each !== task);
          this.startTask(task, identity);
          return task;
        }
      },
    ),
  },
  {
    name: 'delivery-every-fiftieth-task-twice',
    breaks: ['poll-for-activity-task.delivery.each-once'],
    does: 'Every fiftieth task of a list stays there when it is handed out, and comes once more.',
    options: serving(
      class extends CountsTasks {
        override takeOff(list: TaskList, task: Task) {
          if (!this.isFiftieth(list)) super.takeOff(list, task);
        }
      },
    ),
  },
  {
    name: 'delivery-every-fiftieth-task-retried',
    breaks: ['poll-for-activity-task.delivery.each-once'],
    does: 'Every fiftieth task of a list comes once more when it was handed out, as a retry under an id of its own.',
    options: serving(
      class extends CountsTasks {
        override takeOff(list: TaskList, task: Task) {
          super.takeOff(list, task);
          if (!this.isFiftieth(list) || task.kind !== 'activity') return;
          this.enqueue(list, { ...task, activityId: `${task.activityId}-retry` });
        }
      },
    ),
  },
  {
    name: 'delivery-every-fiftieth-task-lost',
    breaks: ['poll-for-activity-task.delivery.each-once'],
    does: 'Every fiftieth task of a list is recorded as scheduled, and never reaches the list.',
    options: serving(
      class extends CountsTasks {
        override enqueue(list: TaskList, task: Task) {
          if (!this.isFiftieth(list)) super.enqueue(list, task);
        }
      },
    ),
  },
  {
    name: 'delivery-burst-loses-tasks',
    breaks: ['poll-for-activity-task.delivery.each-once'],
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
    name: 'delivery-started-task-stays-listed',
    breaks: [
      'poll-for-activity-task.delivery.not-again',
      'poll-for-activity-task.delivery.each-once',
      'poll-for-activity-task.delivery.one-poller',
    ],
    collateral: [
      {
        rules: [
          'poll-for-activity-task.hold.others-keep-waiting',
          'poll-for-activity-task.task.token-completes',
          'poll-for-activity-task.history.one-start',
          'poll-for-activity-task.history.identity',
        ],
        why: 'The task goes to every poll that comes, and is started each time.',
      },
    ],
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
    name: 'delivery-completed-task-listed-again',
    breaks: ['poll-for-activity-task.delivery.not-again'],
    collateral: [
      {
        rules: [
          'poll-for-activity-task.delivery.activity-id-reuse',
          'poll-for-activity-task.task.token-closed',
        ],
        why: 'The old task is open again: it comes in place of the new one, and its token is good once more.',
      },
    ],
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
    name: 'delivery-timed-out-task-listed-again',
    breaks: ['poll-for-activity-task.delivery.not-again'],
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
];

/** A task that is open again, on its old list. */
function relist(service: ReferenceService, task: ActivityTask): void {
  const { taskList } = scheduledBefore(task.execution, task.activityId) ?? {};
  task.closed = false;
  task.startedEventId = 0;
  service.enqueue(service.listOf(task.execution.domain, 'activity', String(taskList?.name)), task);
}
