import type { Lane } from './request-scheduler.ts';
import { RateLimiter } from './request-scheduler.ts';

/** The first rate when a target begins to throttle; the rate is found from there. The service's slowest bucket refills at 6 a second. */
const firstPerSecond = 50;
const slowestPerSecond = 1;

/** Beyond that no limit is needed: no server that throttles serves so many. */
const freePerSecond = 1000;

/** Answers to what was sent before the rate was cut say nothing of the new one. */
const betweenCutsMs = 300;

/**
 * What becomes of the rate when a request is throttled, and how many more a second when one is served. A target that throttles
 * one request in ten, however few there are, must not bring it down for good.
 */
const [cutTo, recovery] = [0.7, 2];

/**
 * Slows down each operation that the target throttles, as a whole: if each request backed off by itself, those of all
 * rules together would drain the bucket again and again, and some would never come to their turn.
 */
export class AdaptiveRates {
  readonly #rates = new Map<string, AdaptiveRate>();

  /** Waits until a request of the operation may be sent; at once where the target does not throttle it. */
  async turn(operation: string, lane: Lane, signal: AbortSignal): Promise<void> {
    await this.#rates.get(operation)?.limiter.wait(lane, signal);
  }

  /** A request was throttled. Gives for how long none of the operation was served, in milliseconds. */
  throttled(operation: string): number {
    const rate = this.#rates.get(operation) ?? new AdaptiveRate();
    this.#rates.set(operation, rate);
    rate.cut();
    rate.throttledSince ??= performance.now();
    return performance.now() - rate.throttledSince;
  }

  /** A request was answered otherwise. */
  served(operation: string): void {
    const rate = this.#rates.get(operation);
    if (!rate) return;
    rate.release();
    // Who waits still is let go by the limiter itself.
    if (rate.perSecond > freePerSecond) this.#rates.delete(operation);
  }
}

class AdaptiveRate {
  perSecond = firstPerSecond / cutTo;
  readonly limiter = new RateLimiter(0);
  /** When the first was throttled of those since the last that was served. */
  throttledSince: number | undefined;
  #cutAt = Number.NEGATIVE_INFINITY;

  cut(): void {
    if (performance.now() < this.#cutAt + betweenCutsMs) return;
    this.#cutAt = performance.now();
    this.#set(Math.max(this.perSecond * cutTo, slowestPerSecond));
  }

  release(): void {
    this.throttledSince = undefined;
    this.#set(this.perSecond + recovery);
  }

  #set(perSecond: number): void {
    this.perSecond = perSecond;
    this.limiter.intervalMs = 1000 / perSecond;
  }
}
