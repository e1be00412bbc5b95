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

/** One group for each task list that was polled, then the other requests together; a lane for each poll that overlaps. */
export function groupsOf(timeline: readonly TimelineEntry[]): Group[] {
  const bars = timeline.map((entry, index) => ({ entry, index }));
  const polls = Map.groupBy(bars.filter(isPoll), ({ entry }) => entry.about);
  const others = bars.filter((bar) => !isPoll(bar));
  return [
    ...[...polls].map(([about, members]) => ({ name: about || 'polls', lanes: lanesOf(members) })),
    ...(others.length > 0 ? [{ name: 'other requests', lanes: lanesOf(others) }] : []),
  ];
}

function isPoll({ entry }: Bar): boolean {
  return entry.label.startsWith('Poll');
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
