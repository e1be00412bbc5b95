import { Target, Unusable } from '../kit/target.ts';
import { type RunEnd, type RunFacts, runFacts } from '../results/part.ts';
import type { RunReport } from '../results/report.ts';
import type { RuleResult } from '../results/rule.ts';
import { redactorOf } from './evidence/redact.ts';
import { deadlineOf, rulesEndMs } from './plan/budget.ts';
import { planOf } from './plan/plan.ts';
import { selectionOf } from './plan/selection.ts';
import { runInProcess } from './run/in-process.ts';
import { type RunListener, runInVitest } from './run/in-vitest.ts';
import { reportOf } from './run/report.ts';
import { type RunSettings, readSettings } from './settings/program.ts';
import { knownTarget } from './settings/read.ts';
import { valuesOf, withheldOf } from './settings/repeat.ts';
import { toReport } from './settings/reported.ts';
import type { Complete } from './settings/types.ts';
import { version } from './version.ts';

/** A run: its settings with their defaults, and what only the command line says. */
export type Run = Complete & {
  /** Whether the target is the embedded reference server; false when absent. */
  readonly embedded?: boolean | undefined;
  /** Of properties, what alone is tried: paths of counterexamples, by the rule's id. */
  readonly paths?: Readonly<Record<string, string>> | undefined;
  /** The results.json that will be written, as it is to be named. */
  readonly results?: string | undefined;
  /** A file into which vitest's blob reporter writes what the parts of a run are merged from; not of a mock. */
  readonly blob?: string | undefined;
};

/** The run was interrupted; what it had started on the target is closed, but for what `leftBehind` names. */
export class Interrupted extends Error {
  readonly leftBehind: readonly string[];

  constructor(leftBehind: readonly string[]) {
    super('the run was interrupted');
    this.leftBehind = leftBehind;
  }
}

/**
 * Checks the target against the rules, all at once; lasts about one hold and some seconds. Writes nothing.
 * @throws TypeError with all that is wrong with the settings; NoCredentials when none are found; Unusable when the target
 * cannot be reached or does not speak SWF; Interrupted when the signal is aborted.
 */
export async function runConformance(settings: RunSettings): Promise<RunReport> {
  return runRules(readSettings(settings, 'program'));
}

/** The same with settings that were read. */
export async function runRules(settings: Run): Promise<RunReport> {
  const { onEvent, signal = new AbortController().signal, embedded = false, blob } = settings;
  const { seed, cases, path, budget: seconds, pollHold } = settings;
  const options = await knownTarget(settings);
  const startedAt = new Date();
  const { mock, endpoint: url, ...plain } = options;
  const endpoint = url.href;
  const planSettings = { ...plain, cases, mocked: mock !== undefined };
  const { chosen, leftOut } = selectionOf(settings, planSettings);
  const redact = redactorOf(options);
  const reached = new Target(options, signal);
  try {
    await reached.reach();
  } catch (error) {
    if (signal.aborted) throw new Interrupted([]);
    // It tells what the target answered, which may be what it was sent.
    throw error instanceof Unusable ? new Unusable(redact(error.what), error.advice) : error;
  } finally {
    await reached.wire.close();
  }
  const { roundTripMs } = reached;
  const server = redact(reached.server);
  const mocked = mock && { mock: mock.module ?? 'handlers of a program' };
  onEvent?.({ kind: 'prepared', endpoint, embedded, ...mocked, roundTripMs });

  const values = { ...settings, ...valuesOf(options) };
  const withheld = embedded ? [] : withheldOf(values);
  const reported = toReport(values);
  const facts: RunFacts = runFacts.parse({
    tool: { name: 'swf-conformance', version },
    target: {
      ...reported.target,
      endpoint,
      embedded,
      ...mocked,
      // The embedded server brings its own callers.
      ...(embedded && { authenticates: undefined }),
      ...(withheld.length > 0 && { withheld }),
      ...(server !== undefined && { server }),
      roundTripMs,
    },
    run: {
      ...reported.run,
      id: options.runId,
      startedAt: startedAt.toISOString(),
      budget: seconds && { seconds, leftOut: leftOut.map(({ id }) => id), allowed: settings.allowPartial },
      node: process.version,
    },
    ids: chosen.map(({ id }) => id),
    reached: { requests: reached.wire.requests, throttled: reached.wire.throttled },
  } satisfies Record<keyof RunFacts, unknown>);
  onEvent?.({ kind: 'started', rules: chosen.length, ids: facts.ids, pollHold });
  const results = new Map<string, RuleResult>();
  const listener: RunListener = {
    onResult(rule) {
      results.set(rule.id, rule);
      onEvent?.({ kind: 'ruleEnded', rule });
    },
    onCleaning: (executions) => onEvent?.({ kind: 'cleaning', executions }),
  };
  const { endMs } = planOf(chosen, planSettings);
  const budget =
    seconds === undefined
      ? undefined
      : { seconds, rulesEndAt: startedAt.getTime() + rulesEndMs(seconds, endMs) };
  const check = { seed, cases, path, paths: settings.paths, results: settings.results };
  let end: RunEnd;
  if (mock) {
    const deadline = budget && deadlineOf(budget);
    const reachedOptions = { ...options, roundTripMs };
    end = await runInProcess(reachedOptions, chosen, { ...check, deadline }, redact, listener, signal);
  } else {
    const target = { ...plain, endpoint, embedded, roundTripMs };
    end = await runInVitest({ target, ...check, facts, budget }, listener, signal, blob);
  }
  if (signal.aborted) throw new Interrupted(end.leftBehind);
  return reportOf(facts, results, end);
}
