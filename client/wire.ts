import { channel } from 'node:diagnostics_channel';
import { Pool } from 'undici';
import { AdaptiveRates } from './adaptive-rate.ts';
import { bounded } from './bounded.ts';
import { Connections } from './connections.ts';
import type { Answer, Asked, Exchange, SentRequest } from './exchange.ts';
import { isThrottled } from './fault.ts';
import { headerPairs, mediaTypeHeader } from './headers.ts';
import { askMock } from './mock.ts';
import type { ClientOptions } from './options.ts';
import type { RequestBudget } from './request-budget.ts';
import type { RequestLog } from './request-log.ts';
import { type Lane, RequestScheduler } from './request-scheduler.ts';
import { SetupFailed } from './setup-failed.ts';
import { type Sign, type Signing, signer } from './signer.ts';

/** A request to send raw, byte for byte. */
export interface WireRequest {
  /** What it asks for, as the API names it; empty where it names nothing that there is. */
  readonly operation: string;
  /** The same for people; the operation when absent. */
  readonly label?: string | undefined;
  /** What it is counted and paced as, where that is not its operation. */
  readonly countedAs?: string | undefined;
  readonly body: Uint8Array;
  /** In place of, or beside, the protocol's own; `undefined` leaves one out. */
  readonly headers?: Readonly<Record<string, string | undefined>>;
  readonly method?: string;
  /** When to give up, in milliseconds after the request was sent. */
  readonly deadlineMs: number;
  /** Ends the request early; the promise is then rejected with the signal's reason. */
  readonly signal: AbortSignal;
  /** Called when the request's head is written to the socket: it may have waited for its turn before. */
  readonly onSent?: (() => void) | undefined;
  /** Where reading stops; only histories need more than the default. */
  readonly maximumAnswerBytes?: number | undefined;
  /** `urgent` when absent. */
  readonly lane?: Lane;
  /** Where the request is written down, for the evidence of a rule. */
  readonly callLog?: RequestLog | undefined;
  /** On whose account it is sent; the run's own when absent. */
  readonly requestBudget?: RequestBudget | undefined;
  /** Give a throttled answer back in place of waiting until it is served: for what only measures. */
  readonly once?: boolean;
  /** Sign for another region than the target's. */
  readonly region?: string | undefined;
  /** Sign as another, or otherwise than it should be. */
  readonly signing?: Signing | undefined;
}

/** What of a request is signed. */
type Unsigned = Pick<WireRequest, 'body' | 'headers' | 'method' | 'region' | 'signing'>;

/** Throttling is waited out as long as the target serves some of the operation's requests, and this long when it serves none. */
const throttlePatienceMs = 30_000;

/** A request that waits for its turn. */
export interface Turn {
  /** What it is counted and paced as: the operation, for nearly all. */
  readonly operation: string;
  readonly lane?: Lane | undefined;
  readonly requestBudget?: RequestBudget | undefined;
  readonly signal: AbortSignal;
}

/** How long a request may wait for its connection: one that was never sent says nothing of the target's answer. */
const connectionPatienceMs = 20_000;

interface Trace {
  readonly onSent: (() => void) | undefined;
  /** When its head was written; undefined before. */
  sentAt: number | undefined;
  /** The connection that it was written to. */
  socket: object | undefined;
  /** Whether others had gone over that connection before. */
  reused: boolean;
}

const sockets = new WeakSet<object>();
const traces = new WeakMap<object, Trace>();
let creating: Trace | undefined;

// undici publishes the creation of a request within the call that makes it, and the write of its head when it happens:
// so a hold is measured from the wire, not from our queue.
channel('undici:request:create').subscribe((message) => {
  const { request } = message as { request: object };
  if (creating) traces.set(request, creating);
});
channel('undici:client:sendHeaders').subscribe((message) => {
  const { request, socket } = message as { request: object; socket: object };
  const trace = traces.get(request);
  if (!trace) return;
  trace.sentAt = performance.now();
  trace.socket = socket;
  trace.reused = sockets.has(socket);
  sockets.add(socket);
  trace.onSent?.();
});

/** Sends signed requests and keeps what was sent and what came back. One for a run. */
export class Wire {
  requests = 0;
  throttled = 0;
  /** When the last answer came, of `performance.now()`. */
  answeredAt = Number.NEGATIVE_INFINITY;
  readonly #connections: Connections;
  readonly #newPool: () => Pool;
  readonly #pool: Pool;
  readonly #options: ClientOptions;
  readonly #path: string;
  readonly #sign: Sign;
  readonly #scheduler: RequestScheduler;
  readonly #rates = new AdaptiveRates();

  constructor(options: ClientOptions) {
    this.#connections = new Connections(options);
    const { connect } = this.#connections;
    this.#newPool = () =>
      new Pool(options.endpoint.origin, {
        connect,
        allowH2: false,
        connections: 4000,
        headersTimeout: 0,
        bodyTimeout: 0,
        // Short, since some servers close idle connections after 2 s without saying so.
        keepAliveTimeout: 1000,
        keepAliveMaxTimeout: 1000,
      });
    this.#pool = this.#newPool();
    this.#options = options;
    this.#path = options.endpoint.pathname;
    this.#sign = signer(options);
    this.#scheduler = new RequestScheduler(options);
  }

  /**
   * Sends a request; throttling is waited out and counted.
   * @throws SetupFailed when the target serves nothing but throttling for long, or the rule's request budget allows no more
   */
  async send(request: WireRequest): Promise<Exchange> {
    const { callLog, body, lane = 'urgent', signing } = request;
    if (!callLog) return this.#sendPatiently(request);
    const signedOtherwise = signing !== undefined;
    const entry = callLog.started({ ...askedBy(request), body, lane, signedOtherwise });
    const onSent = () => {
      entry.sentAt = performance.now();
      request.onSent?.();
    };
    const exchange = await this.#sendPatiently({ ...request, onSent });
    callLog.ended(entry, exchange);
    return exchange;
  }

  async #sendPatiently(request: WireRequest): Promise<Exchange> {
    const turn = { ...request, operation: request.countedAs ?? request.operation };
    for (;;) {
      const exchange = await this.#sendOnce(request, turn);
      if (!this.mustSendAgain(turn, exchange) || request.once) return exchange;
    }
  }

  /**
   * Waits until a request may be sent, and counts it; the function it gives ends that turn. For all that is sent to the
   * target, over whichever connection.
   */
  async turn({ operation, lane = 'urgent', requestBudget, signal }: Turn): Promise<() => void> {
    await this.#rates.turn(operation, lane, signal);
    const endTurn = await this.#scheduler.turn(lane, signal);
    try {
      requestBudget?.spend(operation);
    } catch (tooMany) {
      endTurn();
      throw tooMany;
    }
    this.requests += 1;
    return endTurn;
  }

  /**
   * Whether the target throttled the request, so that it is to be sent again in another turn.
   * @throws SetupFailed when it has done nothing else for long: that is no finding, whatever the request was for
   */
  mustSendAgain({ operation, requestBudget }: Turn, exchange: Exchange): boolean {
    if (!isThrottled(exchange)) {
      this.#rates.served(operation);
      return false;
    }
    this.throttled += 1;
    requestBudget?.refund(operation);
    const unservedMs = this.#rates.throttled(operation);
    if (unservedMs < throttlePatienceMs) return true;
    const seconds = Math.round(unservedMs / 1000);
    const what = exchange.operation || 'such request';
    throw new SetupFailed(`the target throttled every ${what} for ${seconds} s`, exchange);
  }

  /** Ends all connections. */
  async close(): Promise<void> {
    await this.#pool.destroy();
  }

  async #sendOnce(request: WireRequest, turn: Turn): Promise<Exchange> {
    for (let attempt = 1; ; attempt++) {
      const { exchange, reused, wasSent } = await this.#attempt(request, turn, attempt > 1);
      if (exchange.answer) this.answeredAt = exchange.endedAt;
      // A server may close an idle connection in the moment in which we use it: RFC 9112, 9.3.1 lets a client send again.
      // On a new connection, so that a server that closes for the sake of this request does it again.
      const stale = reused && exchange.endedAt - exchange.sentAt < 1000;
      // What was never written, as the connection broke before, is nothing that the target did not answer.
      if (exchange.ending !== 'broken' || attempt === 3 || (wasSent && !stale)) return exchange;
    }
  }

  async #attempt(
    request: WireRequest,
    turn: Turn,
    fresh: boolean,
  ): Promise<{ exchange: Exchange; reused: boolean; wasSent: boolean }> {
    const endTurn = await this.turn(turn);
    const sent = await this.signed(request);
    const madeAt = performance.now();
    const onSent = () => {
      // It may have taken a while to be sent, where we are busy.
      clearTimeout(timer);
      timer = setTimeout(onAbort, request.deadlineMs);
      request.onSent?.();
    };
    const trace: Trace = { onSent, sentAt: undefined, socket: undefined, reused: false };
    const deadline = new AbortController();
    const onAbort = () => deadline.abort();
    request.signal.throwIfAborted();
    request.signal.addEventListener('abort', onAbort, { once: true });
    let timer = setTimeout(onAbort, connectionPatienceMs);
    const pool = fresh ? this.#newPool() : this.#pool;
    let ended: Pick<Exchange, 'ending' | 'failure'> & { answer?: Answer };
    try {
      ended = {
        ending: 'answered',
        failure: '',
        answer: await this.#exchange(pool, sent, trace, deadline.signal, request.maximumAnswerBytes),
      };
    } catch (error) {
      ended = deadline.signal.aborted ? unanswered(request, trace) : failed(error);
    } finally {
      clearTimeout(timer);
      request.signal.removeEventListener('abort', onAbort);
      endTurn();
      if (fresh) await pool.destroy();
    }
    request.signal.throwIfAborted();
    const times = { sentAt: trace.sentAt ?? madeAt, endedAt: performance.now() };
    const exchange = { ...askedBy(request), request: sent, ...ended, ...times };
    return { exchange, reused: trace.reused, wasSent: trace.sentAt !== undefined };
  }

  /** The request as it goes over the wire: with the protocol's headers, the given ones and the signature. */
  async signed(request: Unsigned): Promise<SentRequest> {
    const { body, method = 'POST', signing } = request;
    const headers = Object.fromEntries(
      Object.entries({ ...mediaTypeHeader, ...request.headers }).filter(
        (entry): entry is [string, string] => entry[1] !== undefined,
      ),
    );
    const signed = await this.#sign({ method, path: this.#path, headers, body }, request.region, signing);
    const sent = { method, path: this.#path, headers: Object.entries(signed), body };
    return signing ? { ...sent, signedOtherwise: true } : sent;
  }

  async #exchange(
    pool: Pool,
    sent: SentRequest,
    trace: Trace,
    signal: AbortSignal,
    maximumBytes?: number,
  ): Promise<Answer> {
    const { endpoint, mock } = this.#options;
    if (mock) {
      const onSent = () => {
        trace.sentAt = performance.now();
        trace.onSent?.();
      };
      return askMock(mock, endpoint, sent, { signal, maximumBytes, onSent });
    }
    creating = trace;
    const pending = pool.request({
      path: sent.path,
      method: sent.method as 'POST',
      headers: Object.fromEntries(sent.headers),
      body: sent.body,
      signal,
      responseHeaders: 'raw',
    });
    creating = undefined;
    const response = await pending;
    if (trace.socket) this.#connections.answered(trace.socket);
    const body = await bounded(response.body, maximumBytes);
    // Raw headers are an array, whatever the type says.
    const headers = headerPairs(response.headers as unknown as string[]);
    return { status: response.statusCode, headers, body };
  }
}

/** What is said of a request that was given up. */
function unanswered({ deadlineMs }: WireRequest, { sentAt }: Trace): Pick<Exchange, 'ending' | 'failure'> {
  return sentAt === undefined
    ? { ending: 'unreachable', failure: `no connection within ${connectionPatienceMs / 1000} s` }
    : { ending: 'open', failure: `no answer within ${Math.round(deadlineMs)} ms` };
}

function askedBy({ operation, label = operation }: WireRequest): Asked {
  return { operation, client: 'wire', label };
}

const notConnected = [
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
];

function failed(error: unknown): Pick<Exchange, 'ending' | 'failure'> {
  const { code, message } = error as { code?: string; message?: string };
  const failure = [code, message].filter(Boolean).join(': ') || String(error);
  return { ending: code && notConnected.includes(code) ? 'unreachable' : 'broken', failure };
}
