import { z } from 'zod';

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
