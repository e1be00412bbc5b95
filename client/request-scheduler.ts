import type { ClientOptions } from './options.ts';

/**
 * How many requests may be under way at once in each lane, so that our own load does not make a server slow. More than
 * 24 cases at once made a server on the same machine no quicker, and 8 took twice as long. A slot is given back on the answer or after `slotMs`,
 * whichever is first: polls that are to be held must block nobody, while the cases of a property are all to be answered
 * at once, and wait for a slow server.
 */
const lanes = {
  urgent: { slots: 128, slotMs: 250 },
  // Who sends many polls on one list sees to its own pace: 128 at once, 250 ms apart, would take 2 s for 1,000.
  fill: { slots: Number.POSITIVE_INFINITY, slotMs: 0 },
  bulk: { slots: 24, slotMs: 5000 },
};

/** A distant server is kept as busy as a near one by more cases at once: 64 at 160 ms of round trip, and no more. */
function bulkSlots(roundTripMs: number): number {
  return Math.min(lanes.bulk.slots + Math.round(roundTripMs / 4), 64);
}

/**
 * `urgent` for the steps of a protocol story, whose times matter; `fill` for polls that fill a list; `bulk` for the cases
 * of a property, thousands of which must not delay them.
 */
export type Lane = keyof typeof lanes;

/** Paces the requests of all rules together: bursts always, requests a second when a rate is given. */
export class RequestScheduler {
  readonly #slots: Record<Lane, Semaphore>;
  readonly #rateLimiter: RateLimiter | undefined;

  constructor({ rate, roundTripMs = 0 }: Pick<ClientOptions, 'rate' | 'roundTripMs'>) {
    this.#slots = {
      urgent: new Semaphore(lanes.urgent.slots),
      fill: new Semaphore(lanes.fill.slots),
      bulk: new Semaphore(bulkSlots(roundTripMs)),
    };
    this.#rateLimiter = rate === undefined ? undefined : new RateLimiter(1000 / rate);
  }

  /**
   * Waits for a turn; the function it gives ends that turn, and may be called more than once.
   * Rejects with the signal's reason when it is aborted.
   */
  async turn(lane: Lane, signal: AbortSignal): Promise<() => void> {
    const release = await this.#slots[lane].acquire(signal);
    try {
      await this.#rateLimiter?.wait(lane, signal);
    } catch (aborted) {
      release();
      throw aborted;
    }
    const timer = setTimeout(release, lanes[lane].slotMs);
    return () => {
      clearTimeout(timer);
      release();
    };
  }
}

/**
 * How many rules may be under way at once where a rate is set: each story is then told without long waits between its
 * steps. All at once made queues of up to 35 s at 40 requests a second.
 */
export function rulesAtOnce(rate = Number.POSITIVE_INFINITY): number {
  return Math.max(10, Math.ceil(rate / 2));
}

/** Lets so many in at once, the others in the order in which they came. */
export class Semaphore {
  #free: number;
  readonly #queue = new Queue();

  constructor(free: number) {
    this.#free = free;
  }

  async acquire(signal: AbortSignal): Promise<() => void> {
    if (this.#free > 0) this.#free -= 1;
    else await this.#queue.wait(signal);
    let left = false;
    return () => {
      if (left) return;
      left = true;
      if (!this.#queue.next()) this.#free += 1;
    };
  }
}

/** Lets one go at a time, an interval apart: who is urgent before those that fill a list, and these before the bulk. */
export class RateLimiter {
  intervalMs: number;
  readonly #queues = { urgent: new Queue(), fill: new Queue(), bulk: new Queue() };
  #earliest = 0;
  #timer: NodeJS.Timeout | undefined;

  constructor(intervalMs: number) {
    this.intervalMs = intervalMs;
  }

  wait(lane: Lane, signal: AbortSignal): Promise<void> {
    const turn = this.#queues[lane].wait(signal);
    this.#arm();
    return turn;
  }

  #arm(): void {
    this.#timer ??= setTimeout(
      () => {
        this.#timer = undefined;
        if (!Object.values(this.#queues).some((queue) => queue.next())) return;
        this.#earliest = performance.now() + this.intervalMs;
        this.#arm();
      },
      Math.max(this.#earliest - performance.now(), 0),
    );
  }
}

/** Those who wait, in order; one whose signal is aborted is gone. */
class Queue {
  readonly #waiting = new Set<() => void>();

  wait(signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      if (signal.aborted) return reject(signal.reason);
      const onAbort = () => {
        this.#waiting.delete(go);
        reject(signal.reason);
      };
      const go = () => {
        signal.removeEventListener('abort', onAbort);
        resolve();
      };
      signal.addEventListener('abort', onAbort, { once: true });
      this.#waiting.add(go);
    });
  }

  /** Lets the first go; false when nobody waits. */
  next(): boolean {
    const [first] = this.#waiting;
    if (!first) return false;
    this.#waiting.delete(first);
    first();
    return true;
  }
}
