import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import { Readable } from 'node:stream';
import { SWFClient } from '@aws-sdk/client-swf';
import { HttpResponse } from '@smithy/core/protocols';
import { NodeHttpHandler, type NodeHttpHandlerOptions } from '@smithy/node-http-handler';
import { bounded } from './bounded.ts';
import type { Asked, Exchange, SentRequest } from './exchange.ts';
import { askMock } from './mock.ts';
import type { Mock } from './mock-handlers.ts';
import type { ClientOptions } from './options.ts';
import type { RequestBudget } from './request-budget.ts';
import type { RequestLog } from './request-log.ts';
import type { Lane } from './request-scheduler.ts';
import { isOfSdkClass, newSdkCommand } from './sdk-commands.ts';
import { sdkSettings } from './sdk-settings.ts';
import { tlsSettings } from './tls.ts';
import { unlessAborted } from './unless-aborted.ts';
import type { Wire } from './wire.ts';

type Handle = NodeHttpHandler['handle'];

/** Its timeout is for the head alone: a body may then drip for good, and a 101 is no answer and no error either. */
const bodyMs = 5000;

/** What passed over the wire; what was asked for is known to who asked. */
type Traffic = Omit<Exchange, keyof Asked>;

/** Keeps what passes through the SDK's own handler, whose sockets and timeouts stay as they are. */
class RecordingHandler extends NodeHttpHandler {
  readonly traffic: Traffic[] = [];
  readonly #target: ClientOptions;
  readonly #timeoutMs: number;

  constructor(target: ClientOptions, options: NodeHttpHandlerOptions & { requestTimeout: number }) {
    super(options);
    this.#target = target;
    this.#timeoutMs = options.requestTimeout;
  }

  override async handle(...[request, options]: Parameters<Handle>): ReturnType<Handle> {
    // They come after the signature, and are not in it.
    Object.assign(request.headers, this.#target.header);
    const sentAt = performance.now();
    const sent = {
      method: request.method,
      path: request.path,
      headers: Object.entries(request.headers),
      body: request.body instanceof Uint8Array ? request.body : Buffer.from(request.body ?? ''),
    };
    const base = { request: sent, sentAt };
    try {
      const late = AbortSignal.timeout(this.#timeoutMs + bodyMs);
      const { response, body } = await unlessAborted(this.#answer(sent, request, options), late);
      const answer = { status: response.statusCode, headers: Object.entries(response.headers), body };
      this.traffic.push({ ...base, ending: 'answered', answer, failure: '', endedAt: performance.now() });
      response.body = Readable.from([body]);
      return { response };
    } catch (error) {
      const failure = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
      const { code } = error as { code?: string };
      const ending = code === 'ECONNREFUSED' ? 'unreachable' : 'broken';
      this.traffic.push({ ...base, ending, failure, endedAt: performance.now() });
      throw error;
    }
  }

  async #answer(
    sent: SentRequest,
    ...[request, options]: Parameters<Handle>
  ): Promise<{ response: HttpResponse; body: Buffer }> {
    const { mock } = this.#target;
    const { response } = await (mock
      ? this.#fromMock(mock, sent, options?.abortSignal)
      : super.handle(request, options));
    return { response, body: await bounded(response.body) };
  }

  /** What the SDK's own handler makes of an answer, and of none in time. */
  async #fromMock(mock: Mock, sent: SentRequest, abortSignal: unknown): Promise<{ response: HttpResponse }> {
    const { endpoint } = this.#target;
    const timeout = AbortSignal.timeout(this.#timeoutMs);
    const signal = abortSignal instanceof AbortSignal ? AbortSignal.any([abortSignal, timeout]) : timeout;
    const answer = await askMock(mock, endpoint, sent, { signal });
    const headers = Object.fromEntries(answer.headers);
    return {
      response: new HttpResponse({ statusCode: answer.status, headers, body: Readable.from([answer.body]) }),
    };
  }
}

/** What may be said of a call beside its input. */
export interface SdkCallOptions {
  readonly signal: AbortSignal;
  readonly requestBudget?: RequestBudget | undefined;
  /** Where the call is written down. */
  readonly callLog?: RequestLog | undefined;
  /** What it is written down as; the SDK's calls are paced as `urgent`. */
  readonly lane?: Lane;
}

/** What the SDK made of a call: its output, or what it threw; and what passed over the wire. */
export interface SdkOutcome<Output = object> {
  readonly output: Output | undefined;
  /** What was thrown, as `Name: message`; undefined when the call resolved. */
  readonly error: string | undefined;
  readonly thrown: unknown;
  /** Whether what was thrown is of the class that the SDK has for this fault. */
  readonly isOf: (fault: string) => boolean;
  readonly exchange: Exchange;
}

/** The target as a user of the AWS SDK sees it. */
export class Sdk {
  readonly #client: SWFClient;
  readonly #traffic: Traffic[];
  readonly #wire: Wire;

  /**
   * A client as a worker would configure it: one attempt, and a socket timeout that is thrown, not only logged.
   * 1,200 sockets, as the default of 50 would queue polls behind one another.
   */
  constructor(options: ClientOptions, socketTimeoutMs: number, wire: Wire) {
    this.#wire = wire;
    const agent = { keepAlive: true, maxSockets: 1200 };
    const requestHandler = new RecordingHandler(options, {
      requestTimeout: socketTimeoutMs,
      throwOnRequestTimeout: true,
      connectionTimeout: 10_000,
      httpAgent: new HttpAgent(agent),
      httpsAgent: new HttpsAgent({ ...agent, ...tlsSettings(options) }),
    });
    this.#traffic = requestHandler.traffic;
    this.#client = new SWFClient({
      ...sdkSettings,
      endpoint: options.endpoint.href,
      region: options.region,
      credentials: options.credentials,
      requestHandler,
    });
  }

  /**
   * Calls an operation; never rejects but when the signal is aborted. One call at a time. Throttling is waited out.
   * @throws TypeError when the SDK has no such operation
   */
  async send(operation: string, input: object, options: SdkCallOptions): Promise<SdkOutcome> {
    const { signal, requestBudget, callLog, lane = 'urgent' } = options;
    const turn = { operation, signal, requestBudget };
    const asked = { operation, client: 'sdk', label: `${operation} by the AWS SDK` } as const;
    const body = Buffer.from(JSON.stringify(input));
    const entry = callLog?.started({ ...asked, body, lane, signedOtherwise: false });
    if (entry) entry.sentAt = performance.now();
    for (;;) {
      const command = newSdkCommand(operation, input);
      if (!command) throw new TypeError(`the AWS SDK has no operation ${operation}`);
      const endTurn = await this.#wire.turn(turn);
      this.#traffic.length = 0;
      let output: object | undefined;
      let thrown: unknown;
      try {
        output = await this.#client.send(command, { abortSignal: signal });
      } catch (error) {
        thrown = error;
      }
      endTurn();
      signal.throwIfAborted();
      const [traffic] = this.#traffic;
      // Without traffic the SDK failed before it sent anything: no finding about the target.
      if (!traffic) throw thrown;
      const exchange = { ...asked, ...traffic };
      if (this.#wire.mustSendAgain(turn, exchange)) continue;
      if (entry) callLog?.ended(entry, exchange);
      const error = thrown instanceof Error ? `${thrown.name}: ${thrown.message}` : undefined;
      return { output, error, thrown, isOf: (fault) => isOfSdkClass(thrown, fault), exchange };
    }
  }

  close(): void {
    this.#client.destroy();
  }
}
