import { performance } from 'node:perf_hooks';
import { setTimeout as delay } from 'node:timers/promises';

/** How long it is watched what those who were let in last do. */
const watchMs = 100;

/** The part of that time in which the event loop may have been busy, for one more to be let in. */
const busyShare = 0.6;

/** Each takes memory for its server and what it is judged by. */
const mostAtOnce = 64;

/**
 * Lets in one after another, as long as this thread has time to spare. Rules mostly wait for holds to end, and many servers
 * can wait together; but a thread that is busy all the time is late, and rules on timing would judge that.
 */
export class Admission {
  #underWay = 0;
  #turn: Promise<void> = Promise.resolve();

  /** Does the work when its turn has come. */
  async run<Result>(work: () => Promise<Result>): Promise<Result> {
    const turn = this.#turn.then(() => this.#timeToSpare());
    this.#turn = turn;
    await turn;
    try {
      return await work();
    } finally {
      this.#underWay -= 1;
    }
  }

  async #timeToSpare(): Promise<void> {
    while (this.#underWay > 0) {
      const before = performance.eventLoopUtilization();
      await delay(watchMs);
      const { utilization } = performance.eventLoopUtilization(before);
      if (utilization < busyShare && this.#underWay < mostAtOnce) break;
    }
    this.#underWay += 1;
  }
}
