import { type RunReport, runReport } from '../results/report.ts';
import { visible } from '../results/visible.ts';

/**
 * The report with every text in it made visible. Reporters start with this, instead of remembering it wherever a text
 * is shown: a text that was forgotten is one that a hostile server may write.
 */
export function visibleReport(report: RunReport): RunReport {
  const shown = JSON.stringify(report, (_member, value) =>
    typeof value === 'string' ? visible(value) : value,
  );
  return runReport.parse(JSON.parse(shown));
}
