import { Agent as HttpAgent, request as httpRequest, type IncomingMessage } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import { bounded } from './bounded.ts';
import type { Exchange, SentRequest } from './exchange.ts';
import { headerPairs, targetHeader } from './headers.ts';
import type { ClientOptions } from './options.ts';
import type { RequestBudget } from './request-budget.ts';
import { tlsSettings } from './tls.ts';
import type { Wire } from './wire.ts';

/** What is sent over a connection, one request after another. */
export interface ConnectionRequest {
  readonly operation: string;
  readonly body: string;
  readonly deadlineMs: number;
  readonly signal: AbortSignal;
  readonly requestBudget?: RequestBudget | undefined;
}

/** A request and whether it went over the same connection as the one before. */
export interface ConnectionExchange {
  readonly exchange: Exchange;
  readonly reused: boolean;
}

/**
 * One kept-alive connection of its own, for seeing what becomes of it: the wire's connections are shared, and sent
 * anew where a server closed one. Another is opened only when the target has ended this one. Its requests wait for their
 * turn with all others, and are counted; one that is throttled is not sent again.
 */
export class Connection {
  readonly #options: ClientOptions;
  readonly #wire: Wire;
  readonly #agent: HttpAgent;

  constructor(options: ClientOptions, wire: Wire) {
    this.#options = options;
    this.#wire = wire;
    const settings = { keepAlive: true, maxSockets: 1 };
    this.#agent =
      options.endpoint.protocol === 'https:'
        ? new HttpsAgent({ ...settings, ...tlsSettings(options) })
        : new HttpAgent(settings);
  }

  /** Sends a signed request and reads the whole answer; rejects only when the signal is aborted. */
  async send(request: ConnectionRequest): Promise<ConnectionExchange> {
    const { operation, body, deadlineMs, signal } = request;
    const endTurn = await this.#wire.turn(request);
    const sent = await this.#wire.signed({ body: Buffer.from(body), headers: targetHeader(operation) });
    const deadline = AbortSignal.any([signal, AbortSignal.timeout(deadlineMs)]);
    const asked = { operation, client: 'connection', label: operation } as const;
    const base = { ...asked, request: sent, sentAt: performance.now() };
    const ended = await this.#exchange(sent, deadline);
    endTurn();
    signal.throwIfAborted();
    const { reused, ...outcome } = ended;
    const exchange = { ...base, ...outcome, endedAt: performance.now() };
    this.#wire.mustSendAgain(request, exchange);
    return { exchange, reused };
  }

  close(): void {
    this.#agent.destroy();
  }

  #exchange(
    sent: SentRequest,
    signal: AbortSignal,
  ): Promise<Pick<Exchange, 'ending' | 'failure'> & Partial<Pick<Exchange, 'answer'>> & { reused: boolean }> {
    const { protocol, hostname, port } = this.#options.endpoint;
    const send = protocol === 'https:' ? httpsRequest : httpRequest;
    return new Promise((resolve) => {
      const outgoing = send({
        protocol,
        // A URL writes an IPv6 address in brackets; a socket wants it without.
        hostname: hostname.replace(/^\[|\]$/g, ''),
        port,
        path: sent.path,
        method: sent.method,
        headers: { ...Object.fromEntries(sent.headers), 'content-length': sent.body.length },
        agent: this.#agent,
        signal,
      });
      const fail = (error: Error & { code?: string }) => {
        const failure = [error.code, error.message].filter(Boolean).join(': ');
        const refused = error.code === 'ECONNREFUSED';
        const ending = signal.aborted ? 'open' : refused ? 'unreachable' : 'broken';
        resolve({ ending, failure, reused: outgoing.reusedSocket });
      };
      outgoing.on('error', fail);
      // Node ends a connection that answers 101 Switching Protocols without an error.
      const onClose = () => fail(new Error('the connection was closed without an answer'));
      outgoing.on('close', onClose);
      outgoing.on('response', (incoming) => {
        outgoing.off('close', onClose);
        readAnswer(incoming).then(
          (answer) => resolve({ ending: 'answered', failure: '', answer, reused: outgoing.reusedSocket }),
          fail,
        );
      });
      outgoing.end(sent.body);
    });
  }
}

async function readAnswer(incoming: IncomingMessage): Promise<NonNullable<Exchange['answer']>> {
  const body = await bounded(incoming);
  return { status: incoming.statusCode ?? 0, headers: headerPairs(incoming.rawHeaders), body };
}
