import type { Exchange } from '../../client/exchange.ts';
import type { Fixture, TakenTask } from '../../kit/fixture.ts';

/**
 * Until a worker polls again that was not given a new task: a target that does not hold, or gives a started task again and
 * again, would else be asked as fast as it answers.
 */
const pauseMs = 200;

/** Workers on one list: each polls, and polls again after a task or an empty result, until all of them are stopped. */
export class Workers {
  /** The tasks that came, in the order of their coming. */
  readonly taken: TakenTask[] = [];
  /** A poll that was refused or broke off, if one did; its worker polls no more. */
  refused: Exchange | undefined;
  readonly #stopping = new AbortController();
  readonly #ended: Promise<PromiseSettledResult<void>[]>;

  constructor(target: Fixture, taskList: string, count: number) {
    const fixture = target.endingWith(this.#stopping.signal, target.callLog);
    const workers = Array.from({ length: count }, () => this.#work(fixture, taskList));
    this.#ended = Promise.allSettled(workers);
  }

  /** Waits until so many tasks have come; gives up when none has come for the length of the patience. */
  async take(target: Fixture, tasks: number, patienceMs: number): Promise<void> {
    for (let waitedMs = 0, seen = 0; this.taken.length < tasks && waitedMs < patienceMs; waitedMs += 50) {
      if (this.taken.length > seen) waitedMs = 0;
      seen = this.taken.length;
      await target.wait(50);
    }
  }

  /** Gives up all polls. Nothing that is scheduled on the list from now on can be relied on. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    for (const ended of await this.#ended) {
      if (ended.status === 'rejected' && ended.reason !== this.#stopping.signal.reason) throw ended.reason;
    }
  }

  async #work(fixture: Fixture, taskList: string): Promise<void> {
    for (;;) {
      const result = await fixture.poll(taskList);
      if (result.kind === 'task') {
        const cameBefore = this.taken.some(({ task }) => task.activityId === result.task.activityId);
        this.taken.push(result);
        if (cameBefore) await fixture.wait(pauseMs);
      } else if (result.kind === 'empty') await fixture.wait(pauseMs);
      else if (result.exchange.ending !== 'open') {
        this.refused ??= result.exchange;
        return;
      }
    }
  }
}
