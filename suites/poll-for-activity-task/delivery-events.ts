import type { Exchange } from '../../client/exchange.ts';
import { SetupFailed } from '../../client/setup-failed.ts';
import { describe } from '../../kit/describe.ts';
import type { Fixture, TakenTask } from '../../kit/fixture.ts';
import type { Observed } from '../../kit/observed.ts';
import { Inconclusive } from '../../kit/outcome.ts';
import type { PollResult } from '../../kit/poll.ts';
import { arrivalMs, ownTask, settleMs } from '../../kit/waiting.ts';
import type { HistoryEvent, ScheduledActivity, Workflow } from '../../kit/workflow.ts';

/** The activity's ActivityTaskScheduled event; the latest, where its id was used again. */
export function scheduledEvent(
  events: readonly HistoryEvent[],
  { activityId }: Pick<ScheduledActivity, 'activityId'>,
): HistoryEvent | undefined {
  return events.findLast(
    ({ eventType, attributes }) =>
      eventType === 'ActivityTaskScheduled' && attributes.activityId === activityId,
  );
}

/** The events of a type that name the activity's ActivityTaskScheduled event. */
export function eventsOf(
  events: readonly HistoryEvent[],
  activity: Pick<ScheduledActivity, 'activityId'>,
  eventType: string,
): HistoryEvent[] {
  const scheduled = scheduledEvent(events, activity);
  return events.filter(
    (event) =>
      event.eventType === eventType && scheduled && event.attributes.scheduledEventId === scheduled.eventId,
  );
}

/**
 * The task comes on its own list, which shows that it was there to be handed out all the while.
 * @throws Inconclusive when it does not: delivery.ready-task, among others, is about that
 */
export async function sureToCome(target: Fixture, scheduled: ScheduledActivity): Promise<TakenTask> {
  const result = await target.pollForTask(scheduled.taskList, {}, arrivalMs);
  return ownTask(result, scheduled);
}

/** The results that brought another task than this, or none: that it must not come again is for delivery.not-again. */
export function without(results: readonly PollResult[], { activityId }: ScheduledActivity): PollResult[] {
  return results.filter((result) => result.kind !== 'task' || result.task.activityId !== activityId);
}

/** The polls brought no task. @throws Inconclusive when one was refused or broke off: other rules are about that */
export function nothingComes(
  observed: Observed,
  results: readonly PollResult[],
  expected: string,
  ...context: Exchange[]
): void {
  const failed = ({ kind, exchange }: PollResult) =>
    kind === 'fault' || (kind === 'none' && exchange.ending !== 'open');
  observed.nothing(
    results.filter((result) => !failed(result)),
    expected,
    ...context,
  );
  const refused = results.find(failed)?.exchange;
  if (refused) throw new Inconclusive(`a valid poll was not served: ${describe(refused)}`, refused);
}

/** Activities of one execution are recorded as scheduled, and have had a moment to reach their lists. @throws SetupFailed */
export async function onTheirLists(
  target: Fixture,
  activities: readonly [ScheduledActivity, ...ScheduledActivity[]],
): Promise<void> {
  const [{ workflow, exchange }] = activities;
  const all = (events: HistoryEvent[]) => activities.every((activity) => scheduledEvent(events, activity));
  if (!all(await workflow.historyWith(all))) {
    throw new SetupFailed(
      'set-up failed on the target: the history shows no ActivityTaskScheduled',
      exchange,
    );
  }
  await target.wait(settleMs(target));
}

/** Why a decision's activity is not there: the last ScheduleActivityTaskFailed event, in words; undefined without one. */
export async function whyNotScheduled(workflow: Workflow): Promise<string | undefined> {
  const events = await workflow.history();
  const failed = events.findLast(({ eventType }) => eventType === 'ScheduleActivityTaskFailed');
  return failed && `a ScheduleActivityTaskFailed event with cause ${failed.attributes.cause}`;
}
