import type { Comparison } from '../../results/comparison.ts';
import { code, table } from '../markdown-text.ts';
import { moment, plural } from '../words.ts';
import { changesText, countsText, neighbours, newlyFailingText, statusWordOf } from './words.ts';

/** GitHub takes no summary above 1 MiB, and a row has at most 1 KiB for each target. */
const mostRows = 150;

/** `matrix.md`: the targets, and the rules that are not the same on all of them. */
export function renderMatrixMarkdown(comparison: Comparison): string {
  const { targets, rules, newlyFailing } = comparison;
  const differing = rules.filter(({ changes }) => changes.some((change) => change !== 'same'));
  const more = differing.length - mostRows;
  const parts = [
    '# swf-conformance: comparison',
    table(
      ['', 'Target', 'Verdict', 'Rules', 'Made'],
      targets.map(({ name, report }, index) => [
        String(index + 1),
        code(name),
        report.summary.verdict,
        countsText(report),
        `${moment(report.run.startedAt)} by ${code(report.tool.version)}`,
      ]),
    ),
    neighbours(targets)
      .map((_, index) => `- From ${index + 1} to ${index + 2}: ${changesText(comparison, index)}`)
      .join('\n'),
    ...(newlyFailing.length > 0 ? [`${newlyFailingText(comparison)}:`, ids(newlyFailing)] : []),
    ...(differing.length > 0
      ? [
          `## Differences (${differing.length})`,
          table(
            ['Rule', ...targets.map((_, index) => String(index + 1))],
            differing.slice(0, mostRows).map(({ id, results, changes }) => [
              code(id),
              ...results.map((result, index) => {
                const change = index === 0 ? 'same' : changes[index - 1];
                const mark = change === 'same' ? '' : ` (${change})`;
                return `${statusWordOf(result)}${mark}${result?.message ? `<br>${code(result.message)}` : ''}`;
              }),
            ]),
          ),
        ]
      : []),
    ...(more > 0 ? [`and ${plural(more, 'rule')} more: see index.html`] : []),
  ];
  return `${parts.join('\n\n')}\n`;
}

function ids(rules: readonly { id: string }[]): string {
  const shown = rules.slice(0, mostRows).map(({ id }) => code(id));
  return shown.join(', ') + (rules.length > mostRows ? `, and ${rules.length - mostRows} more` : '');
}
