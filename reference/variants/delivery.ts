import { serviceFault } from '../faults.ts';
import type { ActivityTask, Execution, JsonObject, Task, TaskList } from '../model.ts';
import { serving } from '../mutants/making.ts';
import type { Variant } from '../mutants/mutant.ts';
import { Protocol } from '../protocol.ts';
import { ReferenceService } from '../service.ts';

/** Which task comes when, and from where. */
export const deliveryVariants: readonly Variant[] = [
  {
    name: 'tasks-come-later',
    does: 'A task is there 150 ms after the decision was acknowledged.',
    options: serving(
      class extends ReferenceService {
        override enqueue(list: TaskList, task: Task): void {
          this.timers.start(task, 'enqueue', 150, () => super.enqueue(list, task));
        }
      },
    ),
  },
  {
    name: 'tasks-listed-a-moment-later',
    does: 'A task reaches its list 200 ms after the decision was acknowledged.',
    options: serving(
      class extends ReferenceService {
        override enqueue(list: TaskList, task: Task) {
          if (task.kind === 'decision') super.enqueue(list, task);
          else this.timers.start(task, 'listed', 200, () => super.enqueue(list, task));
        }
      },
    ),
  },
  {
    name: 'histories-lag',
    does: 'GetWorkflowExecutionHistory and DescribeDomain show what happened a second ago, and nothing newer.',
    options: { lagMs: 1000 },
  },
  {
    name: 'histories-with-more-events',
    does: 'Histories have events of other kinds between the documented ones, so that event ids are others.',
    options: serving(
      class extends ReferenceService {
        override record(execution: Execution, eventType: string, attributes: JsonObject) {
          super.record(execution, 'MarkerRecorded', { markerName: 'between' });
          return super.record(execution, eventType, attributes);
        }
      },
    ),
  },
  {
    name: 'abandoned-polls-get-tasks',
    does: 'A poll whose client has gone waits on, and a task given to it is lost (recorded on the service).',
    options: serving(
      class extends ReferenceService {
        override onClientGone() {}
      },
    ),
  },
  {
    name: 'timeouts-seen-when-polled',
    does: 'A task that waited too long is timed out when somebody polls its list, not before.',
    options: serving(
      class extends ReferenceService {
        readonly #overdue = new Map<ActivityTask, string>();
        override activityTimedOut(task: ActivityTask, timeoutType: string) {
          if (task.startedEventId > 0) super.activityTimedOut(task, timeoutType);
          else this.#overdue.set(task, timeoutType);
        }
        override nextTask(list: TaskList) {
          for (const [task, timeoutType] of this.#overdue) {
            this.#overdue.delete(task);
            if (!task.closed && !task.execution.closeStatus) super.activityTimedOut(task, timeoutType);
          }
          return super.nextTask(list);
        }
      },
    ),
  },
  {
    name: 'one-decision-in-any-order',
    does: 'Tasks of one decision task come last first, as two were recorded out of order on the service.',
    options: serving(
      class extends ReferenceService {
        override inOrder(one: Task, other: Task) {
          const together = one.execution === other.execution;
          return super.inOrder(one, other) || (together ? other.scheduledEventId - one.scheduledEventId : 0);
        }
      },
    ),
  },
  {
    name: 'last-task-first',
    does: 'Of the tasks of one priority the one that was scheduled last comes first.',
    warns: ['poll-for-activity-task.delivery.order'],
    options: serving(
      class extends ReferenceService {
        override enqueue(list: TaskList, task: Task) {
          super.enqueue(list, task);
          list.tasks.unshift(...list.tasks.splice(-1));
        }
      },
    ),
  },
  {
    name: 'one-region',
    does: 'The endpoint is one region, whatever region requests are signed for (delivery.region-scoped is skipped).',
    skips: ['poll-for-activity-task.delivery.region-scoped'],
    options: {
      protocol: (service, options) =>
        new (class extends Protocol {
          override regionOf() {
            return 'us-east-1';
          }
        })(service, options),
    },
  },
  {
    name: 'other-regions-refused',
    does: 'Requests signed for another region than the endpoint are refused (delivery.region-scoped is skipped).',
    skips: ['poll-for-activity-task.delivery.region-scoped'],
    options: {
      protocol: (service, options) =>
        new (class extends Protocol {
          override regionOf(request: Request) {
            const region = super.regionOf(request);
            if (region === 'us-east-1') return region;
            throw serviceFault(
              'InvalidSignatureException',
              `Credential should be scoped to a valid region, not '${region}'.`,
            );
          }
        })(service, options),
    },
  },
];
