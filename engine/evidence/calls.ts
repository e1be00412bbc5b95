import { isObject, type JsonObject } from '../../client/exchange.ts';
import type { Call } from '../../kit/call-log.ts';

/** No server takes a longer request: SWF refuses those of more than 1 MB. */
const longestBody = 1_000_000;

/** What a call sent, where it is a JSON object. */
export function bodyOf({ body }: Pick<Call, 'body'>): JsonObject | undefined {
  if (body.length > longestBody) return undefined;
  try {
    const value: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body));
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** The task list that a poll asks, or an execution gets. */
export function taskListOf(body: JsonObject): string | undefined {
  return isObject(body.taskList) ? text(body.taskList.name) : undefined;
}

/** A decision, as far as it names what other calls are about. */
export interface DecisionNames {
  readonly decision: JsonObject;
  /** Whether it schedules an activity. */
  readonly schedules: boolean;
  readonly activityId: string | undefined;
  /** Undefined for the default list of the activity's type. */
  readonly taskList: string | undefined;
  readonly activityType: JsonObject | undefined;
}

/** The decisions of a RespondDecisionTaskCompleted; none of any other request. */
export function decisionsOf(body: JsonObject): DecisionNames[] {
  const decisions = Array.isArray(body.decisions) ? body.decisions.filter(isObject) : [];
  return decisions.map((decision) => {
    const found = Object.entries(decision).find(([name]) => name.endsWith('DecisionAttributes'))?.[1];
    const attributes = isObject(found) ? found : {};
    return {
      decision,
      schedules: decision.decisionType === 'ScheduleActivityTask',
      activityId: text(attributes.activityId),
      taskList: taskListOf(attributes),
      activityType: isObject(attributes.activityType) ? attributes.activityType : undefined,
    };
  });
}

export function text(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
