import type { Comparison } from '../../results/comparison.ts';
import { visible } from '../../results/visible.ts';

/** Raised when a reader of `matrix.json` would have to change. */
const schemaVersion = 1;

/** `matrix.json`, for programs. */
export function renderMatrixJson({ targets, rules, newlyFailing, noLongerJudged }: Comparison): string {
  const matrix = {
    schemaVersion,
    targets: targets.map(({ name, report }) => ({
      name,
      endpoint: report.target.endpoint,
      server: report.target.server,
      tool: report.tool,
      startedAt: report.run.startedAt,
      verdict: report.summary.verdict,
      counts: report.summary.counts,
      operations: report.summary.operations,
    })),
    rules: rules.map(({ results, ...rule }) => ({
      ...rule,
      // Null where the run did not know the rule.
      results: results.map((result) => (result ? { status: result.status, message: result.message } : null)),
    })),
    newlyFailing: newlyFailing.map(({ id }) => id),
    noLongerJudged: noLongerJudged.map(({ id }) => id),
  };
  return `${visible(JSON.stringify(matrix, null, 2))}\n`;
}
