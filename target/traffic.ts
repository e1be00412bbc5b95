/**
 * How many requests may be in their first moments at once, in each lane. A slot is given back on the answer or after
 * `slotMs`, whichever is first, so that held polls block nobody; what is bounded is the burst that a server has to work
 * on, so that our own load does not make it slow (at 300 requests a second a burst of 64 is answered in about 0.2 s).
 */
const slots = { urgent: 128, bulk: 64 };
const slotMs = 250;

/**
 * `urgent` for the steps of a protocol story, whose times matter; `bulk` for the cases of a property, thousands of which
 * must not delay them.
 */
export type Lane = keyof typeof slots;

/** Paces the requests of all rules together: bursts always, requests a second when a rate is given. */
export class Traffic {
  readonly #bursts = { urgent: new Burst(slots.urgent), bulk: new Burst(slots.bulk) };
  readonly #pace: Pace | undefined;

  /** @param requestsPerSecond at most so many; no bound when undefined. */
  constructor(requestsPerSecond?: number) {
    this.#pace = requestsPerSecond === undefined ? undefined : new Pace(1000 / requestsPerSecond);
  }

  /**
   * Waits for a turn; the function it gives ends that turn, and may be called more than once.
   * Rejects with the signal's reason when it is aborted.
   */
  async turn(lane: Lane, signal: AbortSignal): Promise<() => void> {
    const leave = await this.#bursts[lane].enter(signal);
    try {
      await this.#pace?.wait(lane, signal);
    } catch (aborted) {
      leave();
      throw aborted;
    }
    const timer = setTimeout(leave, slotMs);
    return () => {
      clearTimeout(timer);
      leave();
    };
  }
}

/** Lets so many in at once, the others in the order in which they came. */
class Burst {
  #free: number;
  readonly #queue = new Queue();

  constructor(free: number) {
    this.#free = free;
  }

  async enter(signal: AbortSignal): Promise<() => void> {
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

/** Lets one go at a time, an interval apart; who is urgent goes before all others. */
class Pace {
  readonly #intervalMs: number;
  readonly #queues = { urgent: new Queue(), bulk: new Queue() };
  #earliest = 0;
  #timer: NodeJS.Timeout | undefined;

  constructor(intervalMs: number) {
    this.#intervalMs = intervalMs;
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
        if (!this.#queues.urgent.next() && !this.#queues.bulk.next()) return;
        this.#earliest = performance.now() + this.#intervalMs;
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
