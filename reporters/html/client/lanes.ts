import type { TimelineEntry } from '../../../results/rule.ts';

/** An entry, and its place in the timeline. */
export interface Bar {
  readonly index: number;
  readonly entry: TimelineEntry;
}

/** Requests about one thing; within a lane none begins before the one before it ended. */
export interface Group {
  readonly name: string;
  readonly lanes: readonly (readonly Bar[])[];
}

/**
 * One group for each task list that workers polled, with a lane for each poll that overlaps; then the deciders' polls together,
 * and all other requests. The list of the telling request comes first: the others may be many.
 */
export function groupsOf(timeline: readonly TimelineEntry[]): Group[] {
  const bars = timeline.map((entry, index) => ({ entry, index }));
  const groups = [...Map.groupBy(bars, nameOf)].map(([name, members]) => ({ name, lanes: lanesOf(members) }));
  const decisive = bars[decisiveEntry(timeline)];
  const first = decisive && nameOf(decisive);
  const rank = ({ name }: Group) => (name === first ? -2 : below.indexOf(name));
  return groups.toSorted((a, b) => rank(a) - rank(b));
}

/** The groups that are no task list of a worker's. */
const below = ['decision polls', 'other requests'];

function nameOf({ entry: { operation, about } }: Bar): string {
  if (operation === 'PollForActivityTask') return about || 'activity polls';
  return operation === 'PollForDecisionTask' ? 'decision polls' : 'other requests';
}

/** Where the entry is whose exchange is shown last, which is the telling one; 0 where none is shown. */
export function decisiveEntry(timeline: readonly TimelineEntry[]): number {
  const last = Math.max(...timeline.map(({ exchange = -1 }) => exchange));
  return Math.max(
    timeline.findIndex(({ exchange }) => exchange === last),
    0,
  );
}

/** Each bar in the first lane that is free by then. */
function lanesOf(bars: readonly Bar[]): Bar[][] {
  const lanes: Bar[][] = [];
  for (const bar of bars.toSorted((a, b) => a.entry.sentAtMs - b.entry.sentAtMs)) {
    const free = lanes.find((lane) => (lane.at(-1)?.entry.endedAtMs ?? 0) <= bar.entry.sentAtMs);
    if (free) free.push(bar);
    else lanes.push([bar]);
  }
  return lanes;
}

/** Round numbers from 0 on, at most eight of them, that cover the milliseconds. */
export function axisOf(lengthMs: number): number[] {
  const least = Math.max(lengthMs, 1) / 7;
  const power = 10 ** Math.floor(Math.log10(least));
  const step = [1, 2, 5, 10].map((digit) => digit * power).find((each) => each >= least) ?? least;
  return Array.from({ length: Math.floor(lengthMs / step) + 1 }, (_, index) => index * step);
}
