import { existsSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { type BaselineFile, isBaselineName, readBaseline } from '../engine/settings/baseline-file.ts';
import { judge, type Mistake } from '../engine/settings/judge.ts';
import { quoted } from '../engine/settings/quoted.ts';
import { optionOf } from '../engine/settings/table/index.ts';
import { checkWritable, writeFiles } from '../reporters/write.ts';
import { baselineVersion } from '../results/baseline.ts';
import { type BaselineChanges, baselineChanges } from '../results/baseline-changes.ts';
import type { RunReport } from '../results/report.ts';
import { exitCodes } from '../results/verdict.ts';
import { editedBaseline } from './baseline-edit.ts';
import { readRun } from './results-file.ts';
import { baselineSettings } from './settings.ts';
import { harmless, tell } from './text.ts';
import { WrongUse } from './wrong-use.ts';

/** What decides an update. */
export interface BaselineOptions {
  readonly report: RunReport;
  readonly file: BaselineFile;
  /** Why what is new fails; undefined: nobody has looked yet. */
  readonly reason: string | undefined;
}

/**
 * Reads the results and the baseline, which may not be there yet.
 * @param options as commander gives them: texts
 * @throws WrongUse with all mistakes
 */
export function baselineOptions(options: object, earlier: readonly Mistake[] = []): BaselineOptions {
  const { settings, mistakes: wrong } = judge(baselineSettings, options, optionOf);
  const { from, baseline: path, reason } = settings;
  const mistakes = [...earlier, ...wrong];
  const isMissing = (name: string) => !(name in options);
  if (isMissing('from'))
    mistakes.push({ where: '--from', what: 'a value is missing: give the results.json of a run' });
  if (isMissing('baseline'))
    mistakes.push({ where: '--baseline', what: 'a value is missing: give a .yaml or .json file' });
  const read = from === undefined ? undefined : readRun(from);
  if (read && 'mistake' in read) mistakes.push({ where: '--from', what: `${quoted(from)} ${read.mistake}` });
  const file = path === undefined ? undefined : existsSync(path) ? readBaseline(path) : unwritten(path);
  if (file && 'mistakes' in file) {
    mistakes.push(...file.mistakes.map((what) => ({ where: '--baseline', what })));
  }
  if (mistakes.length > 0 || !read || 'mistake' in read || !file || 'mistakes' in file) {
    throw new WrongUse(...mistakes);
  }
  return { report: read.report, file, reason };
}

/** A baseline that is not there yet. */
function unwritten(path: string): ReturnType<typeof readBaseline> {
  return isBaselineName(path)
    ? { path, text: '', baseline: { version: baselineVersion, rules: [] } }
    : readBaseline(path);
}

/** Makes the baseline agree with the run, says what has changed, and gives the exit code. */
export async function updateBaseline({ report, file, reason }: BaselineOptions): Promise<number> {
  const changes = baselineChanges(report, file.baseline);
  const { added, changed, removed } = changes;
  const isChanged = added.length + changed.length + removed.length > 0 || file.text === '';
  if (isChanged) {
    const [folder, name] = [dirname(file.path), basename(file.path)];
    await checkWritable(folder, [name]).catch((error: Error) => {
      throw new WrongUse({ where: '--baseline', what: error.message });
    });
    await writeFiles(folder, [{ file: name, text: editedBaseline(file, changes, reason) }]);
  }
  process.stdout.write(harmless(told(file.path, changes, isChanged)));
  for (const { id, message } of changes.impossible) {
    const todo = `see to it that it is judged, or leave it out of runs with --skip ${id}`;
    tell(`${id} cannot be listed, since nothing was learned of it: ${message}; ${todo}`);
  }
  return exitCodes.conformant;
}

function told(path: string, { added, changed, removed, open }: BaselineChanges, isChanged: boolean): string {
  const lines = [
    ...added.map(({ rule, fingerprint }) => `  added    ${rule}  ${fingerprint ?? ''}`),
    ...changed.map(({ rule, fingerprint }) => `  changed  ${rule}  ${fingerprint ?? ''}`),
    ...removed.map((rule) => `  removed  ${rule}`),
    ...open.map((rule) => `  kept     ${rule}, of which this run knows nothing`),
  ];
  const counts = `${added.length} added, ${changed.length} changed, ${removed.length} removed`;
  const what = isChanged ? counts : 'it agrees with the run already';
  return `${[`${path}: ${what}`, ...lines].join('\n')}\n`;
}
