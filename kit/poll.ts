import { bodyObject, type Exchange, isObject, type JsonObject } from '../client/exchange.ts';
import { type Fault, faultOf } from '../client/fault.ts';
import type { AwaitedTask } from './workflow.ts';

/** A delivered task of either kind, read leniently: the rules on its shape look at the object itself. */
export interface DeliveredTask {
  readonly taskToken: string;
  /** A decision task has none. */
  readonly activityId: unknown;
  readonly workflowId: unknown;
  readonly startedEventId: unknown;
  /** The whole answer. */
  readonly body: JsonObject;
}

/**
 * What a poll came to.
 * - `task`: a 2xx answer with a token that is not empty;
 * - `empty`: any other 2xx answer (whether it has the form of an empty result is for the rules on that);
 * - `fault`: an answer of 400 or above;
 * - `none`: no answer: given up while it was open, or the connection failed; the exchange says which.
 */
export type PollResult =
  | { readonly kind: 'task'; readonly exchange: Exchange; readonly task: DeliveredTask }
  | { readonly kind: 'empty'; readonly exchange: Exchange }
  | { readonly kind: 'fault'; readonly exchange: Exchange; readonly fault: Fault }
  | { readonly kind: 'none'; readonly exchange: Exchange };

/** Whether an operation asks for a task, of a worker's or a decider's, and may wait for one. */
export function isPoll(operation: string): boolean {
  return operation === 'PollForActivityTask' || operation === 'PollForDecisionTask';
}

/** Reads what a poll came to. */
export function pollResult(exchange: Exchange): PollResult {
  const fault = faultOf(exchange);
  if (fault) return { kind: 'fault', exchange, fault };
  if (!exchange.answer) return { kind: 'none', exchange };
  const task = taskOf(bodyObject(exchange) ?? {});
  return task ? { kind: 'task', exchange, task } : { kind: 'empty', exchange };
}

/** Reads a task of either kind; undefined when it has no token, which is what makes a result empty. */
export function taskOf(body: JsonObject): DeliveredTask | undefined {
  const { taskToken, activityId, startedEventId, workflowExecution } = body;
  if (typeof taskToken !== 'string' || taskToken === '') return undefined;
  const workflowId = isObject(workflowExecution) ? workflowExecution.workflowId : undefined;
  return { taskToken, activityId, workflowId, startedEventId, body };
}

/** What tells a task from all others: its activity's id, or for a decision task its execution's. */
export function identityOf({ activityId, workflow }: AwaitedTask): {
  readonly member: 'activityId' | 'workflowId';
  readonly value: string;
} {
  if (activityId !== undefined) return { member: 'activityId', value: activityId };
  return { member: 'workflowId', value: workflow.workflowId };
}

/** The same in a sentence: `activityId a-1`. */
export function knownBy(task: AwaitedTask): string {
  const { member, value } = identityOf(task);
  return `${member} ${value}`;
}

/** The poll brought this task. */
export function isTask(result: PollResult, task: AwaitedTask): boolean {
  const { member, value } = identityOf(task);
  return result.kind === 'task' && result.task[member] === value;
}
