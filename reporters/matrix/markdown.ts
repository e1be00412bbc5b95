import { byOperation } from '../../results/by-operation.ts';
import type { Compared, ComparedRule, Comparison } from '../../results/comparison.ts';
import { code, table } from '../markdown-text.ts';
import { operationName } from '../operations.ts';
import { moment, plural } from '../words.ts';
import {
  changesText,
  countsText,
  neighbours,
  newlyFailingText,
  operationVerdict,
  statusWordOf,
} from './words.ts';

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
    ...operations(comparison),
    neighbours(targets)
      .map((_, index) => `- From ${index + 1} to ${index + 2}: ${changesText(comparison, index)}`)
      .join('\n'),
    ...(newlyFailing.length > 0 ? [`${newlyFailingText(comparison)}:`, ids(newlyFailing)] : []),
    ...(differing.length > 0
      ? [`## Differences (${differing.length})`, ...differences(comparison, differing.slice(0, mostRows))]
      : []),
    ...(more > 0 ? [`and ${plural(more, 'rule')} more: see index.html`] : []),
  ];
  return `${parts.join('\n\n')}\n`;
}

/** What each target came to on each operation; nothing where there is one. */
function operations({ targets, rules }: Comparison): string[] {
  const groups = byOperation(rules);
  if (groups.length < 2) return [];
  const rows = groups.map((group) => [
    code(operationName(group)),
    ...targets.map(({ report }) => operationVerdict(report, group) ?? 'not judged'),
  ]);
  return [table(['Operation', ...numbers(targets)], rows)];
}

/** A table, or one for each operation. */
function differences({ targets, rules }: Comparison, shown: readonly ComparedRule[]): string[] {
  if (byOperation(rules).length < 2) return [differenceTable(targets, shown)];
  return byOperation(shown).flatMap((group) => [
    `### ${code(operationName(group))} (${group.rules.length})`,
    differenceTable(targets, group.rules),
  ]);
}

function differenceTable(targets: readonly Compared[], rules: readonly ComparedRule[]): string {
  return table(
    ['Rule', ...numbers(targets)],
    rules.map(({ id, results, changes }) => [
      code(id),
      ...results.map((result, index) => {
        const change = index === 0 ? 'same' : changes[index - 1];
        const mark = change === 'same' ? '' : ` (${change})`;
        return `${statusWordOf(result)}${mark}${result?.message ? `<br>${code(result.message)}` : ''}`;
      }),
    ]),
  );
}

function numbers(targets: readonly Compared[]): string[] {
  return targets.map((_, index) => String(index + 1));
}

function ids(rules: readonly { id: string }[]): string {
  const shown = rules.slice(0, mostRows).map(({ id }) => code(id));
  return shown.join(', ') + (rules.length > mostRows ? `, and ${rules.length - mostRows} more` : '');
}
