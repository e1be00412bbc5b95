import { z } from 'zod';
import { type RunReport, runReport, schemaVersion } from '../results/report.ts';
import type { RuleResult } from '../results/rule.ts';
import { isObject } from '../target/exchange.ts';
import { suggestion } from './nearest.ts';
import { readJson } from './read-json.ts';
import { given } from './text.ts';
import { type Mistake, WrongUse } from './wrong-use.ts';

/** A report that was read, and one of its rules. */
export interface Recorded {
  readonly report: RunReport;
  readonly rule: RuleResult;
}

/**
 * Reads results.json for one of its rules.
 * @throws WrongUse with what is wrong with the file or the rule, beside what was wrong before
 */
export function readResults(path = '', id = '', earlier: readonly Mistake[] = []): Recorded {
  const mistakes = [...earlier];
  const report = readReport(path, mistakes);
  const ids = report?.rules.map((rule) => rule.id) ?? [];
  const rule = report?.rules.find((each) => each.id === id);
  const refuse = (what: string) => mistakes.push({ where: 'RULE', what });
  if (id === '') refuse('a value is missing: give the id of a rule');
  else if (report && !rule) refuse(`${path} has no rule ${given(id)}${suggestion(id, ids)}`);
  if (!report || !rule || mistakes.length > 0) throw new WrongUse(...mistakes);
  return { report, rule };
}

function readReport(path: string, mistakes: Mistake[]): RunReport | undefined {
  const refuse = (what: string) => {
    mistakes.push({ where: 'RESULTS', what });
    return undefined;
  };
  if (path === '') return refuse('a value is missing: give the results.json of a run');
  const read = readJson(path);
  if (read.what !== undefined) return refuse(read.what);
  const { value } = read;
  if (!isObject(value) || value.schemaVersion === undefined) {
    return refuse(`${path} is no results.json of swf-conformance`);
  }
  if (value.schemaVersion !== schemaVersion) {
    const theirs = given(value.schemaVersion);
    return refuse(
      `${path} is of schemaVersion ${theirs}, and this version reads ${schemaVersion}: make it anew by run`,
    );
  }
  const parsed = runReport.safeParse(value);
  if (parsed.success) return parsed.data;
  const [first] = z.prettifyError(parsed.error).split('\n  ');
  return refuse(`${path} is not as a run writes it: ${first}`);
}
