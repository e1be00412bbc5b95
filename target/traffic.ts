import { setTimeout as sleep } from 'node:timers/promises';

/**
 * How many requests may be in their first moments at once. A slot is given back on the answer or after `slotMs`,
 * whichever is first, so that held polls block nobody; what is bounded is the burst that a server has to work on,
 * so that our own load does not make it slow (a single-threaded server at 300 requests a second answers a burst of 64
 * in about 0.2 s).
 */
const slots = 64;
const slotMs = 250;

/** Paces the requests of all rules together: bursts always, requests a second when a rate is given. */
export class Traffic {
  #free = slots;
  readonly #waiting: (() => void)[] = [];
  readonly #interval: number;
  #next = 0;

  /** @param requestsPerSecond at most so many; no bound when undefined. */
  constructor(requestsPerSecond?: number) {
    this.#interval = requestsPerSecond === undefined ? 0 : 1000 / requestsPerSecond;
  }

  /** Waits for a turn; the function it gives ends that turn, and may be called more than once. */
  async turn(signal: AbortSignal): Promise<() => void> {
    if (this.#free > 0) this.#free -= 1;
    else await new Promise<void>((resolve) => this.#waiting.push(resolve));
    let ended = false;
    const end = () => {
      if (ended) return;
      ended = true;
      clearTimeout(timer);
      const next = this.#waiting.shift();
      if (next) next();
      else this.#free += 1;
    };
    let timer: NodeJS.Timeout | undefined;
    try {
      await this.#pace(signal);
    } catch (aborted) {
      end();
      throw aborted;
    }
    timer = setTimeout(end, slotMs);
    return end;
  }

  async #pace(signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    if (this.#interval === 0) return;
    const now = performance.now();
    const at = Math.max(now, this.#next);
    this.#next = at + this.#interval;
    if (at > now) await sleep(at - now, undefined, { signal });
  }
}
