import type { RunEvent } from '../results/events.ts';
import type { RunEnd, RunFacts } from '../results/part.ts';
import type { RunReport } from '../results/report.ts';
import type { RuleResult } from '../results/rule.ts';
import type { Shard } from '../results/shard.ts';
import type { TargetOptions } from '../target/options.ts';
import { Target, Unusable } from '../target/target.ts';
import { deadlineOf, rulesEndMs } from './budget.ts';
import { runHere } from './here.ts';
import { planOf } from './plan.ts';
import { redactorOf } from './redact.ts';
import { reportOf } from './report.ts';
import { selectionOf } from './selection.ts';
import { chosenRules, type RuleSettings, type TargetSettings, targetOptions } from './settings.ts';
import { version } from './version.ts';
import { type RunListener, runInVitest } from './vitest.ts';

/** What is checked, and how. All but the target may be left out. */
export interface RunSettings extends RuleSettings {
  readonly target: TargetSettings;
  /** Whether the target is the embedded reference server; false when absent. */
  readonly embedded?: boolean | undefined;
  /** Only one part of so many that the rules are cut into, by their cost. Its report is about these rules alone. */
  readonly shard?: Shard | undefined;
  /** A file into which vitest's blob reporter writes what the parts of a run are merged from; not of a mock. */
  readonly blob?: string | undefined;
  /** Only what so many seconds suffice for, the most important first; rules that run still when they are over are skipped. */
  readonly budgetSeconds?: number | undefined;
  /** Whether what ran decides although a budget left rules out; false when absent. For who reads the report: see exitCodeOf. */
  readonly allowPartial?: boolean | undefined;
  readonly onEvent?: ((event: RunEvent) => void) | undefined;
  /** Aborting it interrupts the run: what it started is closed, and the promise is rejected with Interrupted. */
  readonly signal?: AbortSignal | undefined;
}

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
 * @throws TypeError for settings that cannot be; NoCredentials when none are found; Unusable when the target cannot be
 * reached or does not speak SWF; Interrupted when the signal is aborted.
 */
export async function runConformance(settings: RunSettings): Promise<RunReport> {
  const { embedded = false, onEvent, signal = new AbortController().signal } = settings;
  const { shard, blob, budgetSeconds, allowPartial = false } = settings;
  const { only, skip, failOn, seed, cases, path } = chosenRules(settings);
  const options = await targetOptions(settings.target);
  const startedAt = new Date();
  const { mock, endpoint: url, ...plain } = options;
  const { runId, region, pollHoldSeconds, requestsPerSecond, maxPollers, domain, authenticates } = plain;
  const endpoint = url.href;
  const planSettings = { ...plain, cases, mocked: mock !== undefined };
  const { chosen, leftOut } = selectionOf({ only, skip, shard, budgetSeconds }, planSettings);
  const redact = redactorOf(options);
  const reached = new Target(options, signal);
  try {
    await reached.reach();
  } catch (error) {
    if (signal.aborted) throw new Interrupted([]);
    // It tells what the target answered, which may be what it was sent.
    throw error instanceof Unusable ? new Unusable(redact(error.message)) : error;
  } finally {
    await reached.wire.close();
  }
  const { roundTripMs } = reached;
  const server = redact(reached.server);
  const mocked = mock && { mock: mock.module ?? 'handlers of a program' };
  onEvent?.({ kind: 'prepared', endpoint, embedded, ...mocked, roundTripMs });

  const withheld = embedded ? [] : withheldOf(options);
  const facts: RunFacts = {
    tool: { name: 'swf-conformance', version },
    target: {
      endpoint,
      region,
      ...(domain !== undefined && { domain }),
      embedded,
      ...mocked,
      // The embedded server brings its own callers.
      ...(authenticates && !embedded && { authenticates }),
      ...(requestsPerSecond !== undefined && { requestsPerSecond }),
      ...(maxPollers !== undefined && { maxPollers }),
      ...(options.tls?.insecure && { insecure: true }),
      ...(withheld.length > 0 && { withheld }),
      ...(server !== undefined && { server }),
      roundTripMs,
    },
    run: {
      id: runId,
      startedAt: startedAt.toISOString(),
      seed,
      cases,
      pollHoldSeconds,
      failOn,
      only: [...only],
      skip: [...skip],
      ...(shard && { shard }),
      ...(budgetSeconds !== undefined && {
        budget: { seconds: budgetSeconds, leftOut: leftOut.map(({ id }) => id), allowed: allowPartial },
      }),
      node: process.version,
    },
    ids: chosen.map(({ id }) => id),
    reached: { requests: reached.wire.requests, throttled: reached.wire.throttled },
  };
  onEvent?.({ kind: 'started', rules: chosen.length, ids: facts.ids, pollHoldSeconds });
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
    budgetSeconds === undefined
      ? undefined
      : { seconds: budgetSeconds, rulesEndAt: startedAt.getTime() + rulesEndMs(budgetSeconds, endMs) };
  const check = { seed, cases, path };
  let end: RunEnd;
  if (mock) {
    const deadline = budget && deadlineOf(budget);
    const here = { ...options, roundTripMs };
    end = await runHere(here, chosen, { ...check, deadline }, redact, listener, signal);
  } else {
    const target = { ...plain, endpoint, embedded, roundTripMs };
    end = await runInVitest({ target, ...check, facts, budget }, listener, signal, blob);
  }
  if (signal.aborted) throw new Interrupted(end.leftBehind);
  return reportOf(facts, results, end);
}

/** What the report leaves out, as it is secret or was read from a file. */
function withheldOf({ startedBy, headers = {}, tls = {}, principals }: TargetOptions): string[] {
  return [
    ...(startedBy === undefined ? [] : ['--start COMMAND']),
    ...Object.keys(headers).map((name) => `--header '${name}: VALUE'`),
    ...(tls.ca === undefined ? [] : ['--ca FILE']),
    ...(principals ? ['principals'] : []),
  ];
}
