import type { Exchange } from '../client/exchange.ts';
import type { Counterexample, Difference } from '../results/rule.ts';

/** The exchanges that show something, the telling one last: one at least, so that a failure never stands without a request. */
export type Shown = readonly [Exchange, ...Exchange[]] | readonly [...Exchange[], Exchange];

/** The target broke the rule: what was expected, what was seen instead, and the exchanges that show it. */
export class Violation extends Error {
  readonly expected: string;
  observed: string;
  readonly exchanges: Shown;
  /** The same part by part, where there are parts. */
  readonly differences: readonly Difference[];
  /** Whether the last exchange was to be a refusal: such an answer depends on nothing that was done before. */
  readonly refusalExpected: boolean;
  counterexample: Counterexample | undefined;

  constructor(
    expected: string,
    observed: string,
    exchanges: Shown,
    differences: readonly Difference[] = [],
    refusalExpected = false,
  ) {
    super(`expected ${expected}; observed ${observed}`);
    this.name = 'Violation';
    this.expected = expected;
    this.observed = observed;
    this.exchanges = exchanges;
    this.differences = differences;
    this.refusalExpected = refusalExpected;
  }
}

/** Nothing was learned about the rule. */
export class Inconclusive extends Error {
  readonly exchanges: readonly Exchange[];

  /** @param message why, in one sentence. */
  constructor(message: string, ...exchanges: Exchange[]) {
    super(message);
    this.name = 'Inconclusive';
    this.exchanges = exchanges;
  }
}

/** The target lacks what the rule is about, so that there is nothing to learn: the rule is skipped, which fails no run. */
export class NotApplicable extends Error {
  /** @param message what the target lacks, in one sentence. */
  constructor(message: string) {
    super(message);
    this.name = 'NotApplicable';
  }
}
