import type { ServerResponse } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { throttlingFault } from '../faults.ts';
import type { Call, JsonObject } from '../model.ts';
import { serving } from '../mutants/making.ts';
import type { Variant } from '../mutants/mutant.ts';
import { answering, withHeader } from '../mutants/wire-making.ts';
import { ReferenceService } from '../service.ts';
import { quotasDividedBy } from '../throttle.ts';

/** The headers of an answer, without those named. */
function headersOf(response: Response, ...without: string[]): [string, string][] {
  return [...response.headers].filter(([name]) => !without.includes(name));
}

/** Ends an answer whose head is written. */
async function endWith(response: Response, outgoing: ServerResponse): Promise<void> {
  outgoing.end(new Uint8Array(await response.arrayBuffer()));
}

/** How answers travel, and when. */
export const connectionVariants: readonly Variant[] = [
  {
    name: 'answers-late',
    does: 'Each answer comes 300 ms late.',
    options: { latencyMs: 300 },
  },
  {
    name: 'answers-in-chunks',
    does: 'Answers come in five chunks of no announced length, 20 ms apart, without regard to characters.',
    options: {
      async send(response, outgoing) {
        const bytes = new Uint8Array(await response.arrayBuffer());
        outgoing.writeHead(response.status, Object.fromEntries(headersOf(response, 'content-length')));
        const size = Math.ceil(bytes.length / 5);
        for (let start = 0; start < bytes.length; start += size) {
          outgoing.write(bytes.subarray(start, start + size));
          await delay(20);
        }
        outgoing.end();
      },
    },
  },
  {
    name: 'answers-without-length',
    does: 'An answer ends with its connection, and neither says how long it is nor comes in chunks.',
    options: {
      async send(response, outgoing) {
        outgoing.useChunkedEncodingByDefault = false;
        const headers = headersOf(response, 'content-length');
        outgoing.writeHead(response.status, Object.fromEntries([...headers, ['connection', 'close']]));
        await endWith(response, outgoing);
      },
    },
  },
  {
    name: 'answers-after-early-hints',
    does: 'HTTP 102 and 103 come before each answer.',
    options: {
      async send(response, outgoing) {
        outgoing.writeProcessing();
        outgoing.writeEarlyHints({ link: '</a.css>; rel=preload; as=style' });
        outgoing.writeHead(response.status, Object.fromEntries(response.headers));
        await endWith(response, outgoing);
      },
    },
  },
  {
    name: 'header-names-in-capitals',
    does: 'The names of headers are in capitals.',
    options: {
      async send(response, outgoing) {
        const headers = headersOf(response).map(([name, value]) => [name.toUpperCase(), value]);
        outgoing.writeHead(response.status, Object.fromEntries(headers));
        await endWith(response, outgoing);
      },
    },
  },
  {
    name: 'connections-closed-always',
    does: 'It closes the connection after every answer, as many small servers do.',
    options: answering(
      (response) => withHeader(response, 'connection', 'close'),
      () => true,
    ),
  },
  {
    name: 'connections-closed-when-idle',
    does: 'A connection that was idle for a second is closed, of which no header warns.',
    options: {
      keepAliveTimeout: 1000,
      async send(response, outgoing) {
        const headers = [...headersOf(response), ['connection', 'keep-alive']];
        outgoing.writeHead(response.status, Object.fromEntries(headers));
        await endWith(response, outgoing);
      },
    },
  },
  {
    name: 'throttles',
    does: 'Every twentieth request is throttled.',
    // An operation that is throttled is slowed down, so that a crowd of polls takes seconds.
    options: {
      pollHoldSeconds: 8,
      pollersPerTaskList: 50,
      ...serving(
        class extends ReferenceService {
          #requests = 0;

          override perform(
            operation: string,
            input: JsonObject,
            call: Call,
          ): Promise<JsonObject | undefined> {
            this.#requests += 1;
            if (this.#requests % 20 === 0) {
              throw throttlingFault();
            }
            return super.perform(operation, input, call);
          }
        },
      ),
    },
  },
  {
    name: 'throttles-by-buckets',
    does: 'Each operation is throttled by a token bucket of its own, which holds a tenth of what is documented.',
    options: { quotas: quotasDividedBy(10) },
  },
];
