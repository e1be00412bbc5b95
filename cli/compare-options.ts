import { existsSync, realpathSync, statSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { judge, type Mistake } from '../engine/settings/judge.ts';
import { quoted } from '../engine/settings/quoted.ts';
import { optionOf } from '../engine/settings/table/index.ts';
import { namesOf } from '../reporters/matrix/words.ts';
import { reportFiles } from '../reporters/report-files.ts';
import type { Compared } from '../results/comparison.ts';
import type { RunReport } from '../results/report.ts';
import { readRun } from './results-file.ts';
import { compareSettings } from './settings.ts';
import { WrongUse } from './wrong-use.ts';

/** What decides a comparison. */
export interface CompareOptions {
  readonly targets: readonly Compared[];
  readonly out: string;
  /** Whether something that newly fails is told by the exit code. */
  readonly failOnNew: boolean;
}

/**
 * Reads the files and the options of a comparison.
 * @param options as commander gives them: texts; `name` a list of texts
 * @throws WrongUse with all mistakes
 */
export function compareOptions(
  files: readonly string[],
  options: object,
  earlier: readonly Mistake[] = [],
): CompareOptions {
  const { settings, mistakes: wrong } = judge(compareSettings, options, optionOf);
  const mistakes = [...earlier, ...wrong];
  if (files.length < 2)
    mistakes.push({ where: 'FILE', what: 'there is nothing to compare: give two or more' });
  const reports: RunReport[] = [];
  const seen = new Set<string>();
  for (const file of files) {
    const read = readRun(file);
    if ('mistake' in read) {
      mistakes.push({ where: 'FILE', what: `${quoted(file)} ${read.mistake}` });
      continue;
    }
    const place = realPlace(file);
    if (seen.has(place))
      mistakes.push({ where: 'FILE', what: `${quoted(file)} is given twice: leave one out` });
    seen.add(place);
    reports.push(read.report);
  }
  const { name: names, out = 'conformance-compare', failOn } = settings;
  if (names && names.length !== files.length) {
    mistakes.push({
      where: '--name',
      what: `it is given ${names.length} times for ${files.length} files: give one for each, or none`,
    });
  } else if (names && new Set(names).size < names.length) {
    mistakes.push({ where: '--name', what: 'two targets have the same name: give each its own' });
  }
  if (mistakes.length > 0) throw new WrongUse(...mistakes);
  const usual = namesOf(reports);
  const targets = reports.map((report, index) => ({
    name: names?.[index] ?? usual[index] ?? '',
    report,
    page: pageBeside(files[index] ?? '', out),
  }));
  return { targets, out, failOnNew: failOn !== undefined };
}

/** The HTML report beside the results, as a URL relative to what is written; undefined where there is none. */
function pageBeside(path: string, out: string): string | undefined {
  const folder = statSync(path).isDirectory() ? path : dirname(path);
  const page = join(folder, reportFiles.html);
  if (!existsSync(page)) return undefined;
  return relative(out, page).split(sep).map(encodeURIComponent).join('/');
}

/** The file itself, however it was named. */
function realPlace(path: string): string {
  try {
    return realpathSync(join(path, reportFiles.json));
  } catch {
    return realpathSync(path);
  }
}
