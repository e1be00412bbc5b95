import { setTimeout as delay } from 'node:timers/promises';
import { type HttpHandler, http } from 'msw';
import { Protocol, type ProtocolOptions } from './protocol.ts';
import { ReferenceService } from './service.ts';
import type { ServiceOptions } from './task-lists.ts';

/** Changes what is asked or answered. A `Response.error()` breaks the connection instead. */
export type Wrap = (request: Request, next: (request: Request) => Promise<Response>) => Promise<Response>;

/** What can be set of a reference server, however it is reached. */
export interface ReferenceOptions extends ServiceOptions, ProtocolOptions {
  /** Another service than the documented one, or how to make it. */
  service?: ReferenceService | ((options: ServiceOptions) => ReferenceService);
  /** How to make another protocol over it. */
  protocol?: (service: ReferenceService, options: ProtocolOptions) => Protocol;
  /** Put around every request. */
  wrap?: Wrap;
  /** Each answer is sent that late. */
  latencyMs?: number;
}

/** The service that the options ask for, and what answers a request to it: in this process, without HTTP. */
export function referenceAnswer(options: ReferenceOptions = {}): {
  service: ReferenceService;
  answer: (request: Request) => Promise<Response>;
} {
  const service =
    typeof options.service === 'function'
      ? options.service(options)
      : (options.service ?? new ReferenceService(options));
  const protocol = options.protocol?.(service, options) ?? new Protocol(service, options);
  const next = (request: Request) => protocol.answer(request);
  const answer = async (request: Request) => {
    const response = await (options.wrap?.(request, next) ?? next(request));
    if (options.latencyMs) {
      await delay(options.latencyMs, undefined, { signal: request.signal }).catch(() => undefined);
    }
    return withLength(response);
  };
  return { service, answer };
}

/** The same as msw handlers: of all requests, or those which the predicate accepts. */
export function referenceHandlers(
  options: ReferenceOptions = {},
  accepts: (request: Request) => boolean = () => true,
): { service: ReferenceService; handlers: HttpHandler[] } {
  const { service, answer } = referenceAnswer(options);
  const handler = http.all(
    ({ request }) => accepts(request),
    ({ request }) => answer(request),
  );
  return { service, handlers: [handler] };
}

/** Live: every response says how long it is. Counted last, since a wrapper may have changed the body. */
async function withLength(response: Response): Promise<Response> {
  if (response.type === 'error') {
    return response;
  }
  const { status, statusText } = response;
  const body = await response.arrayBuffer();
  const headers = new Headers(response.headers);
  headers.set('Content-Length', String(body.byteLength));
  return new Response(body, { status, statusText, headers });
}
