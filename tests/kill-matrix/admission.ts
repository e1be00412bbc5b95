import { monitorEventLoopDelay, performance } from 'node:perf_hooks';
import { setTimeout as delay } from 'node:timers/promises';

/** How long it is watched what those who were let in last do. */
const watchMs = 100;

/** The part of that time in which the event loop may have been busy, for more to be let in. */
const busyShare = 0.6;

/**
 * How many rules may be under way: four servers with all rules, or 30 with those of an area. With more, what many of them do
 * at the same moment (to begin; to open 100 polls) kept a thread busy for seconds.
 */
const mostRules = 500;

/**
 * Later than this, the thread was too busy for what was seen to be a judgement: a task that has not come so long after its
 * acknowledgement counts as passed over (comingMs in kit/waiting.ts).
 */
const lateMs = 300;

/** What came of some work, and whether this thread was late meanwhile. */
export interface Done<Result> {
  readonly result: Result;
  readonly wasLate: boolean;
}

/**
 * Lets in one server after another, as long as this thread has time to spare. Rules mostly wait for holds to end, and many
 * servers can wait together; but a thread that is busy all the time is late, and rules on timing would judge that.
 */
export class Admission {
  #rules = 0;
  #turn: Promise<void> = Promise.resolve();

  /** Does the work, in which so many rules are run, when its turn has come. */
  async run<Result>(rules: number, work: () => Promise<Result>): Promise<Done<Result>> {
    const turn = this.#turn.then(() => this.#timeToSpare(rules));
    this.#turn = turn;
    await turn;
    const delays = monitorEventLoopDelay();
    delays.enable();
    try {
      const result = await work();
      return { result, wasLate: delays.max > lateMs * 1e6 };
    } finally {
      delays.disable();
      this.#rules -= rules;
    }
  }

  /** Does the work by itself. */
  alone<Result>(work: () => Promise<Result>): Promise<Done<Result>> {
    return this.run(mostRules, work);
  }

  async #timeToSpare(rules: number): Promise<void> {
    while (this.#rules > 0) {
      const before = performance.eventLoopUtilization();
      await delay(watchMs);
      const { utilization } = performance.eventLoopUtilization(before);
      if (utilization < busyShare && this.#rules + rules <= mostRules) break;
    }
    this.#rules += rules;
  }
}
