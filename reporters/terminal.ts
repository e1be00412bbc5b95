import type { RunReport } from '../results/report.ts';
import { type RuleResult, status } from '../results/rule.ts';
import { findingsOf } from './findings.ts';
import { type Paint, painter, statusWord } from './paint.ts';
import { commandless, shortened, visibleLine } from './visible.ts';
import { visibleReport } from './visible-report.ts';
import { duration, partialNote, plural, targetWords, verdictSentence } from './words.ts';

export interface TerminalOptions {
  colour: boolean;
  /** Columns of the terminal. Only paths and commands are longer: cut short they are of no use. */
  width: number;
  /** Where the reports were written, as the caller names them. */
  reports: readonly string[];
}

/** A run that breaks everything still fits a screen or two: the details of this many lines, then names only. */
const detailLines = 21;
const namedRules = 4;

const indent = ' '.repeat(6);
/** Text needs this many columns, however narrow the terminal says it is. */
const narrowest = 20;

/**
 * A run's outcome as text. What decides stands at the end, where the reader of a CI log is: first what failed and why,
 * then the counts, where the reports are, and last the verdict.
 */
export function summaryText(hostile: RunReport, { colour, width, reports }: TerminalOptions): string {
  const report = visibleReport(hostile);
  const paint = painter(colour);
  const { errors, against, warnings, inconclusive } = findingsOf(report);
  const blocks = [
    named('Faults of the suite itself', errors, width, paint),
    detailed('What counts against the target', against, width, paint),
    named('Warnings', warnings, width, paint),
    named('Inconclusive, not counted', inconclusive, width, paint),
    skipped(report.rules, width, paint),
    ending(report, reports, width, paint),
  ];
  const text = blocks.filter((lines) => lines.length > 0).map((lines) => lines.join('\n'));
  return commandless(`\n${text.join('\n\n')}\n`);
}

/** The first rules with what was expected, observed and is to be mended; the next by name; then how many more. */
function detailed(heading: string, rules: RuleResult[], width: number, paint: Paint): string[] {
  const lines: string[] = [];
  let shown = 0;
  for (const rule of rules) {
    const block = details(rule, width, paint);
    if (lines.length + block.length > detailLines) break;
    lines.push(...block);
    shown += 1;
  }
  return titled(heading, rules.length, [...lines, ...nameLines(rules.slice(shown), width, paint)], paint);
}

function named(heading: string, rules: RuleResult[], width: number, paint: Paint): string[] {
  return titled(heading, rules.length, nameLines(rules, width, paint), paint);
}

function titled(heading: string, count: number, lines: string[], paint: Paint): string[] {
  return count === 0 ? [] : [paint('bold', `${heading} (${count})`), ...lines];
}

function nameLines(rules: RuleResult[], width: number, paint: Paint): string[] {
  const lines = rules.slice(0, namedRules).map((rule) => ruleLine(rule, width, paint));
  const more = rules.length - lines.length;
  return more > 0 ? [...lines, `  and ${more} more: see the report`] : lines;
}

/** "  FAIL  delivery.not-again  the same task was handed out twice"; the progress shows the same line. */
export function ruleLine(rule: RuleResult, width: number, paint: Paint): string {
  const said = `${visibleLine(rule.id)}  ${visibleLine(rule.message || rule.title)}`;
  const room = Math.max(narrowest, width - rule.status.length - 4);
  return `  ${statusWord(rule.status, paint)}  ${shortened(said, room)}`;
}

function details(rule: RuleResult, width: number, paint: Paint): string[] {
  const { failure } = rule;
  if (!failure) return [ruleLine(rule, width, paint)];
  // The message would say again what was expected and observed.
  const lines = [ruleLine({ ...rule, message: rule.title }, width, paint)];
  const told = { Expected: failure.expected, Observed: failure.observed, Fix: failure.fix };
  for (const [name, text] of Object.entries(told)) lines.push(...wrapped(`${name}:`.padEnd(10), text, width));
  const [command] = failure.reproduce;
  if (command) lines.push(`${indent}${'Again:'.padEnd(10)}${visibleLine(command.text)}`);
  return lines;
}

/** The text behind its label, on two lines at most. */
function wrapped(label: string, text: string, width: number): string[] {
  const room = Math.max(narrowest, width - indent.length - label.length);
  const line = visibleLine(text);
  if (line.length <= room) return [`${indent}${label}${line}`];
  const space = line.lastIndexOf(' ', room);
  const cut = space > room / 2 ? space : room;
  const rest = shortened(line.slice(cut).trimStart(), room);
  return [`${indent}${label}${line.slice(0, cut)}`, `${indent}${' '.repeat(label.length)}${rest}`];
}

/** Skipped rules share few reasons, so they are told by reason. */
function skipped(rules: RuleResult[], width: number, paint: Paint): string[] {
  const all = rules.filter((rule) => rule.status === 'skip');
  const byReason = [...Map.groupBy(all, (rule) => visibleLine(rule.message))];
  const lines = byReason
    .slice(0, namedRules)
    .map(([reason, members]) => shortened(`  ${plural(members.length, 'rule')}: ${reason}`, width));
  const more = byReason.length - lines.length;
  if (more > 0) lines.push(`  and ${plural(more, 'other reason')}: see the report`);
  return titled('Skipped', all.length, lines, paint);
}

function ending(report: RunReport, reports: readonly string[], width: number, paint: Paint): string[] {
  const { run, summary, target } = report;
  const partial = partialNote(report);
  const counted = status.options
    .filter((name) => summary.counts[name] > 0)
    .map((name) => `${summary.counts[name]} ${statusWord(name, paint)}`);
  const about = `${plural(report.rules.length, 'rule')} in ${duration(run.durationMs)}, seed ${run.seed}, ${run.cases} cases, hold ${run.pollHoldSeconds} s, ${run.throttled} throttled`;
  const leftBehind = plural(run.leftBehind.length, 'thing');
  return [
    shortened(`Target   ${targetWords(target)}`, width),
    shortened(`Run      ${about}`, width),
    `Rules    ${counted.join('  ')}`,
    ...(run.leftBehind.length > 0
      ? [`Left     ${leftBehind} not cleaned up on the target, see the report`]
      : []),
    // A path that is cut short cannot be opened.
    ...reports.map((path, index) => `${index === 0 ? 'Reports ' : '        '} ${visibleLine(path)}`),
    ...(partial ? [shortened(partial, width)] : []),
    ...(summary.accessControl ? [shortened(visibleLine(summary.accessControl), width)] : []),
    verdictLine(report, width, paint),
  ];
}

function verdictLine(report: RunReport, width: number, paint: Paint): string {
  const sentence = shortened(visibleLine(verdictSentence(report)), width);
  return paint(['bold', report.summary.verdict === 'conformant' ? 'green' : 'red'], sentence);
}
