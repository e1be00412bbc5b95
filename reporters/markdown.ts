import type { RunReport } from '../results/report.ts';
import { type RuleResult, status } from '../results/rule.ts';
import { findingsOf } from './findings.ts';
import { code, plain, table } from './markdown-text.ts';
import { visibleReport } from './visible-report.ts';
import {
  againstHeading,
  duration,
  gateSentence,
  moment,
  partialNote,
  plural,
  targetWords,
  verdictSentence,
} from './words.ts';

/** So many rules of one kind are told each for itself: GitHub takes no summary above 1 MiB, and a row has at most 2 KiB. */
const mostRows = 100;

/** `summary.md`, for the summary of a CI job or a comment. Whatever somebody else wrote stands in it as code. */
export function renderMarkdown(hostile: RunReport): string {
  const report = visibleReport(hostile);
  const { errors, against, known, warnings, inconclusive } = findingsOf(report);
  const parts = [
    `# ${plain(`${report.tool.name}: ${verdictSentence(report)}`)}`,
    facts(report),
    ...notes(report),
    ...messages('Faults of the suite itself', errors),
    ...gateView(report),
    ...findings(againstHeading(report), against),
    ...again(against),
    ...knownView(report, known),
    ...findings('Warnings', warnings),
    ...messages('Inconclusive, not counted', inconclusive),
    ...skipped(report),
  ];
  return `${parts.join('\n\n')}\n`;
}

function facts({ tool, target, run, summary, rules }: RunReport): string {
  const counted = status.options
    .filter((name) => summary.counts[name] > 0)
    .map((name) => `${summary.counts[name]} ${name}`);
  const how = [
    `${plural(rules.length, 'rule')} in ${duration(run.durationMs)}`,
    `hold ${run.pollHold} s`,
    `seed ${run.seed}`,
    `${run.cases} cases`,
  ];
  return table(
    ['Target', code(targetWords(target))],
    [
      ['Rules', counted.join(', ')],
      ['Run', how.join(', ')],
      ['Made', `${moment(run.startedAt)} by ${code(`${tool.name} ${tool.version}`)}`],
    ],
  );
}

function notes(report: RunReport): string[] {
  const { accessControl, message, verdict } = report.summary;
  // The heading has it where it is the verdict's reason.
  const lost = verdict === 'unusable' ? '' : message;
  return [partialNote(report), accessControl, lost].flatMap((line) => (line ? [`> ${plain(line)}`] : []));
}

/** What closes the gate, and what to do about it. */
function gateView({ gate }: RunReport): string[] {
  if (!gate) return [];
  const rows = gate.findings.map(({ kind, rule, message }) => [kind, code(rule), code(message)]);
  const more = rows.length - mostRows;
  return [
    `## ${plain(gateSentence(gate))}`,
    ...(rows.length > 0
      ? [table(['Finding', 'Rule', 'What is so, and what to do'], rows.slice(0, mostRows))]
      : []),
    ...(more > 0 ? [`and ${plural(more, 'finding')} more`] : []),
  ];
}

/** What is accepted, and why. */
function knownView({ gate }: RunReport, known: readonly RuleResult[]): string[] {
  const listed = [...(gate?.known ?? []), ...(gate?.flaky ?? [])];
  return titled('Known to fail', known, (shown) =>
    table(
      ['Rule', 'Reason'],
      shown.map(({ id, status }) => [
        `${code(id)}<br>${status}`,
        code(listed.find(({ rule }) => rule === id)?.reason ?? ''),
      ]),
    ),
  );
}

function findings(heading: string, rules: readonly RuleResult[]): string[] {
  return titled(heading, rules, (shown) =>
    table(
      ['Rule', 'Expected', 'Observed', 'What to fix'],
      shown.map(({ id, status, message, failure }) => [
        `${code(id)}<br>${status}`,
        code(failure?.expected ?? ''),
        code(failure?.observed ?? message),
        plain(failure?.fix ?? ''),
      ]),
    ),
  );
}

function messages(heading: string, rules: readonly RuleResult[]): string[] {
  return titled(heading, rules, (shown) =>
    shown.map(({ id, message }) => `- ${code(id)} ${code(message)}`).join('\n'),
  );
}

function titled(
  heading: string,
  rules: readonly RuleResult[],
  body: (shown: readonly RuleResult[]) => string,
): string[] {
  if (rules.length === 0) return [];
  const more = rules.length - mostRows;
  return [
    `## ${heading} (${rules.length})`,
    body(rules.slice(0, mostRows)),
    ...(more > 0 ? [`and ${plural(more, 'rule')} more`] : []),
  ];
}

/** One command, as those of the other rules differ in the rule alone. */
function again([first]: readonly RuleResult[]): string[] {
  const command = first?.failure?.reproduce.find(({ how }) => how === 'run' || how === 'vitest');
  return first && command
    ? [`To see ${code(first.id)} again, and the others likewise: ${whole(command.text)}`]
    : [];
}

/** A command that is cut is of no use; one that is longer than any is none. */
function whole(command: string): string {
  return command.length > 4000 ? '(see results.json)' : codeBlock(command);
}

function codeBlock(text: string): string {
  return `\n\n    ${text.replace(/\s+/g, ' ').trim()}`;
}

/** Skipped rules share few reasons; those that a budget left out are named, as the user asked for them. */
function skipped({ rules, run: { budget } }: RunReport): string[] {
  const all = rules.filter(({ status }) => status === 'skip');
  const byReason = [...Map.groupBy(all, ({ message }) => message)].slice(0, mostRows);
  const lines = byReason.map(([reason, members]) => {
    const isLeftOut = members.every(({ id }) => budget?.leftOut.includes(id));
    const names = isLeftOut ? `: ${members.map(({ id }) => code(id)).join(', ')}` : '';
    return `- ${plural(members.length, 'rule')}: ${plain(reason)}${names}`;
  });
  return all.length === 0 ? [] : [`## Not judged (${all.length})`, lines.join('\n')];
}
