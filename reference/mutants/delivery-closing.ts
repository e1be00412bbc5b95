import { swfFault } from '../faults.ts';
import type { ScheduleActivityAttributes, TokenInput } from '../inputs.ts';
import type { ActivityTask, CloseStatus, Execution, Task } from '../model.ts';
import { ReferenceService } from '../service.ts';
import { serving } from './making.ts';
import type { Mutant } from './mutant.ts';

/** Mistakes of closing tasks: by their execution's end, by cancellation, by timeouts. */
export const deliveryClosingMutants: readonly Mutant[] = [
  {
    name: 'delivery-terminated-tasks-delivered',
    breaks: ['poll-for-activity-task.delivery.closed-execution'],
    does: 'The waiting tasks of an execution stay on their lists when it is terminated.',
    options: deliverable('TERMINATED'),
  },
  {
    name: 'delivery-completed-tasks-delivered',
    breaks: ['poll-for-activity-task.delivery.closed-execution'],
    does: 'The waiting tasks of an execution stay on their lists when it completes.',
    options: deliverable('COMPLETED'),
  },
  {
    name: 'delivery-cancelled-task-stays',
    breaks: ['poll-for-activity-task.delivery.cancelled'],
    does: 'RequestCancelActivityTask is recorded, and left to the worker who gets the task.',
    options: serving(
      class extends ReferenceService {
        override requestCancel(execution: Execution, activityId: string, event: number) {
          const task = execution.activities.get(activityId);
          if (!task) return super.requestCancel(execution, activityId, event);
          task.cancelRequestedEventId = this.record(execution, 'ActivityTaskCancelRequested', {
            activityId,
            decisionTaskCompletedEventId: event,
          });
        }
      },
    ),
  },
  {
    name: 'delivery-cancelled-task-still-listed',
    breaks: ['poll-for-activity-task.delivery.cancelled'],
    does: 'A task that is cancelled is recorded as such, and stays on its list.',
    options: serving(
      class extends ReferenceService {
        override isDeliverable(task: Task) {
          const cancelled = task.kind === 'activity' && task.cancelRequestedEventId !== undefined;
          return cancelled || super.isDeliverable(task);
        }
      },
    ),
  },
  ...['SCHEDULE_TO_START', 'SCHEDULE_TO_CLOSE'].flatMap(timeoutMutants),
  {
    name: 'delivery-heartbeat-runs-from-scheduling',
    breaks: ['poll-for-activity-task.delivery.heartbeat-starts-late'],
    does: 'The heartbeat timeout runs from the moment of scheduling.',
    options: serving(
      class extends ReferenceService {
        override scheduleActivity(execution: Execution, wanted: ScheduleActivityAttributes, event: number) {
          super.scheduleActivity(execution, wanted, event);
          const task = execution.activities.get(wanted.activityId);
          if (task?.startedEventId === 0) this.limit(task, 'HEARTBEAT', task.timeouts.heartbeat);
        }
      },
    ),
  },
  {
    name: 'delivery-first-heartbeat-counted-from-scheduling',
    breaks: ['poll-for-activity-task.delivery.heartbeat-starts-late'],
    does: 'The first heartbeat is too late when the task was scheduled longer ago than its heartbeat timeout.',
    options: serving(
      class extends ReferenceService {
        override recordActivityTaskHeartbeat(input: TokenInput) {
          const task = this.openActivity(input.taskToken);
          const scheduled = task.execution.events[task.scheduledEventId - 1]?.eventTimestamp ?? 0;
          const late = this.now() - scheduled > Number(task.timeouts.heartbeat);
          if (late)
            throw swfFault(
              'UnknownResourceFault',
              `Unknown activity, scheduledEventId = ${task.scheduledEventId}`,
            );
          return super.recordActivityTaskHeartbeat(input);
        }
      },
    ),
  },
];

/** Tasks of executions that ended so are handed out like any other. */
function deliverable(status: CloseStatus): Mutant['options'] {
  return serving(
    class extends ReferenceService {
      override isDeliverable(task: Task) {
        return !task.closed && [undefined, status].includes(task.execution.closeStatus);
      }
    },
  );
}

/** What can go wrong with one of the timeouts of a task that nobody has started. */
function timeoutMutants(timeoutType: string): Mutant[] {
  const name = timeoutType.toLowerCase().replaceAll('_', '-');
  const breaks = [`poll-for-activity-task.delivery.${name}`];
  return [
    {
      name: `delivery-${name}-ignored`,
      breaks,
      does: `The timeout ${timeoutType} never comes.`,
      options: timingOut(timeoutType, () => {}),
    },
    {
      name: `delivery-${name}-recorded-only`,
      breaks,
      does: `The timeout ${timeoutType} is recorded, and the task stays on its list.`,
      options: timingOut(timeoutType, (service, task) => {
        const { scheduledEventId } = task;
        service.record(task.execution, 'ActivityTaskTimedOut', {
          timeoutType,
          scheduledEventId,
          startedEventId: 0,
        });
      }),
    },
    {
      name: `delivery-${name}-unrecorded`,
      breaks,
      does: `A task whose timeout ${timeoutType} is over is gone, and the history says nothing of it.`,
      options: timingOut(timeoutType, (_service, task) => {
        task.closed = true;
        task.execution.activities.delete(task.activityId);
      }),
    },
    {
      name: `delivery-${name}-mistaken`,
      breaks,
      does: `The timeout ${timeoutType} is recorded as START_TO_CLOSE.`,
      options: timingOut(timeoutType, (service, task) =>
        service.closeActivity(task, 'ActivityTaskTimedOut', { timeoutType: 'START_TO_CLOSE' }),
      ),
    },
  ];
}

function timingOut(
  wanted: string,
  act: (service: ReferenceService, task: ActivityTask) => void,
): Mutant['options'] {
  return serving(
    class extends ReferenceService {
      override activityTimedOut(task: ActivityTask, timeoutType: string) {
        if (timeoutType === wanted) act(this, task);
        else super.activityTimedOut(task, timeoutType);
      }
    },
  );
}
