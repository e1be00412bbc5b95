import type { RunReport } from './report.ts';

/**
 * Whether a budget left rules out and nobody allowed that: then what ran is no pass, as the user asked for more. In a file of its
 * own, as the page's script needs it, and no schema with it.
 */
export function isCutShort({ run: { budget } }: Pick<RunReport, 'run'>): boolean {
  return budget !== undefined && !budget.allowed && budget.leftOut.length > 0;
}
