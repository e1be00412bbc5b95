import { type RunReport, runReport } from '../results/report.ts';
import { visible } from '../results/visible.ts';

/**
 * `results.json`: the report itself, for programs. Throws where it does not fit its schema.
 *
 * Hidden characters are written as JSON escapes: it is the same JSON, and safe to show in a terminal.
 */
export function renderJson(report: RunReport): string {
  return `${visible(JSON.stringify(runReport.parse(report), null, 2))}\n`;
}
