import type { Execution, JsonObject } from '../model.ts';

/** The attributes of the first ActivityTaskScheduled event of that activity id. */
export function scheduledBefore(
  execution: Execution,
  activityId: string,
): (JsonObject & { taskList?: { name?: string } }) | undefined {
  return execution.events
    .map((event) => event.activityTaskScheduledEventAttributes)
    .find((attributes): attributes is JsonObject =>
      Boolean(attributes && Reflect.get(attributes, 'activityId') === activityId),
    );
}
