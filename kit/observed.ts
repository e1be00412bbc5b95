import { bodyObject, type Exchange, type JsonObject } from '../client/exchange.ts';
import { type Fault, faultOf } from '../client/fault.ts';
import type { Difference } from '../results/rule.ts';
import { isAccepted } from './accepted.ts';
import { describe } from './describe.ts';
import { differencesOf, notEmpty, notRefused, notSuccess, notTheTask } from './differences.ts';
import { Inconclusive, type Shown, Violation } from './outcome.ts';
import { type DeliveredTask, isTask, knownBy, type PollResult } from './poll.ts';
import type { AwaitedTask } from './workflow.ts';

/**
 * What a rule has seen. Each method is one observation: it is counted, and throws a Violation when it is not what the
 * rule expects. A target that cannot be reached is never a violation but Inconclusive.
 */
export class Observed {
  /** How many observations a pass would rest on. */
  count = 0;

  /** The poll brought this task. */
  task(result: PollResult, awaited: AwaitedTask, expected = 'the scheduled task'): DeliveredTask {
    const wanted = `${expected} (${knownBy(awaited)})`;
    const differences = () => notTheTask(result.exchange, awaited);
    const shown = [awaited.exchange, result.exchange] as const;
    this.#holds(isTask(result, awaited), wanted, describe(result.exchange), shown, differences);
    return (result as PollResult & { kind: 'task' }).task;
  }

  /** The poll was answered without a task: whatever the form of that answer. */
  empty(result: PollResult, expected = 'an empty result'): Exchange {
    const { kind, exchange } = result;
    this.#holds(kind === 'empty', expected, describe(exchange), [exchange], () => notEmpty(exchange));
    return exchange;
  }

  /** No poll of a window brought a task, and none was refused. */
  nothing(results: readonly PollResult[], expected: string, ...context: Exchange[]): void {
    for (const { kind, exchange } of results) {
      const quiet = kind === 'empty' || (kind === 'none' && exchange.ending === 'open');
      const shown: Shown = [...context, exchange];
      this.#holds(quiet, expected, describe(exchange), shown, () => notEmpty(exchange));
    }
  }

  /** The request was refused as the caller's mistake: 4xx, and by one of these faults when any is named. */
  refused(exchange: Exchange, expected: Expected = {}): Fault {
    this.reached(exchange);
    const { status, faults, of = '' } = expected;
    const names = faults ? `, ${faults.join(' or ')}` : '';
    const wanted = `a fault (HTTP ${status ?? '4xx'}${names})${of}`;
    const result = faultOf(exchange);
    const statusFits = result && (status ? result.status === status : result.status < 500);
    const nameFits = result && (faults === undefined || faults.includes(result.type));
    const differences = () => notRefused(exchange, expected);
    const holds = Boolean(statusFits && nameFits);
    this.#holds(holds, wanted, describe(exchange), [exchange], differences, true);
    return result as Fault;
  }

  /**
   * The twin of a refused request was accepted: answered with success, or left waiting where the operation holds it.
   * Without it the refusal says nothing, so that this is never a violation but Inconclusive.
   */
  accepted(operation: { readonly holds: boolean }, exchange: Exchange): void {
    if (isAccepted(operation, exchange)) return;
    const message = `the valid twin of the request was not accepted: ${describe(exchange)}`;
    throw new Inconclusive(message, exchange);
  }

  /** The answer is HTTP 200 with a JSON object, which is given back. */
  success(exchange: Exchange, expected = 'HTTP 200 with a JSON object'): JsonObject {
    const body = exchange.answer?.status === 200 ? bodyObject(exchange) : undefined;
    this.#holds(body !== undefined, expected, describe(exchange), [exchange], () => notSuccess(exchange));
    return body as JsonObject;
  }

  /** A poll by the SDK resolved: it threw nothing. */
  resolved(error: unknown, exchange: Exchange): void {
    this.part('thrown by the SDK', error === undefined, 'the SDK to resolve', `it threw ${error}`, exchange);
  }

  /** Anything else that holds or does not. */
  that(holds: boolean, expected: string, observed: string, ...exchanges: Shown): void {
    this.#holds(holds, expected, observed, exchanges, () => []);
  }

  /**
   * As `that`, where it is about one part of an answer, or of what happened: `body.startedEventId`, `header content-type`,
   * `answered after`.
   */
  part(part: string, holds: boolean, expected: string, observed: string, ...exchanges: Shown): void {
    this.#holds(holds, expected, observed, exchanges, () => [{ part, expected, observed }]);
  }

  /** Nothing like it came: an exchange that did is what shows the failure. As `part` besides. */
  none(
    part: string,
    exchange: Exchange | undefined,
    expected: string,
    observed: (exchange: Exchange) => string,
    ...context: Exchange[]
  ): void {
    if (exchange) this.part(part, false, expected, observed(exchange), ...context, exchange);
    else this.counted();
  }

  /** An observation that nothing can be wrong with: a pass rests on it, no more. */
  counted(...exchanges: Exchange[]): void {
    for (const exchange of exchanges) this.reached(exchange);
    this.count += 1;
  }

  /** The answer has this status. */
  status(exchange: Exchange, status: number, expected: string, ...context: Exchange[]): void {
    const holds = exchange.answer?.status === status;
    const differences = () => differencesOf(exchange, { status: String(status) }, () => holds);
    const refusalExpected = status >= 400 && status < 500;
    this.#holds(holds, expected, describe(exchange), [...context, exchange], differences, refusalExpected);
  }

  /** The parts of an answer are as they should be: there is no difference. */
  same(differences: readonly Difference[], exchanges: Shown): void {
    const list = (side: 'expected' | 'observed') =>
      differences.map((each) => `${each.part} ${each[side]}`).join(', ');
    this.#holds(differences.length === 0, list('expected'), list('observed'), exchanges, () => [
      ...differences,
    ]);
  }

  #holds(
    holds: boolean,
    expected: string,
    observed: string,
    exchanges: Shown,
    differences: () => Difference[],
    refusalExpected = false,
  ): void {
    for (const exchange of exchanges) this.reached(exchange);
    if (!holds) throw new Violation(expected, observed, exchanges, differences(), refusalExpected);
    // What was a violation is no ground for a pass, if the case is tried again and holds.
    this.count += 1;
  }

  private reached(exchange: Exchange): void {
    if (exchange.ending === 'unreachable') {
      throw new Inconclusive(`the target could not be reached any more: ${exchange.failure}`, exchange);
    }
  }
}

/** What a refusal has to be, beyond a 4xx. */
export interface Expected {
  readonly status?: number;
  readonly faults?: readonly string[];
  /** What is refused, where the request alone does not tell: ends the sentence. */
  readonly of?: string;
}
