import { byOperation } from '../../results/by-operation.ts';
import type { Change, ComparedRule, Comparison } from '../../results/comparison.ts';
import type { RunReport } from '../../results/report.ts';
import { commandless, shortened, visibleLine } from '../../results/visible.ts';
import { operationName } from '../operations.ts';
import { type Paint, painter } from '../paint.ts';
import { paragraph } from '../terminal-rule.ts';
import { countsWords } from '../words.ts';
import {
  changesText,
  countsText,
  neighbours,
  newlyFailingText,
  noLongerJudgedText,
  statusWordOf,
} from './words.ts';

export interface MatrixTextOptions {
  colour: boolean;
  width: number;
  /** What was written, as the caller names it. */
  files: readonly string[];
}

const formats: Record<Change, Parameters<Paint>[0]> = {
  worse: 'red',
  better: 'green',
  changed: 'cyan',
  same: 'reset',
};

/** The targets, then what differs from each to the next, last what newly fails. Expects a visible comparison. */
export function matrixText(comparison: Comparison, { colour, width, files }: MatrixTextOptions): string {
  const { targets, rules, newlyFailing, noLongerJudged } = comparison;
  const paint = painter(colour);
  const cut = (line: string) => shortened(line, width - 11);
  const operations = byOperation(rules);
  const isGrouped = operations.length > 1;
  const lines = targets.flatMap(({ name, report }, index) => [
    shortened(`${index + 1}  ${name}`, width),
    `   ${report.summary.verdict}: ${countsText(report)}`,
    ...(isGrouped ? operationLines(report, width) : []),
  ]);
  const differenceLines = (rules: readonly ComparedRule[], index: number) =>
    (['worse', 'better', 'changed'] as const).flatMap((kind) =>
      rules
        .filter(({ changes }) => changes[index] === kind)
        .map(({ id, results }) => {
          const [before, after] = [results[index], results[index + 1]];
          const [was, is] = [statusWordOf(before), statusWordOf(after)];
          // An INFO rule is that on both, and saw something else.
          const statuses = was === is ? is : `${was} -> ${is}`;
          const said = `${visibleLine(id)}  ${statuses}  ${visibleLine(after?.message ?? '')}`;
          return `  ${paint(formats[kind], kind.padEnd(7))}  ${cut(said)}`;
        }),
    );
  for (const [index] of neighbours(targets).entries()) {
    lines.push('', paint('bold', `From ${index + 1} to ${index + 2}: ${changesText(comparison, index)}`));
    for (const operation of operations) {
      const own = differenceLines(operation.rules, index);
      if (isGrouped && own.length > 0) lines.push(paint('bold', ` ${operationName(operation)}`));
      lines.push(...own);
    }
  }
  lines.push('');
  const unjudged = noLongerJudgedText(comparison);
  if (unjudged) lines.push(...paragraph(`${unjudged}: ${ids(noLongerJudged)}`, width));
  // A path that is cut short cannot be opened.
  lines.push(...files.map((path, index) => `${index === 0 ? 'Written' : '       '}  ${visibleLine(path)}`));
  const newly = newlyFailing.length === 0 ? [] : paragraph(ids(newlyFailing), width - 2);
  const colourOf = newly.length === 0 ? 'green' : 'red';
  lines.push(
    ...paragraph(newlyFailingText(comparison), width).map((line) => paint(['bold', colourOf], line)),
  );
  lines.push(...newly.map((line) => `  ${line}`));
  return commandless(`${lines.join('\n')}\n`);
}

/** What a target came to on each operation that was judged there. */
function operationLines({ summary }: RunReport, width: number): string[] {
  return summary.operations.map((operation) => {
    const what = `${operation.verdict}: ${countsWords(operation.counts)}`;
    return shortened(`   - ${operationName(operation)}, ${what}`, width);
  });
}

function ids(rules: readonly { id: string }[]): string {
  return rules.map(({ id }) => id).join(', ');
}
