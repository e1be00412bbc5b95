import type { Values } from './repeat.ts';
import { entries } from './table/index.ts';
import type { Setting } from './table/setting.ts';

/** What results say of a run's settings. */
export interface Reported {
  readonly target: object;
  readonly run: object;
}

/** The settings as results have them, each in its place; what is not set, or off, is left out. */
export function toReport(values: Values): { target: Values; run: Values } {
  const report = { target: {}, run: {} };
  for (const [name, { reported }] of entries()) {
    const value = values[name];
    if (reported === undefined || value === undefined || value === false) continue;
    const [members, last] = split(reported);
    let place: Record<string, unknown> = report;
    for (const member of members) {
      place[member] ??= {};
      place = place[member] as Record<string, unknown>;
    }
    place[last] = value;
  }
  return report;
}

/** What results say of a setting; undefined where they do not. */
export function fromReport({ reported }: Setting, report: Reported): unknown {
  if (reported === undefined) return undefined;
  return reported
    .split('.')
    .reduce<unknown>((place, member) => (place as Values | undefined)?.[member], report);
}

function split(path: string): [string[], string] {
  const members = path.split('.');
  return [members.slice(0, -1), members.at(-1) ?? ''];
}
