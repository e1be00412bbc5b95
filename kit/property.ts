import fc from 'fast-check';
import { asciiEscaped } from '../client/ascii.ts';
import type { Counterexample } from '../results/rule.ts';
import { Inconclusive, Violation } from './outcome.ts';
import { threeTimes, unlessThrownThrice } from './three-times.ts';

/** Cases of one property under way at once; the target layer bounds the bursts of all rules together. */
const concurrency = 16;

/** Shrinking asks the target again and again, one request after another; a run must not wait long for it. */
const shrinkPatienceMs = 6000;

/** On a quick target it would try thousands of values, each of which counts against its quotas. */
export const mostShrinks = 200;

/** Something that holds for every generated value. */
export interface Property<Value, Prepared> {
  readonly arbitrary: fc.Arbitrary<Value>;
  /** At most so many cases, for an arbitrary that has only a few values. */
  readonly cases?: number;
  /** Values that every run tries besides, before the generated ones: those that are few, and each telling. */
  readonly examples?: readonly Value[];
  /** Sets up all cases together, such as many tasks with one decision; one element for each value, in order. */
  readonly prepare?: (values: readonly Value[]) => Promise<readonly Prepared[]>;
  /** The part of a value that the report shows as the counterexample; all of it when absent. */
  readonly show?: (value: Value) => unknown;
  /** Throws a Violation when the value breaks the rule. Called again with other values while shrinking. */
  readonly check: (value: Value, prepared: Prepared) => Promise<void>;
}

export interface PropertySettings {
  readonly seed: number;
  readonly cases: number;
  /** The path to a value that failed before: then it alone is tried. */
  readonly path?: string | undefined;
  readonly signal: AbortSignal;
}

/**
 * Runs the cases with bounded concurrency, yet fails as a sequential run of fast-check would: with the lowest failing
 * case, shrunk, and a seed and path that lead to it again.
 * @throws Violation with its counterexample; whatever else a case throws, when no case violates.
 */
export async function runProperty<Value, Prepared = undefined>(
  property: Property<Value, Prepared>,
  { seed, cases, path, signal }: PropertySettings,
): Promise<void> {
  if (path !== undefined) return replay(property, { seed, path, signal });
  const values = generate(
    property.arbitrary,
    seed,
    Math.min(cases, property.cases ?? cases),
    property.examples,
  );
  const prepared = await property.prepare?.(values);
  let next = 0;
  let lowest: { index: number; violation: Violation } | undefined;
  let other: { error: unknown } | undefined;
  const worker = async () => {
    // Cases above the lowest failing one cannot change the outcome.
    while (next < Math.min(values.length, lowest?.index ?? values.length) && !other) {
      const index = next++;
      try {
        await checkCase(property, values[index] as Value, prepared?.[index] as Prepared);
      } catch (error) {
        if (!(error instanceof Violation)) other ??= { error };
        else if (index < (lowest?.index ?? values.length)) lowest = { index, violation: error };
      }
    }
  };
  await Promise.all(Array.from({ length: concurrency }, worker));
  signal.throwIfAborted();
  if (lowest) throw await shrink(property, lowest, seed, signal);
  if (other) throw other.error;
}

/**
 * InternalFailure (500) and ServiceUnavailable (503) are documented of every operation, and a client is to send the
 * request again: one that comes by accident says nothing of the value. One that comes each time breaks the rule.
 */
async function checkCase<Value, Prepared>(
  property: Property<Value, Prepared>,
  value: Value,
  prepared: Prepared,
  most = threeTimes,
): Promise<void> {
  await unlessThrownThrice(
    async (attempt) => {
      if (attempt > 1) prepared = (await property.prepare?.([value]))?.[0] as Prepared;
      await property.check(value, prepared);
    },
    (error) => error instanceof Violation && wasServersFailure(error),
    most,
  );
}

/** The values that fast-check's own run with this seed would try, in its order. */
export function generate<Value>(
  arbitrary: fc.Arbitrary<Value>,
  seed: number,
  cases: number,
  examples: readonly Value[] = [],
): Value[] {
  const values: Value[] = [];
  const collect = fc.property(arbitrary, (value) => {
    values.push(value);
  });
  fc.check(collect, { seed, numRuns: cases + examples.length, examples: examples.map((value) => [value]) });
  return values;
}

/** Tries the value of a path alone, as it was shrunk. */
async function replay<Value, Prepared>(
  property: Property<Value, Prepared>,
  { seed, path, signal }: Omit<PropertySettings, 'cases'> & { path: string },
): Promise<void> {
  const { examples = [], show = (value: Value) => value } = property;
  let isTried = false;
  const attempt = async (value: Value) => {
    // Where it passes, fast-check would go on with what it would have shrunk to next.
    if (isTried) return;
    isTried = true;
    try {
      const prepared = await property.prepare?.([value]);
      await checkCase(property, value, prepared?.[0] as Prepared);
    } catch (error) {
      if (error instanceof Violation) {
        const counterexample = { value: asciiSource(show(value)), seed, path, shrinks: 0 };
        error.counterexample = { ...counterexample, shrinkingCutShort: false };
      }
      throw error;
    }
  };
  const { errorInstance } = await fc.check(fc.asyncProperty(property.arbitrary, attempt), {
    seed,
    path,
    numRuns: 1,
    endOnFailure: true,
    examples: examples.map((value) => [value]),
  });
  signal.throwIfAborted();
  if (errorInstance) throw errorInstance;
}

async function shrink<Value, Prepared>(
  property: Property<Value, Prepared>,
  lowest: { index: number; violation: Violation },
  seed: number,
  signal: AbortSignal,
): Promise<Violation> {
  let { violation } = lowest;
  const { examples = [] } = property;
  // Where each answer is 5xx, three of each smaller value would only cost time.
  const tries = wasServersFailure(violation) ? 1 : threeTimes;
  let attempts = 0;
  const attempt = async (value: Value) => {
    attempts += 1;
    // fast-check takes what is not tried for a value that holds.
    if (attempts > mostShrinks) return;
    try {
      const prepared = await property.prepare?.([value]);
      await checkCase(property, value, prepared?.[0] as Prepared, tries);
    } catch (error) {
      // A smaller value of which nothing was learned is no smaller counterexample.
      if (!(error instanceof Violation)) return signal.throwIfAborted();
      violation = error;
      throw error;
    }
  };
  const example = examples[lowest.index];
  // Examples are small, or large on purpose: fast-check would first have to take them apart.
  if (example !== undefined) {
    if (wasLeftOpen(violation)) {
      const failedAgain = await attempt(example).then(
        () => false,
        () => true,
      );
      signal.throwIfAborted();
      if (!failedAgain) throw answeredLater(violation);
    }
    const value = asciiSource(property.show ? property.show(example) : example);
    const path = String(lowest.index);
    violation.counterexample = { value, seed, path, shrinks: 0, shrinkingCutShort: false };
    return violation;
  }
  const again = fc.asyncProperty(property.arbitrary, attempt);
  const details = await fc.check(again, {
    seed,
    path: String(lowest.index),
    numRuns: 1,
    examples: examples.map((value) => [value]),
    interruptAfterTimeLimit: shrinkPatienceMs,
    markInterruptAsFailure: true,
  });
  signal.throwIfAborted();
  if (details.errorInstance instanceof Violation) violation = details.errorInstance;
  const failedAgain = details.counterexample !== null;
  if (!failedAgain && !details.interrupted && wasLeftOpen(violation)) throw answeredLater(violation);
  if (!failedAgain && !details.interrupted) {
    violation.observed += ' (once: the same value did not fail when it was tried again)';
  }
  const [value] = details.counterexample ?? [
    generate(property.arbitrary, seed, lowest.index + 1, examples)[lowest.index] as Value,
  ];
  violation.counterexample = {
    value: asciiSource(property.show ? property.show(value) : value),
    seed,
    path: details.counterexamplePath ?? String(lowest.index),
    shrinks: details.numShrinks,
    shrinkingCutShort: details.interrupted || attempts > mostShrinks,
  } satisfies Counterexample;
  return violation;
}

function wasLeftOpen({ exchanges }: Violation): boolean {
  return exchanges.at(-1)?.ending === 'open';
}

function wasServersFailure({ exchanges }: Violation): boolean {
  return (exchanges.at(-1)?.answer?.status ?? 0) >= 500;
}

/** No server holds a request the one time and refuses the same the other: it, or we, were too busy to answer. */
function answeredLater({ exchanges }: Violation): Inconclusive {
  return new Inconclusive(
    'a request was not answered in time, but was when it was sent again',
    ...exchanges.slice(-1),
  );
}

/** A value as JavaScript source in ASCII, so that it can be copied from any report; long ones are cut. */
export function asciiSource(value: unknown): string {
  const source = asciiEscaped(fc.stringify(value));
  return source.length <= 2000 ? source : `${source.slice(0, 2000)}… (${source.length} characters)`;
}
