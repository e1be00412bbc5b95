import { SetupFailed } from './setup-failed.ts';

/** What a request of that label asks for: `PollForActivityTask by the AWS SDK` is a poll. */
export function operationOf(label: string): string {
  return label.split(' ', 1)[0] ?? '';
}

/**
 * How many requests were sent, by operation. Those that were throttled are not in it: they are sent again, and counted
 * when they are served.
 */
export class Ledger {
  readonly sent = new Map<string, number>();
  readonly #most: (operation: string) => number;

  /** @param most how many of an operation may be sent; no bound when absent */
  constructor(most: (operation: string) => number = () => Number.POSITIVE_INFINITY) {
    this.#most = most;
  }

  /** Counts a request that is about to be sent. @throws SetupFailed when it is one too many */
  spend(operation: string): void {
    const sent = this.sent.get(operation) ?? 0;
    const most = this.#most(operation);
    if (sent >= most) {
      throw new SetupFailed(
        `the rule needed more than the ${most} requests of ${operation} that are planned for it`,
      );
    }
    this.sent.set(operation, sent + 1);
  }

  /** The request was throttled. */
  refund(operation: string): void {
    this.sent.set(operation, (this.sent.get(operation) ?? 0) - 1);
  }
}
