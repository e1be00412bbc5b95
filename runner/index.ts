import { createRequire } from 'node:module';
import { accessControlNote } from '../results/access-control.ts';
import type { RunEvent } from '../results/events.ts';
import { type RunReport, schemaVersion } from '../results/report.ts';
import type { RuleResult } from '../results/rule.ts';
import { countStatuses, verdictOf } from '../results/verdict.ts';
import { rules } from '../suites/index.ts';
import type { TargetOptions } from '../target/options.ts';
import { Target, Unusable } from '../target/target.ts';
import { skipped } from './check.ts';
import { runHere } from './here.ts';
import { redacted, redactorOf } from './redact.ts';
import { reasonToSkip } from './select.ts';
import { chosenRules, type RuleSettings, type TargetSettings, targetOptions } from './settings.ts';
import { type RunListener, runInVitest } from './vitest.ts';

/** What is checked, and how. All but the target may be left out. */
export interface RunSettings extends RuleSettings {
  readonly target: TargetSettings;
  /** Whether the target is the embedded reference server; false when absent. */
  readonly embedded?: boolean | undefined;
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

const { version } = createRequire(import.meta.url)('swf-conformance/package.json') as { version: string };

/**
 * Checks the target against the rules, all at once; lasts about one hold and some seconds. Writes nothing.
 * @throws TypeError for settings that cannot be; NoCredentials when none are found; Unusable when the target cannot be
 * reached or does not speak SWF; Interrupted when the signal is aborted.
 */
export async function runConformance(settings: RunSettings): Promise<RunReport> {
  const { embedded = false, onEvent, signal = new AbortController().signal } = settings;
  const { only, skip, failOn, seed, cases, path } = chosenRules(settings);
  const options = await targetOptions(settings.target);
  const startedAt = new Date();
  const start = performance.now();
  const { mock, endpoint: url, ...plain } = options;
  const { runId, region, pollHoldSeconds, requestsPerSecond, maxPollers, domain, authenticates } = plain;
  const endpoint = url.href;
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

  const chosen = rules.filter((rule) => reasonToSkip(rule, only, skip) === undefined);
  const ids = chosen.map(({ id }) => id);
  onEvent?.({ kind: 'started', rules: chosen.length, ids, pollHoldSeconds });
  const results = new Map<string, RuleResult>();
  const listener: RunListener = {
    onResult(result) {
      const rule = redacted(result, redact);
      results.set(rule.id, rule);
      onEvent?.({ kind: 'ruleEnded', rule });
    },
    onCleaning: (executions) => onEvent?.({ kind: 'cleaning', executions }),
  };
  const target = { ...plain, endpoint, embedded, roundTripMs };
  const end = mock
    ? await runHere({ ...options, roundTripMs }, chosen, { seed, cases, path }, listener, signal)
    : await runInVitest({ target, seed, cases, path, only, skip }, listener, signal);
  if (signal.aborted) throw new Interrupted(end.leftBehind.map(redact));

  const all = rules.map((rule): RuleResult => {
    const reason = reasonToSkip(rule, only, skip);
    if (reason !== undefined) return skipped(rule, reason);
    const lost = { ...skipped(rule, 'the rule ended without a result'), status: 'error' as const };
    return results.get(rule.id) ?? lost;
  });
  const lost = !end.targetAnswers;
  const withheld = embedded ? [] : withheldOf(options);
  return {
    schemaVersion,
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
      durationMs: performance.now() - start,
      seed,
      cases,
      pollHoldSeconds,
      failOn,
      only: [...only],
      skip: [...skip],
      node: process.version,
      requests: end.requests + reached.wire.requests,
      throttled: end.throttled + reached.wire.throttled,
      leftBehind: end.leftBehind.map(redact),
    },
    summary: {
      verdict: verdictOf(all, failOn, lost),
      partial: chosen.length < rules.length,
      counts: countStatuses(all),
      message: lost ? `${endpoint} stopped answering during the run` : '',
      accessControl: accessControlNote(all),
    },
    rules: all,
  };
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
