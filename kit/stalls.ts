import { setTimeout as delay } from 'node:timers/promises';
import { duration, type Exchange } from '../client/exchange.ts';
import type { TargetOptions } from './options.ts';
import type { Domains } from './set-up.ts';

/** How often our own standing still is looked for. */
const tickMs = 100;

/** How often the target's is, by a request: DescribeDomain, which any target knows, is refilled at 6 a second on the service. */
const requestEveryMs = 200;

/** In a run at the most: they last as long as polls that are to be answered are not. */
export const mostStallRequests = 500;

/** What a timer or a request may take beyond the usual without being a stall. */
const usualMs = 100;

/** What is watched. */
interface Watched {
  readonly options: TargetOptions;
  readonly domains: Domains;
  readonly signal: AbortSignal;
  readonly roundTripMs: number;
  call(operation: string, body: unknown, signal: AbortSignal, options: { once: boolean }): Promise<Exchange>;
}

/**
 * Finds out how long either machine stood still while polls were open, for all rules together: while anybody watches, a
 * request that waits for nothing is sent every 200 ms; where a rate is set, it takes no more than a tenth of that.
 */
export class StallMeter {
  readonly #target: Watched;
  /** How many watch; who has just ended waits for the tick that is under way. */
  #watchers = 0;
  readonly #watches = new Set<{ readonly startedAt: number; stalledMs: number }>();
  #requests = 0;
  #requestedAt = Number.NEGATIVE_INFINITY;
  #running = false;
  #tick = Promise.resolve();

  constructor(target: Watched) {
    this.#target = target;
  }

  /** Begins to watch; the function it gives ends that, and tells the stalls meanwhile in milliseconds. */
  watch(): () => Promise<number> {
    const watch = { startedAt: performance.now(), stalledMs: 0 };
    this.#watches.add(watch);
    this.#watchers += 1;
    if (!this.#running) void this.#run();
    return async () => {
      this.#watchers -= 1;
      // A stall that ends just now is told by the tick that is under way.
      await this.#tick;
      this.#watches.delete(watch);
      return watch.stalledMs;
    };
  }

  async #run(): Promise<void> {
    this.#running = true;
    while (this.#watchers > 0 && !this.#target.signal.aborted) {
      this.#tick = this.#measure();
      await this.#tick;
    }
    this.#running = false;
  }

  async #measure(): Promise<void> {
    const { options, signal, roundTripMs, domains } = this.#target;
    const start = performance.now();
    await delay(tickMs);
    this.#stalled(performance.now() - start - tickMs - usualMs);
    const everyMs = Math.max(requestEveryMs, 10_000 / (options.rate ?? Number.POSITIVE_INFINITY));
    if (this.#watchers === 0 || performance.now() < this.#requestedAt + everyMs) return;
    if (this.#requests === mostStallRequests) return;
    this.#requests += 1;
    this.#requestedAt = performance.now();
    const request = this.#target.call('DescribeDomain', { name: domains.main }, signal, { once: true });
    // Of an interrupted run, or a target that throttles for ever, others tell.
    const exchange = await request.catch(() => undefined);
    if (exchange) this.#stalled(duration(exchange) - roundTripMs - usualMs);
  }

  /** Something has just ended that took so much longer than usual; what of it was before a watch began is not that one's. */
  #stalled(ms: number): void {
    for (const watch of this.#watches) {
      watch.stalledMs += Math.min(Math.max(ms, 0), performance.now() - watch.startedAt);
    }
  }
}
