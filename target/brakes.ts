import type { Lane } from './traffic.ts';
import { Pace } from './traffic.ts';

/** The first rate when a target begins to throttle; the rate is found from there. The service's slowest bucket refills at 6 a second. */
const firstPerSecond = 50;
const slowestPerSecond = 1;

/** Beyond that no brake is needed: no server that throttles serves so many. */
const freePerSecond = 1000;

/** The rate is judged anew so often, by the answers since; fewer say little. */
const judgedEveryMs = 300;
const fewestAnswers = 3;

/** A server may throttle some requests at any rate: it is too high where more than this part of them is throttled. */
const bearable = 0.25;

/** How much quicker it is where less is throttled: twice as quick after 1.2 s. */
const recovery = 1.2;

/**
 * Slows down each operation that the target throttles, as a whole: if each request backed off by itself, those of all
 * rules together would drain the bucket again and again, and some would never come to their turn.
 */
export class Brakes {
  readonly #brakes = new Map<string, Brake>();

  /** Waits until a request of the operation may be sent; at once where the target does not throttle it. */
  async turn(operation: string, lane: Lane, signal: AbortSignal): Promise<void> {
    await this.#brakes.get(operation)?.pace.wait(lane, signal);
  }

  /** A request was throttled. Gives for how long none of the operation was served, in milliseconds. */
  throttled(operation: string): number {
    const brake = this.#brakes.get(operation) ?? new Brake();
    this.#brakes.set(operation, brake);
    return brake.throttled();
  }

  /** A request was answered otherwise. */
  served(operation: string): void {
    const brake = this.#brakes.get(operation);
    if (!brake) return;
    brake.served();
    // Who waits still is let go by the brake itself.
    if (brake.perSecond > freePerSecond) this.#brakes.delete(operation);
  }
}

class Brake {
  perSecond = firstPerSecond;
  readonly pace = new Pace(1000 / firstPerSecond);
  /** When the first was throttled of those since the last that was served. */
  #throttledSince: number | undefined;
  #judgedAt = performance.now();
  #served = 0;
  #throttled = 0;

  throttled(): number {
    this.#throttled += 1;
    this.#throttledSince ??= performance.now();
    this.#judge();
    return performance.now() - this.#throttledSince;
  }

  served(): void {
    this.#served += 1;
    this.#throttledSince = undefined;
    this.#judge();
  }

  #judge(): void {
    const answers = this.#served + this.#throttled;
    if (answers < fewestAnswers || performance.now() < this.#judgedAt + judgedEveryMs) return;
    const part = this.#throttled / answers;
    const changed = this.perSecond * (part > bearable ? Math.max(0.5, 1 - part) : recovery);
    this.perSecond = Math.max(changed, slowestPerSecond);
    this.pace.intervalMs = 1000 / this.perSecond;
    this.#judgedAt = performance.now();
    this.#served = 0;
    this.#throttled = 0;
  }
}
