import { setTimeout as delay } from 'node:timers/promises';
import type { ReferenceOptions, Wrap } from '../handlers.ts';
import type { JsonObject } from '../model.ts';
import { ReferenceService } from '../service.ts';
import type { ServiceOptions } from '../task-lists.ts';

/** The options that serve this service in place of the documented one. */
export function serving(Service: new (options: ServiceOptions) => ReferenceService): ReferenceOptions {
  return { service: (options) => new Service(options) };
}

/** Reads one member of a poll otherwise, before anything is checked. */
export function readingPolls(
  member: 'domain' | 'taskList',
  change: (value: unknown) => unknown,
): ReferenceOptions {
  return serving(
    class extends ReferenceService {
      override readInput(operation: string, body: unknown): JsonObject {
        const isPoll = operation === 'PollForActivityTask' && isObject(body);
        return super.readInput(operation, isPoll ? { ...body, [member]: change(body[member]) } : body);
      }
    },
  );
}

/** Reads the name of a poll's task list otherwise, before anything is checked. */
export function readingTaskListNames(change: (name: unknown) => unknown): ReferenceOptions {
  return readingPolls('taskList', (taskList) =>
    isObject(taskList) ? { ...taskList, name: change(taskList.name) } : taskList,
  );
}

/** Changes how successful polls are answered. */
export function answeringPolls(change: (body: JsonObject, response: Response) => Response): Wrap {
  return async (request, next) => {
    const isPoll = request.headers.get('x-amz-target')?.endsWith('.PollForActivityTask');
    const response = await next(request);
    if (!isPoll || response.status !== 200) {
      return response;
    }
    const body: JsonObject = await response.clone().json();
    return change(body, response);
  };
}

/** Changes the answers of polls that found no task. */
export function answeringEmptyPolls(change: (response: Response) => Response): Wrap {
  return answeringPolls((body, response) => (body.taskToken ? response : change(response)));
}

/** The answer with another body, as text, and perhaps another status. */
export function withBody(response: Response, body: string, status = response.status): Response {
  return new Response(body, { status, headers: response.headers });
}

/** Waits, or until the client has gone; keeps no process alive. */
export async function pause(milliseconds: number, signal?: AbortSignal): Promise<void> {
  await delay(milliseconds, undefined, { ref: false, ...(signal && { signal }) }).catch(() => undefined);
}

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
