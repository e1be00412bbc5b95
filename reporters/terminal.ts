import { byOperation } from '../results/by-operation.ts';
import type { Gate } from '../results/gate-schema.ts';
import { isOfChosenOperation } from '../results/not-chosen.ts';
import type { RunReport } from '../results/report.ts';
import { type RuleResult, status } from '../results/rule.ts';
import { countStatuses, exitCodeOf } from '../results/verdict.ts';
import { commandless, shortened, visibleLine } from '../results/visible.ts';
import { findingsOf } from './findings.ts';
import { operationName, operationsOf } from './operations.ts';
import { type Paint, painter, statusWord } from './paint.ts';
import { briefRule, paragraph, ruleLine, wholeRule } from './terminal-rule.ts';
import { visibleReport } from './visible-report.ts';
import {
  againstHeading,
  countsWords,
  duration,
  gateSentence,
  notChosenNote,
  partialNote,
  plural,
  targetWords,
  verdictSentence,
  verdictWords,
} from './words.ts';

export interface TerminalOptions {
  colour: boolean;
  /** Columns of the terminal. Only paths and commands are longer: cut short they are of no use. */
  width: number;
  /** Where the reports were written, as the caller names them. */
  reports: readonly string[];
}

/** Skipped rules share few reasons. */
const mostReasons = 4;

/**
 * A run's outcome as text. What decides stands at the end, where the reader of a CI log is: first what failed and why,
 * then the counts, where the reports are, and last the verdict.
 */
export function summaryText(hostile: RunReport, { colour, width, reports }: TerminalOptions): string {
  const report = visibleReport(hostile);
  const paint = painter(colour);
  const { errors, against, known, warnings, inconclusive } = findingsOf(report);
  const isGrouped = operationsOf(report).judged.length > 1;
  const section = (heading: string, rules: readonly RuleResult[], linesOf: LinesOf) => {
    const lines = rulesLines(rules, isGrouped, (rule) => ['', ...linesOf(rule)], paint);
    return titled(heading, rules.length, lines, paint);
  };
  const whole: LinesOf = (rule) => wholeRule(rule, width, paint);
  const brief: LinesOf = (rule) => briefRule(rule, width, paint);
  const listed = rulesLines(known, isGrouped, (rule) => [knownLine(report, rule, width, paint)], paint);
  const blocks = [
    section('Faults of the suite itself', errors, brief),
    section(againstHeading(report), against, whole),
    titled('Known to fail', known.length, listed, paint),
    section('Warnings', warnings, brief),
    section('Inconclusive, not counted', inconclusive, brief),
    skipped(report, width, paint),
    gateFindings(report, width, paint),
    ending(report, reports, width, paint),
  ];
  const text = blocks.filter((lines) => lines.length > 0).map((lines) => lines.join('\n'));
  return commandless(`\n${text.join('\n\n')}\n`);
}

type LinesOf = (rule: RuleResult) => string[];

/** The lines of each rule; where there are several operations, below the name of its own. */
function rulesLines(
  rules: readonly RuleResult[],
  isGrouped: boolean,
  linesOf: LinesOf,
  paint: Paint,
): string[] {
  if (!isGrouped) return rules.flatMap(linesOf);
  return byOperation(rules).flatMap((operation) => [
    '',
    paint('bold', `${operationName(operation)} (${operation.rules.length})`),
    ...operation.rules.flatMap(linesOf),
  ]);
}

function titled(heading: string, count: number, lines: string[], paint: Paint): string[] {
  return count === 0 ? [] : [paint('bold', `${heading} (${count})`), ...lines];
}

/** What fails as the baseline lists it, with why that is accepted. */
function knownLine({ gate }: RunReport, rule: RuleResult, width: number, paint: Paint): string {
  const listed = [...(gate?.known ?? []), ...(gate?.flaky ?? [])];
  const reason = listed.find((entry) => entry.rule === rule.id)?.reason ?? '';
  return ruleLine({ ...rule, message: reason }, width, paint);
}

/** What closes the gate, and what to do about it. */
function gateFindings({ gate }: RunReport, width: number, paint: Paint): string[] {
  const findings = gate?.findings ?? [];
  const lines = findings.flatMap(({ kind, rule, message }) => [
    '',
    `  ${paint('red', kind)}  ${shortened(visibleLine(rule), width)}`,
    ...paragraph(shortened(visibleLine(message), 1200), width - 6).map((line) => `      ${line}`),
  ]);
  return titled(`Findings against ${visibleLine(gate?.baseline ?? '')}`, findings.length, lines, paint);
}

/** By their reasons; those that a budget left out first, each by its name, as the user asked for them. */
function skipped({ rules, run: { budget } }: RunReport, width: number, paint: Paint): string[] {
  const isLeftOut = ({ id }: RuleResult) => budget?.leftOut.includes(id) ?? false;
  // Of operations that were not chosen a note is enough.
  const skips = rules.filter((rule) => rule.status === 'skip' && isOfChosenOperation(rule));
  const all = [...skips.filter(isLeftOut), ...skips.filter((rule) => !isLeftOut(rule))];
  const byReason = [...Map.groupBy(all, (rule) => visibleLine(rule.message))];
  const shown = byReason.slice(0, mostReasons);
  const lines = shown.flatMap(([reason, members]) => [
    shortened(`  ${plural(members.length, 'rule')}: ${reason}`, width),
    ...(members.every(isLeftOut) ? listed(members, width) : []),
  ]);
  const more = byReason.length - shown.length;
  if (more > 0) lines.push(`  and ${plural(more, 'other reason')}: see the report`);
  return titled('Skipped', all.length, lines, paint);
}

/** All their names, however many. */
function listed(rules: readonly RuleResult[], width: number): string[] {
  const lines: string[] = [];
  for (const { id } of rules) {
    const longer = `${lines.at(-1)}, ${id}`;
    if (lines.length > 0 && longer.length <= width) lines[lines.length - 1] = longer;
    else lines.push(`    ${id}`);
  }
  return lines;
}

function ending(report: RunReport, reports: readonly string[], width: number, paint: Paint): string[] {
  const { run, summary, target } = report;
  const partial = partialNote(report);
  // The verdict says it where it is its reason.
  const lost = summary.verdict === 'unusable' ? '' : summary.message;
  const rules = report.rules.filter(isOfChosenOperation);
  const counts = countStatuses(rules);
  const counted = status.options
    .filter((name) => counts[name] > 0)
    .map((name) => `${counts[name]} ${statusWord(name, paint)}`);
  const about = `${plural(rules.length, 'rule')} in ${duration(run.durationMs)}, seed ${run.seed}, ${run.cases} cases, hold ${run.pollHold} s, ${run.throttled} throttled`;
  const leftBehind = plural(run.leftBehind.length, 'thing');
  return [
    shortened(`Target   ${targetWords(target)}`, width),
    shortened(`Run      ${about}`, width),
    `Rules    ${counted.join('  ')}`,
    ...(run.leftBehind.length > 0
      ? [`Left     ${leftBehind} not cleaned up on the target: results.json names them`]
      : []),
    // A path that is cut short cannot be opened.
    ...reports.map((path, index) => `${index === 0 ? 'Reports ' : '        '} ${visibleLine(path)}`),
    ...[partial, notChosenNote(report), summary.accessControl, lost].flatMap((note) =>
      note ? paragraph(note, width) : [],
    ),
    ...operationLines(report, width, paint),
    verdictLine(report, width, paint),
    ...(report.gate ? [gateLine(report.gate, width, paint)] : []),
  ];
}

/** "PollForActivityTask  not conformant  9 pass, 2 fail", a line each; nothing where there is one, as the run's verdict is its own. */
function operationLines(report: RunReport, width: number, paint: Paint): string[] {
  const { judged } = operationsOf(report);
  if (judged.length < 2) return [];
  const verdictWidth = Math.max(...judged.map(({ verdict }) => verdictWords(verdict).length));
  const longest = Math.max(...judged.map((each) => operationName(each).length));
  const nameWidth = Math.max(8, Math.min(longest, width - verdictWidth - 2));
  return judged.map((operation) => {
    const verdict = verdictWords(operation.verdict).padEnd(verdictWidth);
    const name = shortened(operationName(operation), nameWidth).padEnd(nameWidth);
    const room = width - nameWidth - verdictWidth - 4;
    // In a narrow window the verdict is what is to be seen.
    const counts = room < 8 ? '' : `  ${shortened(countsWords(operation.counts), room)}`;
    const format = operation.verdict === 'conformant' ? 'green' : 'red';
    return `${name}  ${paint(format, verdict)}${counts}`;
  });
}

function verdictLine(report: RunReport, width: number, paint: Paint): string {
  const sentence = shortened(visibleLine(verdictSentence(report)), width);
  // With a baseline it is the gate that decides.
  if (report.gate) return sentence;
  return paint(['bold', exitCodeOf(report) === 0 ? 'green' : 'red'], sentence);
}

function gateLine(gate: Gate, width: number, paint: Paint): string {
  return paint(['bold', gate.passed ? 'green' : 'red'], shortened(visibleLine(gateSentence(gate)), width));
}
