import { randomBytes } from 'node:crypto';
import { createRequire } from 'node:module';
import type { AwsCredentialIdentity } from '@smithy/types';
import type { RunEvent } from '../results/events.ts';
import { type RunReport, schemaVersion } from '../results/report.ts';
import type { RuleResult } from '../results/rule.ts';
import { countStatuses, verdictOf } from '../results/verdict.ts';
import { rules } from '../suites/index.ts';
import type { TlsTrust } from '../target/options.ts';
import { Target } from '../target/target.ts';
import { skipped } from './check.ts';
import { redactor } from './redact.ts';
import { reasonToSkip } from './select.ts';
import { runInVitest } from './vitest.ts';

/** All that decides a run. */
export interface RunSettings {
  readonly target: {
    readonly endpoint: URL;
    readonly region: string;
    readonly credentials: AwsCredentialIdentity;
    /** The longest time in seconds that the target holds a poll: 60 on the service. */
    readonly pollHoldSeconds: number;
    /** At most so many requests a second, over all rules; no bound when absent. */
    readonly requestsPerSecond?: number | undefined;
    /** Sent with every request besides, unsigned: what a gateway before the server asks for. Never in a report. */
    readonly headers?: Readonly<Record<string, string>> | undefined;
    /** Whom to trust over https; the machine's own authorities when absent. */
    readonly tls?: TlsTrust | undefined;
  };
  /** Whether the target is the embedded reference server. */
  readonly embedded: boolean;
  /** Patterns over rule ids, in which `*` stands for any text; an empty `only` means all. */
  readonly only: readonly string[];
  readonly skip: readonly string[];
  readonly failOn: 'must' | 'should';
  /** What the generated inputs come from; a 32-bit integer. */
  readonly seed: number;
  /** How many values each property is checked for. */
  readonly cases: number;
  readonly onEvent?: (event: RunEvent) => void;
  /** Aborting it interrupts the run: what it started is closed, and the promise is rejected with Interrupted. */
  readonly signal?: AbortSignal;
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
 * @throws Unusable when the target cannot be reached or does not speak SWF; Interrupted when the signal is aborted.
 */
export async function runConformance(settings: RunSettings): Promise<RunReport> {
  const { target: options, embedded, only, skip, failOn, seed, cases, onEvent, signal } = settings;
  const startedAt = new Date();
  const start = performance.now();
  // No letter but b to f: names must not contain `arn`, which old rules forbade.
  const runId = randomBytes(5).toString('hex').replaceAll('a', '0');
  const reached = new Target({ ...options, runId }, signal ?? new AbortController().signal);
  try {
    await reached.reach();
  } catch (error) {
    if (signal?.aborted) throw new Interrupted([]);
    throw error;
  } finally {
    await reached.wire.close();
  }
  const endpoint = options.endpoint.href;
  const { roundTripMs, server } = reached;
  onEvent?.({ kind: 'prepared', endpoint, embedded, roundTripMs });

  const chosen = rules.filter((rule) => reasonToSkip(rule, only, skip) === undefined);
  onEvent?.({ kind: 'started', rules: chosen.length, pollHoldSeconds: options.pollHoldSeconds });
  const redact = redactor(options.credentials, options.headers);
  const results = new Map<string, RuleResult>();
  const { region, credentials, pollHoldSeconds, requestsPerSecond, headers, tls } = options;
  const end = await runInVitest(
    {
      endpoint,
      region,
      credentials,
      pollHoldSeconds,
      requestsPerSecond,
      headers,
      tls,
      runId,
      roundTripMs,
      embedded,
      seed,
      cases,
      only,
      skip,
    },
    {
      onResult(result) {
        const rule = redact(result);
        results.set(rule.id, rule);
        onEvent?.({ kind: 'ruleEnded', rule });
      },
      onCleaning: (executions) => onEvent?.({ kind: 'cleaning', executions }),
    },
    signal,
  );
  if (signal?.aborted) throw new Interrupted(end.leftBehind);

  const all = rules.map((rule): RuleResult => {
    const reason = reasonToSkip(rule, only, skip);
    if (reason !== undefined) return skipped(rule, reason);
    const lost = { ...skipped(rule, 'the rule ended without a result'), status: 'error' as const };
    return results.get(rule.id) ?? lost;
  });
  const lost = !end.targetAnswers;
  return {
    schemaVersion,
    tool: { name: 'swf-conformance', version },
    target: { endpoint, region, embedded, ...(server !== undefined && { server }), roundTripMs },
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
    },
    rules: all,
  };
}
