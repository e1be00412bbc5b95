import type { Wrap } from '../handlers.ts';
import type { JsonObject } from '../model.ts';
import { BODY_LIMIT, Protocol } from '../protocol.ts';
import type { ReferenceService } from '../service.ts';
import type { Mutant } from './mutant.ts';

export type Changed = Pick<Mutant['options'], 'protocol' | 'wrap' | 'service'>;

/** Changes every answer, or those of the requests that it is told. */
export function answering(
  change: (response: Response, request: Request) => Response | Promise<Response>,
  concerns: (request: Request) => boolean = isPoll,
): { wrap: Wrap } {
  return {
    wrap: async (request, next) => {
      const response = await next(request);
      return concerns(request) ? change(response, request) : response;
    },
  };
}

/** Changes the answers of polls that are successes. */
export function answeringSuccess(change: (response: Response) => Response | Promise<Response>): {
  wrap: Wrap;
} {
  return answering((response) => (response.ok ? change(response) : response));
}

export function isPoll(request: Request): boolean {
  return (request.headers.get('x-amz-target') ?? '').endsWith('.PollForActivityTask');
}

export function withHeader(response: Response, name: string, value: string | undefined): Response {
  const headers = new Headers(response.headers);
  if (value === undefined) {
    headers.delete(name);
  } else {
    headers.set(name, value);
  }
  return new Response(response.body, { status: response.status, headers });
}

export async function withBytes(
  response: Response,
  change: (bytes: Buffer<ArrayBuffer>) => Uint8Array<ArrayBuffer>,
): Promise<Response> {
  const bytes = Buffer.from(await response.arrayBuffer());
  return new Response(change(bytes), { status: response.status, headers: response.headers });
}

/** A protocol that parses bodies otherwise. */
export function parsing(parse: (text: string, asDocumented: () => unknown) => unknown): Changed {
  return {
    protocol: (service, options) =>
      new (class extends Protocol {
        override parseBody(body: Uint8Array): unknown {
          return parse(Buffer.from(body).toString(), () => super.parseBody(body));
        }
      })(service, options),
  };
}

/** A protocol that reads the operation otherwise. */
export function routing(
  route: (request: Request, service: ReferenceService, asDocumented: () => string) => string,
): Changed {
  return {
    protocol: (service, options) =>
      new (class extends Protocol {
        override parseTarget(request: Request): string {
          return route(request, service, () => super.parseTarget(request));
        }
      })(service, options),
  };
}

/** A protocol that looks at a body once more when it is parsed. */
export function readingBodies(read: (body: unknown) => unknown): Changed {
  return parsing((_, asDocumented) => read(asDocumented()));
}

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export const operationOf = (request: Request) =>
  (request.headers.get('x-amz-target') ?? '').split('.').at(-1) ?? '';

/** How deep the text nests. Counts in strings too, which is enough here. */
export function depthOf(text: string): number {
  let depth = 0;
  let deepest = 0;
  // What is in strings is no structure.
  for (const character of text.replace(/"(?:[^"\\]|\\.)*"/gs, '')) {
    if (character === '[' || character === '{') {
      depth += 1;
      deepest = Math.max(deepest, depth);
    } else if (character === ']' || character === '}') {
      depth -= 1;
    }
  }
  return deepest;
}

/** Answers requests past the limit in its own way. */
export function answeringOversized(answer: () => Response | Promise<Response>): { wrap: Wrap } {
  return {
    wrap: async (request, next) => {
      const { byteLength } = await request.clone().arrayBuffer();
      return byteLength > BODY_LIMIT ? answer() : next(request);
    },
  };
}
