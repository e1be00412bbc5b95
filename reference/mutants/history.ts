import type { PollInput } from '../inputs.ts';
import type { ActivityTask, Call, JsonObject, Task, TaskList } from '../model.ts';
import { ReferenceService } from '../service.ts';
import { serving } from './making.ts';
import type { Collateral, Mutant } from './mutant.ts';
import { eventUnknown, telling } from './task-making.ts';
import { cutTo, cutToBytes, nameChanges, textChanges } from './text-changes.ts';

/** Where a start is not recorded once. */
const startCounted: Collateral = {
  rules: ['poll-for-activity-task.empty.no-trace', 'poll-for-activity-task.access.*'],
  why: 'These rules count the starts of a task, and want one.',
};

/** A service that tells the started event's id otherwise. */
function tellingStartedEvent(change: (task: ActivityTask) => number): Mutant['options'] {
  return telling((view, task) => ({ ...view, startedEventId: change(task) }));
}

/** A service that records the start of a task otherwise. */
function recordingStart(attributes: (task: ActivityTask, identity: string | undefined) => JsonObject) {
  return serving(
    class extends ReferenceService {
      override recordStarted(task: ActivityTask, identity: string | undefined): number {
        return this.record(task.execution, 'ActivityTaskStarted', attributes(task, identity));
      }
    },
  );
}

/** Where the start of a task names another scheduled event than its own. */
const startUnknown: Collateral = {
  rules: [
    'poll-for-activity-task.history.one-start',
    'poll-for-activity-task.history.identity',
    'poll-for-activity-task.history.identity-absent',
    'poll-for-activity-task.delivery.activity-id-reuse',
  ],
  why: "An activity's start is found by its scheduledEventId.",
};

/** What a poll records, broken. */
export const historyMutants: readonly Mutant[] = [
  {
    name: 'history-started-event-id-of-scheduling',
    breaks: ['poll-for-activity-task.history.started-event'],
    collateral: [eventUnknown],
    does: 'The answer names the ActivityTaskScheduled event as the one that started the task.',
    options: tellingStartedEvent((task) => task.scheduledEventId),
  },
  {
    name: 'history-started-event-id-too-low',
    breaks: ['poll-for-activity-task.history.started-event'],
    collateral: [eventUnknown],
    does: 'The answer counts events from 0, the history from 1.',
    options: tellingStartedEvent((task) => task.startedEventId - 1),
  },
  {
    name: 'history-started-event-id-too-high',
    breaks: ['poll-for-activity-task.history.started-event'],
    collateral: [eventUnknown],
    does: 'The answer names the event after ActivityTaskStarted.',
    options: tellingStartedEvent((task) => task.startedEventId + 1),
  },
  {
    name: 'history-started-event-id-of-all-executions',
    breaks: ['poll-for-activity-task.history.started-event'],
    collateral: [eventUnknown],
    does: 'The answer numbers starts across all executions.',
    options: tellingStartedEvent((task) => 100_000 + task.startedEventId),
  },
  {
    name: 'history-start-counts-back',
    breaks: ['poll-for-activity-task.history.started-event'],
    collateral: [startUnknown],
    does: 'ActivityTaskStarted names the event right before it as the scheduled one.',
    options: recordingStart(({ execution }, identity) => ({
      identity,
      scheduledEventId: execution.events.length,
    })),
  },
  {
    name: 'history-start-of-first-activity',
    breaks: ['poll-for-activity-task.history.started-event'],
    collateral: [startUnknown, startCounted],
    does: "ActivityTaskStarted names the execution's first activity.",
    options: recordingStart(({ execution }, identity) => {
      const first = execution.events.find(({ eventType }) => eventType === 'ActivityTaskScheduled');
      return { identity, scheduledEventId: first?.eventId };
    }),
  },
  {
    name: 'history-start-without-scheduled-event',
    breaks: [
      'poll-for-activity-task.history.started-event',
      'poll-for-activity-task.history.one-start',
      'poll-for-activity-task.history.identity',
      'poll-for-activity-task.history.identity-absent',
    ],
    collateral: [eventUnknown],
    does: 'ActivityTaskStarted names no scheduled event.',
    options: recordingStart((_, identity) => ({ identity })),
  },
  {
    name: 'history-start-names-scheduled-event-as-text',
    breaks: [
      'poll-for-activity-task.history.started-event',
      'poll-for-activity-task.history.one-start',
      'poll-for-activity-task.history.identity',
      'poll-for-activity-task.history.identity-absent',
    ],
    collateral: [eventUnknown],
    does: "ActivityTaskStarted's scheduledEventId is text.",
    options: recordingStart((task, identity) => ({
      identity,
      scheduledEventId: String(task.scheduledEventId),
    })),
  },
  {
    name: 'history-start-unrecorded',
    breaks: [
      'poll-for-activity-task.history.started-event',
      'poll-for-activity-task.history.one-start',
      'poll-for-activity-task.history.identity',
      'poll-for-activity-task.history.identity-absent',
    ],
    collateral: [eventUnknown, startCounted],
    does: 'The start of a task is not recorded; the answer names an event that does not come.',
    options: serving(
      class extends ReferenceService {
        override recordStarted(task: ActivityTask) {
          return task.execution.events.length + 1;
        }
      },
    ),
  },
  {
    name: 'history-start-recorded-at-scheduling',
    breaks: ['poll-for-activity-task.history.one-start', 'poll-for-activity-task.history.identity'],
    does: 'ActivityTaskStarted is recorded when the task is scheduled, before any poll.',
    options: serving(
      class extends ReferenceService {
        readonly #started = new WeakMap<Task, number>();

        override enqueue(list: TaskList, task: Task): void {
          if (task.kind === 'activity') {
            this.#started.set(task, super.recordStarted(task, undefined));
          }
          super.enqueue(list, task);
        }

        override recordStarted(task: ActivityTask): number {
          return this.#started.get(task) ?? 0;
        }
      },
    ),
  },
  {
    name: 'history-start-recorded-at-end',
    breaks: [
      'poll-for-activity-task.history.started-event',
      'poll-for-activity-task.history.one-start',
      'poll-for-activity-task.history.identity',
      'poll-for-activity-task.history.identity-absent',
    ],
    collateral: [eventUnknown, startCounted],
    does: 'ActivityTaskStarted is recorded when the task ends.',
    options: serving(
      class extends ReferenceService {
        readonly #identities = new WeakMap<Task, string | undefined>();

        override recordStarted(task: ActivityTask, identity: string | undefined): number {
          this.#identities.set(task, identity);
          return task.execution.events.length + 1;
        }

        override closeActivity(task: ActivityTask, eventType: string, attributes: JsonObject): void {
          if (task.startedEventId > 0) {
            task.startedEventId = super.recordStarted(task, this.#identities.get(task));
          }
          super.closeActivity(task, eventType, attributes);
        }
      },
    ),
  },
  {
    name: 'history-start-recorded-twice',
    breaks: ['poll-for-activity-task.history.one-start'],
    collateral: [startCounted],
    does: 'A start is recorded when a task is matched with a poll, and again when the poll is answered.',
    options: serving(
      class extends ReferenceService {
        override startActivityTask(task: ActivityTask, identity: string | undefined) {
          super.startActivityTask(task, identity);
          this.recordStarted(task, identity);
        }
      },
    ),
  },
  {
    name: 'history-start-recorded-for-each-waiting-poll',
    breaks: ['poll-for-activity-task.history.one-start'],
    does: 'Each poll that waits on the list records a start of the task that one of them gets.',
    options: serving(
      class extends ReferenceService {
        override startActivityTask(task: ActivityTask, identity: string | undefined) {
          super.startActivityTask(task, identity);
          const event = task.execution.events[task.scheduledEventId - 1] ?? {};
          const scheduled = Reflect.get(event, 'activityTaskScheduledEventAttributes');
          const { taskList } = scheduled as { taskList: { name: string } };
          const { pollers } = this.listOf(task.execution.domain, 'activity', taskList.name);
          for (const poller of pollers.slice(1)) this.recordStarted(task, poller.identity);
        }
      },
    ),
  },
  {
    name: 'history-identity-dropped',
    breaks: ['poll-for-activity-task.history.identity'],
    does: 'The identity is read, and not recorded.',
    options: recording(() => undefined),
  },
  ...[...nameChanges, ...textChanges, cutTo(255), cutToBytes(256)].map(
    ({ name, does, change }): Mutant => ({
      name: `history-identity-${name}`,
      breaks: ['poll-for-activity-task.history.identity'],
      does: `The identity that is recorded ${does}.`,
      options: recording((identity) => identity && change(identity)),
    }),
  ),
  {
    name: 'history-identity-of-latest-poll',
    breaks: ['poll-for-activity-task.history.identity'],
    does: 'All polls that wait on a list count as of the worker that polled last.',
    options: serving(
      class extends ReferenceService {
        override waitFor(...given: Parameters<ReferenceService['waitFor']>): Promise<Task | undefined> {
          const [list, identity] = given;
          for (const poller of list.pollers) {
            poller.identity = identity;
          }
          return super.waitFor(...given);
        }
      },
    ),
  },
  {
    name: 'history-identity-kept-once',
    breaks: ['poll-for-activity-task.history.identity'],
    collateral: [
      {
        rules: ['poll-for-activity-task.history.identity-absent'],
        why: 'Another poll without identity gets one where one came meanwhile.',
      },
    ],
    does: 'The identity is kept in one place for all polls, where the next poll overwrites it.',
    options: serving(
      class extends ReferenceService {
        #identity: string | undefined;

        override async pollForActivityTask(input: PollInput, call: Call): Promise<JsonObject> {
          this.#identity = input.identity;
          return super.pollForActivityTask(input, call);
        }

        override recordStarted(task: ActivityTask): number {
          return super.recordStarted(task, this.#identity);
        }
      },
    ),
  },
  {
    name: 'history-identity-made-up',
    breaks: ['poll-for-activity-task.history.identity-absent'],
    does: 'Where a poll gives no identity, one is made up.',
    options: recording((identity) => identity ?? 'worker-1'),
  },
  {
    name: 'history-identity-from-the-list',
    breaks: ['poll-for-activity-task.history.identity-absent'],
    does: 'Where a poll gives no identity, the names of its domain and list are recorded as one.',
    options: serving(
      class extends ReferenceService {
        override async pollForActivityTask(input: PollInput, call: Call) {
          const identity = input.identity ?? `${input.domain}:${input.taskList.name}`;
          return super.pollForActivityTask({ ...input, identity }, call);
        }
      },
    ),
  },
];

/** Records identities so. */
function recording(change: (identity: string | undefined) => string | undefined): Mutant['options'] {
  return serving(
    class extends ReferenceService {
      override recordStarted(task: ActivityTask, identity: string | undefined) {
        return super.recordStarted(task, change(identity));
      }
    },
  );
}
