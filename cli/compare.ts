import { renderMatrixJson } from '../reporters/matrix/json.ts';
import { renderMatrixMarkdown } from '../reporters/matrix/markdown.ts';
import { renderMatrixHtml } from '../reporters/matrix/page.ts';
import { matrixText } from '../reporters/matrix/terminal.ts';
import { visibleTargets } from '../reporters/matrix/visible.ts';
import { checkWritable, writeFiles } from '../reporters/write.ts';
import { compared } from '../results/comparison.ts';
import { exitCodes } from '../results/verdict.ts';
import type { CompareOptions } from './compare-options.ts';
import { coloured, columns, tell } from './text.ts';
import { WrongUse } from './wrong-use.ts';

/** Sets the results side by side, and gives the exit code. */
export async function compare({ targets, out, failOnNew }: CompareOptions): Promise<number> {
  const comparison = compared(visibleTargets(targets));
  const pages = [
    { file: 'index.html', text: renderMatrixHtml(comparison) },
    { file: 'matrix.json', text: renderMatrixJson(comparison) },
    { file: 'matrix.md', text: renderMatrixMarkdown(comparison) },
  ];
  const names = pages.map(({ file }) => file);
  await checkWritable(out, names).catch((error: Error) => {
    throw new WrongUse({ where: '--out', what: error.message });
  });
  let failure: unknown;
  const files = await writeFiles(out, pages).catch((error) => {
    failure = error;
    return [];
  });
  const width = columns(process.stdout) ?? 120;
  process.stdout.write(matrixText(comparison, { colour: coloured(process.stdout), width, files }));
  if (failure !== undefined) {
    const why = failure instanceof Error ? failure.message : failure;
    tell(`swf-conformance: the comparison could not be written: ${why}`);
    return exitCodes.error;
  }
  return failOnNew && comparison.newlyFailing.length > 0 ? exitCodes['not-conformant'] : exitCodes.conformant;
}
