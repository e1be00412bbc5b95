import { buildConnector } from 'undici';
import type { ClientOptions } from './options.ts';
import { Semaphore } from './request-scheduler.ts';
import { tlsSettings } from './tls.ts';

/**
 * How many connections may be open of which the target has not shown that it took them. Python's servers let 5 wait to be
 * accepted; the kernel drops what comes beyond that, and the client then waits a second or more for a server that is quick.
 */
const mostUnproven = 5;

/**
 * A connection shows that it was accepted by the first answer on it, and so does each that was opened before it, as they wait in
 * a row. Polls that are held bring no answer: after this time they count as accepted, so that 500 can be opened in a second
 * on a target that answers at once. On a slow one it is as long as first answers take.
 */
const leastProofMs = 10;
const mostProofMs = 200;

type Connect = ReturnType<typeof buildConnector>;

/** Opens connections no faster than the target takes them: a burst of them would overflow the queue of a small server. */
export class Connections {
  readonly #slots = new Semaphore(mostUnproven);
  /** In the order of their opening. */
  readonly #unproven = new Map<object, { readonly openedAt: number; readonly release: () => void }>();
  readonly #open: Connect;
  /** How long a first answer took of late. */
  #proofMs = leastProofMs;

  constructor(options: ClientOptions) {
    // HTTP/1.1, as AWS's SDKs speak it to SWF: a server before which a proxy offers HTTP/2 would else get all over one connection.
    this.#open = buildConnector({ allowH2: false, timeout: 10_000, ...tlsSettings(options) });
  }

  /** What undici opens a connection by. */
  readonly connect: Connect = (options, callback) => {
    void this.#slots.acquire(this.#never).then((release) => {
      this.#open(options, (...[error, socket]: Parameters<typeof callback>) => {
        if (error) release();
        else this.#opened(socket, release);
        (callback as (...args: unknown[]) => void)(error, socket);
      });
    });
  };

  readonly #never = new AbortController().signal;

  #opened(socket: object, release: () => void): void {
    this.#unproven.set(socket, { openedAt: performance.now(), release });
    setTimeout(() => this.#prove(socket), this.#proofMs).unref();
  }

  /** An answer came over it. */
  answered(socket: object): void {
    const first = this.#unproven.get(socket);
    if (!first) return;
    const tookMs = performance.now() - first.openedAt;
    this.#proofMs = Math.min(Math.max((this.#proofMs + 2 * tookMs) / 2, leastProofMs), mostProofMs);
    for (const earlier of [...this.#unproven.keys()]) {
      this.#prove(earlier);
      if (earlier === socket) return;
    }
  }

  #prove(socket: object): void {
    this.#unproven.get(socket)?.release();
    this.#unproven.delete(socket);
  }
}
