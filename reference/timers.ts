// setTimeout fires at once when it is given more than this. Nothing here runs for 24 days.
const LONGEST = 2 ** 31 - 1;

/** Named timers of tasks, executions and waiting polls, so that closing one of these stops all that it started. */
export class Timers {
  readonly #timers = new Map<object, Map<string, NodeJS.Timeout>>();
  #closed = false;

  /** Starts the owner's timer of that name anew. */
  start(owner: object, name: string, milliseconds: number, action: () => void): void {
    this.stop(owner, name);
    if (this.#closed || milliseconds > LONGEST) {
      return;
    }
    const fire = () => {
      this.stop(owner, name);
      action();
    };
    const timers = this.#timers.get(owner) ?? new Map<string, NodeJS.Timeout>();
    timers.set(name, setTimeout(fire, milliseconds));
    this.#timers.set(owner, timers);
  }

  stop(owner: object, name: string): void {
    const timers = this.#timers.get(owner);
    clearTimeout(timers?.get(name));
    timers?.delete(name);
    if (timers?.size === 0) {
      this.#timers.delete(owner);
    }
  }

  stopAll(owner: object): void {
    for (const timer of this.#timers.get(owner)?.values() ?? []) {
      clearTimeout(timer);
    }
    this.#timers.delete(owner);
  }

  /** Stops every timer; none can be started from then on. */
  close(): void {
    this.#closed = true;
    for (const owner of [...this.#timers.keys()]) {
      this.stopAll(owner);
    }
  }
}
