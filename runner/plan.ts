import { amount, type Cost, costOf, type Scale } from '../suites/costs.ts';
import { areaOf, type Rule } from '../suites/rule.ts';
import type { TargetOptions } from '../target/options.ts';
import { mostStallRequests } from '../target/stalls.ts';
import { domainsOf, mostLooks, otherRegionOf } from '../target/target.ts';
import { ruleLimitMs } from './limit.ts';

/** What decides how much is sent. */
export interface PlanSettings
  extends Pick<
    TargetOptions,
    | 'region'
    | 'domain'
    | 'pollHoldSeconds'
    | 'requestsPerSecond'
    | 'authenticates'
    | 'principals'
    | 'maxPollers'
  > {
  readonly cases: number;
  /** Whether the target is a mock in this process. */
  readonly mocked: boolean;
}

/** Numbers of requests: what a server that answers at once sees, and what none sees more of. */
export interface Requests {
  readonly usual: number;
  readonly most: number;
}

/** What a run will do, as far as it is known without asking the target. */
export interface Plan {
  /** Registered where they are missing, and found again by later runs. */
  readonly domains: readonly string[];
  /** Where one of them is registered too, if the target serves that region. */
  readonly secondRegion: string | undefined;
  readonly rules: readonly (Requests & { readonly id: string })[];
  /** By the run itself: set-up that rules share, looking for stalls, tidying up. */
  readonly own: Requests;
  readonly operations: readonly (Requests & { readonly operation: string })[];
  readonly executions: Requests;
  readonly usualMs: number;
  /** When a rule is given up. */
  readonly ruleLimitMs: number;
}

/** How many a second were seen of a server on the same machine, where no rate is set. */
const unboundPerSecond = 250;

/** What a run takes beyond its hold and its requests: to start, to settle, to tidy up. */
const besidesMs = 6000;

type Counts = ReadonlyMap<string, Requests>;

export function planOf(rules: readonly Rule[], settings: PlanSettings): Plan {
  const { pollHoldSeconds, requestsPerSecond, cases, principals, region } = settings;
  const scale = { cases, pollers: settings.maxPollers ?? 0 };
  const sent = rules.filter((rule) => !isSkipped(rule, settings));
  const counted = sent.map(({ id }) => ({ id, counts: countsOf(costOf[id], scale) }));
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
    // Three to be found again, two that are deleted in the end.
    ['RegisterActivityType', each(5)],
    ['TerminateWorkflowExecution', executions],
  ]);
  const operations = [...added([byRules, own])].map(([operation, requests]) => ({ operation, ...requests }));
  const rate = Math.min(requestsPerSecond ?? unboundPerSecond, unboundPerSecond);
  const requests = total(operations).usual;
  const isTold = counted.some(({ id }) => id === 'delivery.region-scoped');
  return {
    domains,
    secondRegion: isTold ? otherRegionOf(region) : undefined,
    rules: counted.map(({ id, counts }) => ({ id, ...total([...counts.values()]) })),
    own: total([...own.values()]),
    operations: operations.sort((a, b) => b.most - a.most),
    executions,
    usualMs: Math.max(pollHoldSeconds * 1000, (requests / rate) * 1000) + besidesMs,
    ruleLimitMs: ruleLimitMs(settings, cases),
  };
}

/** Whether the rule will send nothing. */
function isSkipped(rule: Rule, { mocked, authenticates, maxPollers }: PlanSettings): boolean {
  const area = areaOf(rule);
  if (area === 'access' && !authenticates) return true;
  if (area === 'limit' && maxPollers === undefined) return true;
  return mocked && rule.needsWire === true;
}

function countsOf(cost: Cost | undefined, scale: Scale): Counts {
  return new Map(
    Object.entries(cost?.most ?? {}).map(([operation, most]) => [
      operation,
      { usual: amount(cost?.usual[operation] ?? [0, 0], scale), most: amount(most, scale) },
    ]),
  );
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
