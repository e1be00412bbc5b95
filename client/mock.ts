import { Readable } from 'node:stream';
import type { ReadableStream } from 'node:stream/web';
import { setImmediate } from 'node:timers/promises';
import { getResponse, isPassthroughResponse, type RequestHandler } from 'msw';
import { bounded } from './bounded.ts';
import type { Answer, SentRequest } from './exchange.ts';
import type { Mock, MockHandlers } from './mock-handlers.ts';
import { unlessAborted } from './unless-aborted.ts';

/** How a request to a mock is watched over, as one on a connection is. */
export interface Asking {
  /** Aborted when the request is given up: the promise is then rejected with its reason. */
  readonly signal: AbortSignal;
  /** Where reading stops. */
  readonly maximumBytes?: number | undefined;
  /** Called when the mock is given the request. */
  readonly onSent?: () => void;
}

/** Gives a mock the request, and reads the whole answer. Rejects where a connection would have broken. */
export async function askMock(
  { handlers }: Mock,
  endpoint: URL,
  sent: SentRequest,
  { signal, maximumBytes, onSent }: Asking,
): Promise<Answer> {
  const hasBody = !['GET', 'HEAD'].includes(sent.method);
  const request = new Request(new URL(sent.path, endpoint), {
    method: sent.method,
    // HTTP/1.1 says how long a body is.
    headers: { ...Object.fromEntries(sent.headers), 'content-length': String(sent.body.length) },
    signal,
    ...(hasBody && { body: new Uint8Array(sent.body) }),
  });
  // No wire answers within one turn of the event loop. A mock might, and then no timer of any rule would ever be due.
  await setImmediate(undefined, { signal });
  onSent?.();
  const response = await unlessAborted(answerOf(handlers, request), signal);
  const body = response.body
    ? await bounded(Readable.fromWeb(response.body as ReadableStream, { signal }), maximumBytes)
    : Buffer.alloc(0);
  return { status: response.status, headers: [...response.headers], body };
}

/** @throws Error that says what the mock did, where it gave no response that could be sent. */
async function answerOf(handlers: MockHandlers, request: Request): Promise<Response> {
  let response: Response | undefined;
  try {
    response =
      typeof handlers === 'function'
        ? await handlers(request)
        : // Of another version of msw they are of other classes, but run alike.
          await getResponse([...handlers] as unknown as RequestHandler[], request);
  } catch (error) {
    throw new Error(`the mock threw ${String(error)}`, { cause: error });
  }
  if (!isResponse(response)) {
    const what = `${request.method} ${request.url}`;
    throw new Error(
      typeof handlers === 'function'
        ? `the mock gave no Response for ${what}, but ${String(response)}`
        : `no handler of the mock answers ${what} (X-Amz-Target: ${request.headers.get('x-amz-target')})`,
    );
  }
  if (isPassthroughResponse(response)) {
    throw new Error('the mock lets the request pass through, but a mock is tested without a network');
  }
  if (response.type === 'error') throw new Error('the mock answered with Response.error()');
  return response;
}

/** Not by its class: a mock may make them by another library. */
function isResponse(value: Response | undefined): value is Response {
  return typeof value?.status === 'number' && value.headers !== undefined;
}
