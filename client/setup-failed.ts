import type { Exchange } from './exchange.ts';

/** The target would not do what a rule needs before it can observe anything: the rule is inconclusive, not broken. */
export class SetupFailed extends Error {
  readonly exchanges: readonly Exchange[];

  /** @param message what was wanted and what came instead, in one sentence. */
  constructor(message: string, ...exchanges: Exchange[]) {
    super(message);
    this.name = 'SetupFailed';
    this.exchanges = exchanges;
  }
}
