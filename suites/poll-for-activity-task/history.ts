import { fragileTexts } from '../../generators/fragile-texts.ts';
import { identities } from '../../generators/index.ts';
import { trickyIdentities } from '../../generators/tricky-values.ts';
import { scheduleMany } from '../../kit/batches.ts';
import type { Fixture } from '../../kit/fixture.ts';
import type { Observed } from '../../kit/observed.ts';
import type { DeliveredTask, PollResult } from '../../kit/poll.ts';
import { asciiSource } from '../../kit/property.ts';
import { apiReference, type RuleDefinition } from '../../kit/rule.ts';
import { arrivalMs, ownTask, settleMs, windowMs } from '../../kit/waiting.ts';
import type { HistoryEvent, ScheduledActivity, Workflow } from '../../kit/workflow.ts';
import { eventsOf, scheduledEvent, sureToCome } from './delivery-events.ts';
import { Workers } from './delivery-workers.ts';
import { operation } from './operation.ts';

const identityText = operation.documentation(
  'Identity of the worker making the request, recorded in the ActivityTaskStarted event in the workflow history. […] The form of this identity is user defined.',
);

/** A poll that brought a task (or did not), and the event with which the history records that, if it does. */
interface Started {
  readonly scheduled: ScheduledActivity;
  readonly result: PollResult;
  readonly event: HistoryEvent | undefined;
}

/** What a poll records. */
export const history: readonly RuleDefinition[] = [
  {
    id: 'history.started-event',
    level: 'must',
    evidence: ['doc'],
    says: 'The event numbered startedEventId is ActivityTaskStarted, and its scheduledEventId is that of this activity.',
    citation: operation.documentation(
      'startedEventId: The ID of the ActivityTaskStarted event recorded in the history.',
    ),
    fix: "Record ActivityTaskStarted when the poll gets the task, with the eventId of the activity's ActivityTaskScheduled, and answer with the new event's own eventId.",
    async check({ target, observed }) {
      const workflow = await target.startWorkflow();
      const tasks = await workflow.schedule({}, {}, {});
      // Not in the order of their scheduling, so that counting events does not hit upon the right ids.
      for (const scheduled of tasks.toReversed()) {
        const { exchange, task } = await sureToCome(target, scheduled);
        const { startedEventId } = task;
        const numbered = (all: HistoryEvent[]) => all.find(({ eventId }) => eventId === startedEventId);
        const events = await workflow.historyWith((all) => numbered(all) !== undefined);
        const event = numbered(events);
        const wanted = scheduledEvent(events, scheduled)?.eventId;
        const seen = event
          ? `${event.eventType} with scheduledEventId ${JSON.stringify(event.attributes.scheduledEventId)}`
          : `no such event among ${events.map(({ eventId, eventType }) => `${eventId} ${eventType}`).join(', ')}`;
        observed.part(
          'history',
          event?.eventType === 'ActivityTaskStarted' &&
            wanted !== undefined &&
            event.attributes.scheduledEventId === wanted,
          `event ${JSON.stringify(startedEventId)}, which the answer names, to be ActivityTaskStarted with scheduledEventId ${wanted ?? 'of its ActivityTaskScheduled, which is missing'}`,
          seen,
          scheduled.exchange,
          exchange,
          ...workflow.historyRead,
        );
      }
    },
  },
  {
    id: 'history.one-start',
    level: 'must',
    evidence: ['derived'],
    says: 'A task has one ActivityTaskStarted event, however many polls ran, and none before a poll gets it.',
    citation: apiReference(
      'HistoryEvent',
      'ActivityTaskStarted – The scheduled activity task was dispatched to a worker. (A task is dispatched once.)',
    ),
    fix: 'Record ActivityTaskStarted once, in the same step that binds the task to its poll; a poll that gets nothing records nothing.',
    async check({ target, observed }) {
      const workflow = await target.startWorkflow();
      const taskList = target.freshName();
      const workers = new Workers(target, taskList, 6);
      try {
        await target.wait(settleMs(target));
        const [untaken, ...tasks] = await workflow.schedule({}, { taskList }, { taskList }, { taskList });
        await workers.take(target, tasks.length, arrivalMs);
        // The workers go on polling the list of the started tasks.
        await target.wait(windowMs(target));
        const startsOf = (all: readonly HistoryEvent[]) =>
          tasks.map((each) => eventsOf(all, each, 'ActivityTaskStarted').length);
        const events = await workflow.historyWith((all) => startsOf(all).every((starts) => starts > 0));
        for (const [i, starts] of startsOf(events).entries()) {
          const scheduled = tasks[i] as ScheduledActivity;
          observed.part(
            'history',
            starts === 1,
            `one ActivityTaskStarted event for activityId ${scheduled.activityId}, while 6 workers poll its list`,
            `${starts} of them: ${events.map(({ eventId, eventType }) => `${eventId} ${eventType}`).join(', ')}`,
            scheduled.exchange,
            ...workers.taken.slice(0, 3).map(({ exchange }) => exchange),
            ...workflow.historyRead,
          );
        }
        const early = eventsOf(events, untaken, 'ActivityTaskStarted').length;
        observed.part(
          'history',
          early === 0,
          `no ActivityTaskStarted event for activityId ${untaken.activityId}, whose list nobody has polled`,
          `${early} of them`,
          untaken.exchange,
          ...workflow.historyRead,
        );
      } finally {
        await workers.stop();
      }
    },
  },
  {
    id: 'history.identity',
    level: 'must',
    evidence: ['doc'],
    says: "The poll's identity is recorded in the ActivityTaskStarted event, character for character.",
    citation: identityText,
    fix: 'Record the identity as it came: not cut, not trimmed, not normalized, not escaped.',
    async check({ target, observed, property }) {
      await property({
        arbitrary: identities(),
        examples: [...fragileTexts, ...trickyIdentities],
        prepare: (values) => startMany(target, values),
        async check(identity, { scheduled, result, event }) {
          observed.task(result, scheduled, 'the task, for a poll with a valid identity');
          const seen = event?.attributes.identity;
          const kept = seen === identity || (identity === '' && seen === undefined);
          observed.part(
            'history',
            event !== undefined && kept,
            `an ActivityTaskStarted event with identity ${asciiSource(identity)}`,
            event
              ? `identity ${seen === undefined ? 'absent' : asciiSource(seen)}`
              : 'no ActivityTaskStarted event of this activity',
            scheduled.exchange,
            result.exchange,
            ...scheduled.workflow.historyRead,
          );
        },
      });
      await eachOwnIdentity(target, observed);
    },
  },
  {
    id: 'history.identity-absent',
    level: 'should',
    evidence: ['derived'],
    says: 'Where the poll gave no identity, none is made up in the ActivityTaskStarted event.',
    citation: apiReference(
      'ActivityTaskStartedEventAttributes',
      'Identity of the worker that was assigned this task. […] The form of this identity is user defined.',
    ),
    fix: 'Leave identity out of ActivityTaskStarted where the poll had none.',
    async check({ target, observed }) {
      for (const { scheduled, result, event } of await startMany(target, [undefined, undefined])) {
        ownTask(result, scheduled);
        const seen = event?.attributes.identity;
        observed.part(
          'history',
          event !== undefined && (seen === undefined || seen === null || seen === ''),
          'an ActivityTaskStarted event without identity',
          event ? `identity ${JSON.stringify(seen)}` : 'no ActivityTaskStarted event of this activity',
          scheduled.exchange,
          result.exchange,
          ...scheduled.workflow.historyRead,
        );
      }
    },
  },
];

/** Several workers wait on one list: the start of each task names the one that got it. */
async function eachOwnIdentity(target: Fixture, observed: Observed): Promise<void> {
  const workflow = await target.startWorkflow();
  const taskList = target.freshName();
  const workers = ['worker 1', 'worker 2', 'worker 3'];
  const schedule = async () => {
    await target.wait(settleMs(target));
    return workflow.schedule(...workers.map(() => ({ taskList })));
  };
  const poll = async (identity: string) => ({
    identity,
    result: await target.pollForTask(taskList, { identity }, arrivalMs),
  });
  const [scheduled, ...polls] = await Promise.all([schedule(), ...workers.map(poll)]);
  const startOf = (events: HistoryEvent[], { activityId }: DeliveredTask) =>
    eventsOf(events, { activityId: String(activityId) }, 'ActivityTaskStarted')[0];
  for (const { identity, result } of polls) {
    // Which of them gets what is for others to judge.
    if (result.kind !== 'task') continue;
    const events = await workflow.historyWith((all) => startOf(all, result.task) !== undefined);
    const event = startOf(events, result.task);
    observed.part(
      'history',
      event?.attributes.identity === identity,
      `ActivityTaskStarted with the identity of the poll that got the task, "${identity}", among ${workers.length} that wait`,
      event
        ? `identity ${JSON.stringify(event.attributes.identity)}`
        : 'no ActivityTaskStarted event of this activity',
      result.exchange,
      ...scheduled.slice(0, 1).map(({ exchange }) => exchange),
      ...workflow.historyRead,
    );
  }
}

/** Takes a task with each of these identities, and reads how the histories record it. @throws SetupFailed */
async function startMany(target: Fixture, given: readonly (string | undefined)[]): Promise<Started[]> {
  const scheduled = await scheduleMany(
    target,
    given.map(() => ({})),
  );
  const results = await Promise.all(
    scheduled.map(({ taskList }, i) => {
      const identity = given[i];
      return target.pollForTask(taskList, identity === undefined ? {} : { identity }, arrivalMs);
    }),
  );
  const histories = new Map<Workflow, Promise<HistoryEvent[]>>();
  for (const { workflow } of scheduled) {
    const taken = scheduled.filter((each, i) => each.workflow === workflow && results[i]?.kind === 'task');
    const shown = (events: HistoryEvent[]) =>
      taken.every((each) => eventsOf(events, each, 'ActivityTaskStarted').length > 0);
    if (!histories.has(workflow)) histories.set(workflow, workflow.historyWith(shown));
  }
  return Promise.all(
    scheduled.map(async (each, i) => {
      const events = (await histories.get(each.workflow)) ?? [];
      const [event] = eventsOf(events, each, 'ActivityTaskStarted');
      return { scheduled: each, result: results[i] as PollResult, event };
    }),
  );
}
