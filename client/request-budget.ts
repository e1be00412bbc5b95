import { SetupFailed } from './setup-failed.ts';

/** What requests are counted as that name no operation, or none of those that a budget names. */
export const otherRequests = 'other';

/**
 * How many requests were sent, by operation. Those that were throttled are not in it: they are sent again, and counted
 * when they are served.
 */
export class RequestBudget {
  readonly sent = new Map<string, number>();
  readonly #most: ReadonlyMap<string, number> | undefined;

  /** @param most how many of an operation may be sent, and as `otherRequests` of all that it does not name; no bound when absent */
  constructor(most?: ReadonlyMap<string, number>) {
    this.#most = most;
  }

  /** Counts a request that is about to be sent. @throws SetupFailed when it is one too many */
  spend(operation: string): void {
    const name = this.#nameOf(operation);
    const sent = this.sent.get(name) ?? 0;
    const most = this.#most ? (this.#most.get(name) ?? 0) : Number.POSITIVE_INFINITY;
    if (sent >= most) {
      const what = name === otherRequests ? 'other operations' : name;
      throw new SetupFailed(
        `the rule needed more than the ${most} requests of ${what} that are planned for it`,
      );
    }
    this.sent.set(name, sent + 1);
  }

  /** The request was throttled. */
  refund(operation: string): void {
    const name = this.#nameOf(operation);
    this.sent.set(name, (this.sent.get(name) ?? 0) - 1);
  }

  /** What it is counted as. */
  #nameOf(operation: string): string {
    return this.#most && !this.#most.has(operation) ? otherRequests : operation;
  }
}
