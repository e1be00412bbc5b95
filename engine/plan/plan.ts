import { rulesAtOnce } from '../../client/request-scheduler.ts';
import type { TargetOptions } from '../../kit/options.ts';
import type { Rule } from '../../kit/rule.ts';
import { domainsOf, mostLooks, otherRegionOf } from '../../kit/set-up.ts';
import { mostStallRequests } from '../../kit/stalls.ts';
import { costOf, measuredHoldSeconds, type Requests, requestsOf } from './costs.ts';
import { ruleLimitMs } from './limit.ts';
import { whatLacks } from './requirements.ts';

/** What decides how much is sent. */
export interface PlanSettings
  extends Pick<
    TargetOptions,
    'region' | 'domain' | 'pollHold' | 'rate' | 'authenticates' | 'principals' | 'with' | 'maxPollers'
  > {
  readonly cases: number;
  /** Whether the target is a mock in this process. */
  readonly mocked: boolean;
}

/** What a run will do, as far as it is known without asking the target. */
export interface Plan {
  /** Registered where they are missing, and found again by later runs. */
  readonly domains: readonly string[];
  /** Where one of them is registered too, if the target serves that region. */
  readonly secondRegion: string | undefined;
  readonly rules: readonly (Requests & { readonly rule: Rule })[];
  /** By the run itself: set-up that rules share, looking for stalls, tidying up. */
  readonly own: Requests;
  readonly operations: readonly (Requests & { readonly operation: string })[];
  readonly executions: Requests;
  readonly usualMs: number;
  /** How much of that is to tidy up. */
  readonly endMs: number;
  /** When a rule is given up. */
  readonly ruleLimitMs: number;
}

/** How many a second were seen of a server on the same machine, where no rate is set. */
const unboundPerSecond = 250;

/** What a run takes beyond its rules and its requests: to start (1.5 s where nothing else runs), and to tidy up. */
const startMs = 3000;
const tidyMs = 1000;

type Counts = ReadonlyMap<string, Requests>;

export function planOf(rules: readonly Rule[], settings: PlanSettings): Plan {
  const { pollHold, rate, cases, principals, region } = settings;
  const scale = { cases, pollers: settings.maxPollers ?? 0 };
  const sent = rules.filter((rule) => !isSkipped(rule, settings));
  const counted = sent.map((rule) => ({ rule, counts: requestsOf(rule.id, scale) }));
  const byRules = added(counted.map(({ counts }) => counts));
  const executions = byRules.get('StartWorkflowExecution') ?? { usual: 0, most: 0 };
  const { main, quiet, accented, deprecated } = domainsOf(settings.domain ?? 'swf-conformance');
  const domains = [...new Set([main, quiet, accented, deprecated, principals?.onlyDomain?.domain ?? main])];
  const own: Counts = new Map([
    // At the start, at the end, once for each domain and until it is seen; and while polls are waited for.
    [
      'DescribeDomain',
      { usual: 6 + 2 * domains.length, most: 6 + mostLooks * domains.length + mostStallRequests },
    ],
    ['RegisterDomain', each(domains.length)],
    ['RegisterWorkflowType', each(1)],
    // Once for each type that was not there, and until it is seen.
    ['DescribeWorkflowType', { usual: 1, most: mostLooks }],
    ['DescribeActivityType', { usual: 5, most: 5 * mostLooks }],
    // Three to be found again, two that are deleted in the end.
    ['RegisterActivityType', each(5)],
    ['TerminateWorkflowExecution', executions],
  ]);
  const operations = [...added([byRules, own])].map(([operation, requests]) => ({ operation, ...requests }));
  const perSecond = Math.min(rate ?? unboundPerSecond, unboundPerSecond);
  const msFor = (requests: number) => (requests / perSecond) * 1000;
  // They wait together, and those that run alone after one another.
  const held = sent.filter(({ alone }) => !alone);
  const longestMs = Math.max(0, ...held.map(({ id }) => ruleMs(id, pollHold)));
  const alone = sent.filter((rule) => rule.alone);
  const aloneMs = alone.map((rule) =>
    Math.max(ruleMs(rule.id, pollHold), msFor(usualRequests(rule, settings))),
  );
  const together =
    total(operations).usual - alone.reduce((sum, rule) => sum + usualRequests(rule, settings), 0);
  // Where a rate is set, not all of them begin at once.
  const queueMs = held.reduce((sum, { id }) => sum + ruleMs(id, pollHold), 0) / rulesAtOnce(rate);
  const endMs = tidyMs + msFor(executions.usual);
  const isTold = sent.some(({ requires }) => requires?.includes('second region'));
  return {
    domains,
    secondRegion: isTold ? otherRegionOf(region) : undefined,
    rules: counted.map(({ rule, counts }) => ({ rule, ...total([...counts.values()]) })),
    own: total([...own.values()]),
    operations: operations.sort((a, b) => b.most - a.most),
    executions,
    usualMs:
      startMs + Math.max(longestMs, queueMs, msFor(together)) + aloneMs.reduce((a, b) => a + b, 0) + tidyMs,
    endMs,
    ruleLimitMs: ruleLimitMs(settings, cases),
  };
}

/** How many requests a rule usually sends. */
export function usualRequests(
  rule: Rule,
  settings: Pick<PlanSettings, 'cases' | 'mocked' | 'authenticates' | 'with' | 'maxPollers'>,
): number {
  if (isSkipped(rule, settings)) return 0;
  const { cases, maxPollers: pollers = 0 } = settings;
  return total([...requestsOf(rule.id, { cases, pollers }).values()]).usual;
}

/** How long a rule lasts where its requests need not queue behind those of others, by what was measured with a hold of 2 s. */
export function ruleMs(id: string, pollHold: number): number {
  const { seconds, holds = 0 } = costOf(id);
  return 1000 * (seconds + holds * (pollHold - measuredHoldSeconds));
}

/** Whether the rule will send nothing. */
function isSkipped(
  rule: Rule,
  settings: Pick<PlanSettings, 'mocked' | 'authenticates' | 'with' | 'maxPollers'>,
): boolean {
  return whatLacks(settings, rule) !== undefined;
}

function each(count: number): Requests {
  return { usual: count, most: count };
}

export function total(all: readonly Requests[]): Requests {
  return all.reduce((a, b) => ({ usual: a.usual + b.usual, most: a.most + b.most }), each(0));
}

function added(all: readonly Counts[]): Counts {
  const sums = new Map<string, Requests>();
  for (const [operation, requests] of all.flatMap((counts) => [...counts])) {
    sums.set(operation, total([sums.get(operation) ?? each(0), requests]));
  }
  return sums;
}
