import { setTimeout as delay } from 'node:timers/promises';
import { duration } from './exchange.ts';
import type { Target } from './target.ts';

/** How often our own standing still is looked for. */
const tickMs = 100;

/** How often the target's is, by a request: DescribeDomain, which any target knows, is refilled at 6 a second on the service. */
const requestEveryMs = 200;

/** In a run at the most: they last as long as polls that are to be answered are not. */
export const mostStallRequests = 500;

/** What a timer or a request may take beyond the usual without being a stall. */
const usualMs = 100;

/**
 * Finds out how long either machine stood still while polls were open, for all rules together: while anybody watches, a
 * request that waits for nothing is sent every 200 ms; where a rate is set, it takes no more than a tenth of that.
 */
export class StallMeter {
  readonly #target: Target;
  #watchers = 0;
  #stalledMs = 0;
  #requests = 0;
  #requestedAt = Number.NEGATIVE_INFINITY;
  #tick = Promise.resolve();

  constructor(target: Target) {
    this.#target = target;
  }

  /** Begins to watch; the function it gives ends that, and tells the stalls meanwhile in milliseconds. */
  watch(): () => Promise<number> {
    const before = this.#stalledMs;
    this.#watchers += 1;
    if (this.#watchers === 1) void this.#run();
    return async () => {
      this.#watchers -= 1;
      // A stall that ends just now is told by the tick that is under way.
      await this.#tick;
      return this.#stalledMs - before;
    };
  }

  async #run(): Promise<void> {
    await this.#tick;
    while (this.#watchers > 0 && !this.#target.signal.aborted) {
      this.#tick = this.#measure();
      await this.#tick;
    }
  }

  async #measure(): Promise<void> {
    const { options, signal, roundTripMs, domains } = this.#target;
    const start = performance.now();
    await delay(tickMs);
    this.#stalledMs += Math.max(0, performance.now() - start - tickMs - usualMs);
    const everyMs = Math.max(
      requestEveryMs,
      10_000 / (options.requestsPerSecond ?? Number.POSITIVE_INFINITY),
    );
    if (this.#watchers === 0 || performance.now() < this.#requestedAt + everyMs) return;
    if (this.#requests === mostStallRequests) return;
    this.#requests += 1;
    this.#requestedAt = performance.now();
    const request = this.#target.call('DescribeDomain', { name: domains.main }, signal, { once: true });
    // It only rejects when the run is interrupted.
    const exchange = await request.catch(() => undefined);
    if (exchange) this.#stalledMs += Math.max(0, duration(exchange) - roundTripMs - usualMs);
  }
}
