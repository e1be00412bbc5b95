import type { PollInput } from '../inputs.ts';
import type { ActivityTask, Call } from '../model.ts';
import { ReferenceService } from '../service.ts';
import { serving } from './making.ts';
import type { Mutant, Variant } from './mutant.ts';

export const historyMutants: readonly Mutant[] = [
  {
    name: 'started-event-id-of-scheduling',
    breaks: ['history.started-event'],
    does: 'The answer names the ActivityTaskScheduled event as the one that started the task.',
    options: serving(
      class extends ReferenceService {
        override activityTaskView(task: ActivityTask) {
          return { ...super.activityTaskView(task), startedEventId: task.scheduledEventId };
        }
      },
    ),
  },
  {
    name: 'started-event-counts-back',
    breaks: ['history.started-event'],
    does: 'ActivityTaskStarted names the event right before it as the scheduled one.',
    options: serving(
      class extends ReferenceService {
        override recordStarted(task: ActivityTask, identity: string | undefined) {
          const scheduledEventId = task.execution.events.length;
          return this.record(task.execution, 'ActivityTaskStarted', { identity, scheduledEventId });
        }
      },
    ),
  },
  {
    name: 'start-unrecorded',
    breaks: ['history.started-event', 'history.one-start', 'history.identity', 'history.identity-absent'],
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
    name: 'start-recorded-twice',
    breaks: ['history.one-start'],
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
    name: 'start-recorded-for-each-waiting-poll',
    breaks: ['history.one-start'],
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
    name: 'identity-dropped',
    breaks: ['history.identity'],
    does: 'The identity is read, and not recorded.',
    options: recording(() => undefined),
  },
  {
    name: 'identity-trimmed',
    breaks: ['history.identity'],
    does: 'White space around an identity is taken off.',
    options: recording((identity) => identity?.trim()),
  },
  {
    name: 'identity-recorded-cut',
    breaks: ['history.identity'],
    does: 'Identities are kept in 255 characters.',
    options: recording((identity) => identity?.slice(0, 255)),
  },
  {
    name: 'identity-in-ascii',
    breaks: ['history.identity'],
    does: 'Characters beyond ASCII are recorded as question marks.',
    options: recording((identity) => identity?.replaceAll(/[^\0-~]/g, '?')),
  },
  {
    name: 'identity-of-two-byte-characters',
    breaks: ['history.identity'],
    does: 'Characters beyond U+FFFF are recorded as U+FFFD.',
    options: recording((identity) =>
      identity?.replaceAll(/\p{Surrogate}|[\u{10000}-\u{10ffff}]/gu, '\ufffd'),
    ),
  },
  {
    name: 'identity-escaped-for-markup',
    breaks: ['history.identity'],
    does: 'Identities are recorded with the escapes of HTML.',
    options: recording((identity) => identity?.replaceAll('&', '&amp;').replaceAll('<', '&lt;')),
  },
  {
    name: 'identity-with-unix-line-ends',
    breaks: ['history.identity'],
    does: 'Line ends in identities become U+000A.',
    options: recording((identity) => identity?.replaceAll(/\r\n?/g, '\n')),
  },
  {
    name: 'identity-made-up',
    breaks: ['history.identity-absent'],
    does: 'Where a poll gives no identity, one is made up.',
    options: recording((identity) => identity ?? 'worker-1'),
  },
  {
    name: 'identity-from-the-list',
    breaks: ['history.identity-absent'],
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

export const historyVariants: readonly Variant[] = [
  {
    name: 'empty-identity-left-out',
    does: 'An empty identity is recorded as none.',
    options: recording((identity) => identity || undefined),
  },
  {
    name: 'absent-identity-empty',
    does: 'Where a poll gives no identity, an empty one is recorded.',
    options: recording((identity) => identity ?? ''),
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
