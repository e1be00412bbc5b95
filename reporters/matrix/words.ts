import type { OperationGroup } from '../../results/by-operation.ts';
import {
  type Change,
  type Compared,
  type ComparedRule,
  type Comparison,
  standing,
} from '../../results/comparison.ts';
import { isOfChosenOperation } from '../../results/not-chosen.ts';
import type { RunReport, Verdict } from '../../results/report.ts';
import type { RuleResult } from '../../results/rule.ts';
import { countStatuses } from '../../results/verdict.ts';
import { shortened, visibleLine } from '../../results/visible.ts';
import { countsWords, moment, plural, targetWords } from '../words.ts';

/** What a result is called where a run did not know the rule. */
export function statusWordOf(result: RuleResult | undefined): string {
  return result?.status ?? 'no such rule';
}

/** "55 pass, 35 fail", of the operations that the run had chosen. */
export function countsText({ rules }: RunReport): string {
  return countsWords(countStatuses(rules.filter(isOfChosenOperation)));
}

/** What a target came to on one operation; nothing where it was not to be run. */
export function operationVerdict(
  { summary }: RunReport,
  { name }: OperationGroup<ComparedRule>,
): Verdict | undefined {
  const own = summary.operations.find((each) => each.name === name);
  return own?.verdict;
}

/** How many rules changed how from each target to the next: "56 worse, 9 changed". */
export function changesText({ rules }: Comparison, neighbour: number): string {
  const kinds: Change[] = ['worse', 'better', 'changed'];
  const parts = kinds.flatMap((kind) => {
    const count = rules.filter(({ changes }) => changes[neighbour] === kind).length;
    return count === 0 ? [] : [`${plural(count, 'rule')} ${kind}`];
  });
  return parts.length === 0 ? 'no difference' : parts.join(', ');
}

/** "10 of 12 hold", of the rules of an area that were judged. */
export function heldText(results: readonly (RuleResult | undefined)[]): string {
  const judged = results.filter((result) => standing(result) !== 'unjudged');
  if (judged.length === 0) return 'not judged';
  return `${judged.filter((result) => standing(result) === 'holds').length} of ${judged.length} hold`;
}

/** Names by which a reader tells the targets apart: as much of where, which release and when as that needs. */
export function namesOf(reports: readonly RunReport[]): string[] {
  const names = reports.map((report) => shortened(visibleLine(placeOf(report)), longestName));
  const additions: ((report: RunReport) => string)[] = [
    ({ tool }) => `by ${visibleLine(tool.version)}`,
    ({ run }) => moment(run.startedAt),
  ];
  return names.map((name, index) => {
    const alike = reports.filter((_, other) => names[other] === name);
    if (alike.length === 1) return name;
    const decisive = additions.find((addition) => new Set(alike.map(addition)).size === alike.length);
    const report = reports[index];
    const more = report && decisive?.(report);
    return `${name}, ${more ?? `#${index + 1}`}`;
  });
}

function placeOf({ target }: RunReport): string {
  return target.embedded ? 'embedded reference server' : targetWords(target);
}

/** It heads a column. */
const longestName = 100;

/** From which target to which. */
export function neighbours<Target extends Compared>(targets: readonly Target[]): [Target, Target][] {
  return targets.slice(1).flatMap((after, index) => {
    const before = targets[index];
    return before ? [[before, after] as [Target, Target]] : [];
  });
}

/** "44 rules newly fail: they count against the last target, and not against the first" */
export function newlyFailingText({ newlyFailing }: Comparison): string {
  const count = newlyFailing.length;
  if (count === 0) return 'Nothing newly fails: what counts against the last target counts against the first';
  const [fail, they] = count === 1 ? ['fails', 'it counts'] : ['fail', 'they count'];
  return `${plural(count, 'rule')} newly ${fail}: ${they} against the last target, and not against the first`;
}

/** "9 rules held on the first target, and were not judged on the last"; nothing where all were. */
export function noLongerJudgedText({ noLongerJudged }: Comparison): string | undefined {
  const count = noLongerJudged.length;
  if (count === 0) return undefined;
  return `${plural(count, 'rule')} held on the first target, and ${count === 1 ? 'was' : 'were'} not judged on the last`;
}
