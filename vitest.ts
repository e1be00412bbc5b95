/** The rules as tests of the user's own vitest run. */
import type { TestContext } from 'vitest';
import { redacted, redactorOf } from './engine/evidence/redact.ts';
import { importFrom } from './engine/import-from.ts';
import { reasonsToSkip } from './engine/plan/select.ts';
import { checkRule } from './engine/run/check-rule.ts';
import { cleanUpRun } from './engine/run/clean-up.ts';
import { scheduleRules } from './engine/run/schedule.ts';
import { readSettings, type SuiteSettings } from './engine/settings/program.ts';
import { knownTarget } from './engine/settings/read.ts';
import type { Complete } from './engine/settings/types.ts';
import type { TargetOptions } from './kit/options.ts';
import { Target } from './kit/target.ts';
import { failureText } from './reporters/failure-text.ts';
import type { RuleResult } from './results/rule.ts';
import { countsAgainst } from './results/verdict.ts';
import { visible } from './results/visible.ts';
import { rules } from './suites/index.ts';

export type { SuiteSettings };

// The vitest that runs this. Ours is for the command line, and would know nothing of the user's run: package managers put it
// beside the user's own where the versions differ, and some where they do not.
const { afterAll, beforeAll, describe, test, vi } = await importFrom(process.cwd(), 'vitest').then(
  (module) => module as unknown as typeof import('vitest'),
  // In vitest's vm pools modules cannot be found so, and where it is started elsewhere it is not there.
  () => import('vitest'),
);

/** A target that does not answer is known after 10 s, and 15 s are given to close what was started. */
const hookMs = 60_000;

/**
 * Declares a suite with a test for each rule. All rules that vitest is to run begin together, with the first test, and
 * each test waits for its own: vitest would run only a few side by side, so that long polls would last one after
 * another. The suite lasts about one hold and some seconds.
 * @throws TypeError with all that is wrong with the settings
 */
export function conformanceSuite(settings: SuiteSettings): void {
  const chosen = readSettings(settings, 'suite');
  const reasonToSkip = reasonsToSkip(chosen);
  const interruption = new AbortController();
  let reached: { target: Target; redact: ReturnType<typeof redactorOf> } | undefined;
  let begun: Map<string, Promise<RuleResult>> | undefined;
  let timersAsBefore: (() => void) | undefined;

  /** Begins all rules whose tests are to be run, and no other, as with `vitest -t`. */
  function begin(tests: readonly { name: string; mode: string }[]): Map<string, Promise<RuleResult>> {
    if (!reached) throw new Error('the target was not reached');
    const { target, redact } = reached;
    const names = tests.filter(({ mode }) => mode !== 'skip').map(({ name }) => name);
    const running = rules.filter((rule) => names.includes(rule.id) && !reasonToSkip(rule));
    return scheduleRules(running, async (rule) => redacted(await checkRule(rule, target, chosen), redact));
  }

  describe('swf-conformance', () => {
    beforeAll(async () => {
      timersAsBefore = realTimers();
      const options = await knownTarget(chosen);
      const roundTripMs = await reach(options, interruption.signal);
      const target = new Target({ ...options, roundTripMs }, interruption.signal);
      reached = { target, redact: redactorOf(options) };
    }, hookMs);

    for (const rule of rules) {
      const reason = reasonToSkip(rule);
      if (reason?.by === 'operation' || reason?.by === 'only') continue;
      // A rule ends itself, in time.
      test(rule.id, { timeout: 0 }, async (context) => {
        const { signal, task, skip: leaveOut } = context;
        signal.addEventListener('abort', () => interruption.abort(), { once: true });
        begun ??= begin(task.suite?.tasks ?? [task]);
        const result = await begun.get(rule.id);
        if (result) await conclude(reproducedHere(result, chosen, !!chosen.handlers), chosen, context);
        else leaveOut(reason?.message);
      });
    }

    afterAll(async () => {
      try {
        // Where vitest stopped early, some are still under way.
        interruption.abort();
        await Promise.all(begun?.values() ?? []);
        if (!reached) return;
        const { leftBehind } = await cleanUpRun(reached.target, reached.redact);
        for (const left of leftBehind) tell(`not closed: ${left}`);
      } finally {
        timersAsBefore?.();
      }
    }, hookMs);
  });
}

/**
 * Ends fake timers, as a user's setup file may have begun them, until the function that it gives is called: long polls last real
 * time, and undici waits for setImmediate before it uses a connection again, so that with fake ones the suite would hang.
 */
function realTimers(): () => void {
  const wereFake = vi.isFakeTimers();
  const { useFakeTimers } = vi;
  vi.useRealTimers();
  // Nor does a setup file begin them again before each test, while all rules are under way.
  vi.useFakeTimers = () => vi;
  return () => {
    vi.useFakeTimers = useFakeTimers;
    if (wereFake) vi.useFakeTimers();
  };
}

/** Says what no reporter may leave out: most show what is annotated for tests that failed alone. */
function tell(text: string): void {
  process.stderr.write(visible(`swf-conformance: ${text}\n`));
}

/** The target's round trip. @throws Unusable */
async function reach(options: TargetOptions, signal: AbortSignal): Promise<number> {
  const target = new Target(options, signal);
  try {
    await target.reach();
    return target.roundTripMs;
  } finally {
    await target.wire.close();
  }
}

/** Makes a rule's result that of its test. */
async function conclude(result: RuleResult, settings: Complete, context: TestContext): Promise<void> {
  const { id, status, message, failure } = result;
  const line = visible(message);
  if (status === 'error' || countsAgainst(result, settings.failOn)) throw notConformant(result);
  if (status === 'skip') context.skip(line);
  if (status === 'inconclusive') context.skip(`inconclusive: ${line}`);
  if (status === 'warn') {
    const warning = `${line}\nFix: ${failure?.fix}`;
    tell(`${id}: ${warning}`);
    await context.annotate(warning, 'warning');
  } else if (line !== '') {
    await context.annotate(line);
  }
}

/** The result with the commands that show it again here; handlers of a test are nowhere else. */
function reproducedHere(result: RuleResult, { seed, cases }: Complete, mocked: boolean): RuleResult {
  const { id, failure } = result;
  if (!failure) return result;
  const here = `npx vitest run -t '${id}'   (and conformanceSuite({ seed: ${seed}, cases: ${cases}, ... }))`;
  // There is no results.json here, to be replayed or to hold a program.
  const others = mocked ? [] : failure.reproduce.filter(({ how }) => how === 'run' || how === 'curl');
  const reproduce = [{ how: 'vitest' as const, text: here }, ...others];
  return { ...result, failure: { ...failure, reproduce } };
}

/** The failure of a test, which says all that is known of it. */
function notConformant(result: RuleResult): Error {
  const error = new Error(visible(failureText(result)));
  error.name = result.status === 'error' ? 'FaultOfSwfConformance' : 'NotConformant';
  // Where it is thrown says nothing: it is the target that failed.
  error.stack = `${error.name}: ${error.message}`;
  return error;
}
