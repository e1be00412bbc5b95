import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { wholePattern } from '../engine/plan/select.ts';
import type { Mistake } from '../engine/settings/judge.ts';
import { quoted } from '../engine/settings/quoted.ts';
import { ruleSuggestion } from '../engine/settings/rule-suggestion.ts';
import { settings } from '../engine/settings/table/index.ts';
import { reportFiles } from '../reporters/report-files.ts';
import { type RunReport, runReport, schemaVersion } from '../results/report.ts';
import type { RuleResult } from '../results/rule.ts';
import { WrongUse } from './wrong-use.ts';

/** Where a run writes its results unless it is told otherwise. */
const lastResults = join(settings.out.default, reportFiles.json);

/** A report that was read. */
export interface Recorded {
  readonly report: RunReport;
  /** The rule that was named; undefined where none was. */
  readonly rule: RuleResult | undefined;
}

/**
 * Reads results.json, and one of its rules where one is named.
 * @throws WrongUse with what is wrong with the file or the rule, beside what was wrong before
 */
export function readResults(
  path: string = lastResults,
  id?: string | undefined,
  earlier: readonly Mistake[] = [],
): Recorded {
  const read = readRun(path);
  const report = 'report' in read ? read.report : undefined;
  const mistakes = [...earlier];
  if ('mistake' in read) mistakes.push({ where: 'RESULTS', what: `${quoted(path)} ${read.mistake}` });
  const whole = id === undefined ? undefined : wholePattern(id);
  const rule = report?.rules.find((each) => each.id === id || each.id === whole);
  if (report && id !== undefined && !rule) {
    mistakes.push({ where: 'RULE', what: `${path} has no rule ${quoted(id)}${ruleSuggestion(id)}` });
  }
  if (!report || mistakes.length > 0) throw new WrongUse(...mistakes);
  return { report, rule };
}

/** A run of every rule against the worst of servers writes some 10 MB; what is far beyond that is none of ours. */
const mostBytes = 256 * 1024 * 1024;

/** The results in a file, or in the folder of a run's reports; else what is wrong with it, as a sentence's end. */
export function readRun(path: string): { report: RunReport } | { mistake: string } {
  let text: string;
  try {
    const file = statSync(path).isDirectory() ? join(path, reportFiles.json) : path;
    if (statSync(file).size > mostBytes) return { mistake: 'is too big to be the results of a run' };
    text = readFileSync(file, 'utf8');
  } catch (error) {
    const { code = '', message } = error as NodeJS.ErrnoException;
    return { mistake: `cannot be read: ${reasons[code] ?? message}` };
  }
  let raw: unknown;
  try {
    raw = JSON.parse(text);
  } catch {
    return { mistake: 'is not JSON: give the results.json of a run' };
  }
  const version =
    typeof raw === 'object' && raw !== null && 'schemaVersion' in raw ? raw.schemaVersion : undefined;
  if (typeof version === 'number' && version !== schemaVersion) {
    return {
      mistake: `is of version ${version} of the results, and this release reads ${schemaVersion}: use the release that wrote it`,
    };
  }
  const { data, error } = runReport.safeParse(raw);
  if (data) return { report: data };
  const [where] = error.issues.map(({ path: members }) => members.join('.'));
  const found = where ? ` (${quoted(where)} is not as it should be)` : '';
  return { mistake: `holds no results of a run${found}: give its results.json` };
}

const reasons: Record<string, string> = {
  ENOENT: `there is no such file, or no ${reportFiles.json} in the folder`,
  EACCES: 'permission denied',
};
