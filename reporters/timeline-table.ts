import type { TimelineEntry } from '../results/rule.ts';
import { shortened, visibleLine } from '../results/visible.ts';
import { duration } from './words.ts';

/** Wider columns would push what it came to off the screen. */
const widest = 40;

/** What a rule had open, a line each: from when to when, what, and what it came to. */
export function timelineTable(timeline: readonly TimelineEntry[]): string {
  const rows = timeline.map(({ label, about, sentAtMs, endedAtMs, outcome, exchange }) => [
    `${duration(sentAtMs)} to ${duration(endedAtMs)}`,
    label,
    about,
    outcome,
    exchange === undefined ? '' : `exchange ${exchange + 1}`,
  ]);
  const cells = rows.map((row) => row.map((cell) => shortened(visibleLine(cell), widest)));
  const widths = cells.reduce<number[]>(
    (most, row) => row.map((cell, column) => Math.max(cell.length, most[column] ?? 0)),
    [],
  );
  return cells
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
