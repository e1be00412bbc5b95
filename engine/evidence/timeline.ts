import type { Exchange } from '../../client/exchange.ts';
import { cut } from '../../client/fault.ts';
import type { Call } from '../../kit/call-log.ts';
import { isPoll } from '../../kit/poll.ts';
import type { TimelineEntry } from '../../results/rule.ts';
import { bodyOf, decisionsOf, taskListOf } from './calls.ts';

/** A page can show so many bars; those nearest to the telling exchanges are kept. */
const mostEntries = 200;

/**
 * What a rule sent and when, where it had several requests open at once; empty for other rules. Of the cases of a property
 * only those that the exchanges show are in it: they have nothing to do with one another.
 * @param calls by the time of sending
 * @param shown the exchanges of the failure, as they are in the report
 */
export function timelineOf(
  calls: readonly (Call & { sentAt: number })[],
  shown: readonly Exchange[],
  ruleStartedAt: number,
): TimelineEntry[] {
  const now = performance.now();
  const indexOf = (call: Call) => shown.findIndex(({ request }) => request === call.sent);
  const entries = calls
    .map((call) => ({ call, index: indexOf(call), endedAt: call.endedAt ?? now }))
    .filter(({ call, index }) => call.lane !== 'bulk' || index >= 0);
  let latestEnd = 0;
  const atOnce = entries.some(({ call, endedAt }) => {
    const overlaps = call.sentAt < latestEnd;
    latestEnd = Math.max(latestEnd, endedAt);
    return overlaps;
  });
  if (!atOnce) return [];
  return nearest(entries).map(({ call, index, endedAt }) => ({
    operation: call.operation,
    client: call.client,
    label: call.label,
    about: aboutOf(call),
    sentAtMs: Math.round(call.sentAt - ruleStartedAt),
    endedAtMs: Math.round(endedAt - ruleStartedAt),
    outcome: call.outcome,
    ...(index >= 0 && { exchange: index }),
  }));
}

interface Entry {
  readonly call: Call & { sentAt: number };
  readonly index: number;
  readonly endedAt: number;
}

/** Those that are shown whole, and those that were sent nearest to one of them. */
function nearest(entries: readonly Entry[]): readonly Entry[] {
  if (entries.length <= mostEntries) return entries;
  const shownAt = entries.filter(({ index }) => index >= 0).map(({ call }) => call.sentAt);
  const distance = ({ call }: Entry) => Math.min(...shownAt.map((sentAt) => Math.abs(sentAt - call.sentAt)));
  const kept = new Set([...entries].sort((a, b) => distance(a) - distance(b)).slice(0, mostEntries));
  return entries.filter((entry) => kept.has(entry));
}

/** The first of many names. */
function listed(names: readonly string[]): string {
  const more = names.length > 3 ? ` and ${names.length - 3} more` : '';
  return names.slice(0, 3).join(', ') + more;
}

/** What a request was about: a task list, activities, an execution or a domain. */
function aboutOf(call: Call): string {
  const body = bodyOf(call);
  if (!body) return '';
  const activities = decisionsOf(body).flatMap(({ activityId }) => (activityId ? [activityId] : []));
  const execution = body.execution as { workflowId?: unknown } | undefined;
  const named = isPoll(call.operation)
    ? taskListOf(body)
    : listed(activities) || body.workflowId || execution?.workflowId || body.name;
  return typeof named === 'string' ? cut(named, 120) : '';
}
