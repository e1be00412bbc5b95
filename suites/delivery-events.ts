import type { Ground } from '../target/ground.ts';
import { SetupFailed } from '../target/setup-failed.ts';
import type { HistoryEvent, ScheduledActivity, Workflow } from '../target/workflow.ts';
import { settleMs } from './waiting.ts';

/** How long a task that must come may take, on a target that holds polls for however long. */
export const arrivalMs = 5000;

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

/** Activities of one execution are recorded as scheduled, and have had a moment to reach their lists. @throws SetupFailed */
export async function onTheirLists(
  target: Ground,
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
