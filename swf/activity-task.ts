import { z } from 'zod';
import { bodyText, type Exchange, isObject, parseJson } from '../client/exchange.ts';

const text = (max: number) => z.string().min(1).max(max);

/** The ActivityTask of the API model, version 2012-01-25: members, types, lengths, required members. More may be there. */
export const activityTask = z.looseObject({
  taskToken: text(1024),
  activityId: text(256),
  startedEventId: z.int().positive(),
  workflowExecution: z.looseObject({ workflowId: text(256), runId: text(64) }),
  activityType: z.looseObject({ name: text(256), version: text(64) }),
  // Clients of the protocol read null as absent.
  input: z.string().max(32_768).nullish(),
});

/** What does not fit the model, in words; empty when all does. */
export function misfits(body: unknown): string[] {
  const { error } = activityTask.safeParse(body);
  return error
    ? error.issues.map((issue) => `${issue.path.join('.') || 'the answer'}: ${issue.message}`)
    : [];
}

/** The members that the model lacks, as paths. */
export function extraMembers(body: unknown): string[] {
  const extra: string[] = [];
  const look = (value: unknown, shape: Record<string, unknown>, path: string) => {
    if (typeof value !== 'object' || value === null) return;
    for (const name of Object.keys(value)) if (!Object.hasOwn(shape, name)) extra.push(path + name);
  };
  const { shape } = activityTask;
  look(body, shape, '');
  const members = (body ?? {}) as Record<string, unknown>;
  look(members.workflowExecution, shape.workflowExecution.shape, 'workflowExecution.');
  look(members.activityType, shape.activityType.shape, 'activityType.');
  return extra;
}

/** Whether an answer of success tells of no task at all: no member but the event id and blank ones, or nothing. */
export function isEmptyResult(exchange: Exchange): boolean {
  const text = bodyText(exchange).trim();
  if (text === '') return true;
  try {
    return isBlank(parseJson(text));
  } catch {
    return false;
  }
}

function isBlank(value: unknown): boolean {
  if (!isObject(value)) return value === null || value === '';
  return Object.entries(value).every(([name, member]) => name === 'startedEventId' || isBlank(member));
}
