import { byOperation } from '../results/by-operation.ts';
import { isOfChosenOperation } from '../results/not-chosen.ts';
import type { RunReport } from '../results/report.ts';
import type { RuleResult } from '../results/rule.ts';
import { countStatuses } from '../results/verdict.ts';
import { findingsOf } from './findings.ts';
import { code, plain, table } from './markdown-text.ts';
import { operationName, operationsOf } from './operations.ts';
import { visibleReport } from './visible-report.ts';
import {
  againstHeading,
  countsWords,
  duration,
  gateSentence,
  moment,
  notChosenNote,
  partialNote,
  plural,
  targetWords,
  verdictSentence,
  verdictWords,
} from './words.ts';

/** So many rules of one kind are told each for itself: GitHub takes no summary above 1 MiB, and a row has at most 2 KiB. */
const mostRows = 100;

/** `summary.md`, for the summary of a CI job or a comment. Whatever somebody else wrote stands in it as code. */
export function renderMarkdown(hostile: RunReport): string {
  const report = visibleReport(hostile);
  const { errors, against, known, warnings, inconclusive } = findingsOf(report);
  const titled: Titled = operationsOf(report).judged.length > 1 ? titledByOperation : titledAtOnce;
  const parts = [
    `# ${plain(`${report.tool.name}: ${verdictSentence(report)}`)}`,
    facts(report),
    ...operations(report),
    ...notes(report),
    ...titled('Faults of the suite itself', errors, messages),
    ...gateView(report),
    ...titled(againstHeading(report), against, findings),
    ...again(against),
    ...titled('Known to fail', known, (shown) => reasons(report, shown)),
    ...titled('Warnings', warnings, findings),
    ...titled('Inconclusive, not counted', inconclusive, messages),
    ...skipped(report),
  ];
  return `${parts.join('\n\n')}\n`;
}

function facts({ tool, target, run, rules: all }: RunReport): string {
  const rules = all.filter(isOfChosenOperation);
  const how = [
    `${plural(rules.length, 'rule')} in ${duration(run.durationMs)}`,
    `hold ${run.pollHold} s`,
    `seed ${run.seed}`,
    `${run.cases} cases`,
  ];
  return table(
    ['Target', code(targetWords(target))],
    [
      ['Rules', countsWords(countStatuses(rules))],
      ['Run', how.join(', ')],
      ['Made', `${moment(run.startedAt)} by ${code(`${tool.name} ${tool.version}`)}`],
    ],
  );
}

/** The verdict of each operation; nothing where there is one, as the run's is its own. */
function operations(report: RunReport): string[] {
  const { judged } = operationsOf(report);
  if (judged.length < 2) return [];
  const rows = judged.map((operation) => [
    code(operationName(operation)),
    verdictWords(operation.verdict),
    countsWords(operation.counts),
  ]);
  return [table(['Operation', 'Verdict', 'Rules'], rows)];
}

function notes(report: RunReport): string[] {
  const { accessControl, message, verdict } = report.summary;
  // The heading has it where it is the verdict's reason.
  const lost = verdict === 'unusable' ? '' : message;
  return [partialNote(report), notChosenNote(report), accessControl, lost].flatMap((line) =>
    line ? [`> ${plain(line)}`] : [],
  );
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
function reasons({ gate }: RunReport, shown: readonly RuleResult[]): string {
  const listed = [...(gate?.known ?? []), ...(gate?.flaky ?? [])];
  return table(
    ['Rule', 'Reason'],
    shown.map(({ id, status }) => [
      `${code(id)}<br>${status}`,
      code(listed.find(({ rule }) => rule === id)?.reason ?? ''),
    ]),
  );
}

function findings(shown: readonly RuleResult[]): string {
  return table(
    ['Rule', 'Expected', 'Observed', 'What to fix'],
    shown.map(({ id, status, message, failure }) => [
      `${code(id)}<br>${status}`,
      code(failure?.expected ?? ''),
      code(failure?.observed ?? message),
      plain(failure?.fix ?? ''),
    ]),
  );
}

function messages(shown: readonly RuleResult[]): string {
  return shown.map(({ id, message }) => `- ${code(id)} ${code(message)}`).join('\n');
}

type Titled = (
  heading: string,
  rules: readonly RuleResult[],
  body: (shown: readonly RuleResult[]) => string,
) => string[];

const titledAtOnce: Titled = (heading, rules, body) => {
  if (rules.length === 0) return [];
  const more = rules.length - mostRows;
  return [
    `## ${heading} (${rules.length})`,
    body(rules.slice(0, mostRows)),
    ...(more > 0 ? [`and ${plural(more, 'rule')} more`] : []),
  ];
};

/** The same with a heading for each operation. */
const titledByOperation: Titled = (heading, rules, body) => {
  const titled = (shown: readonly RuleResult[]) =>
    byOperation(shown)
      .flatMap((operation) => [
        `### ${code(operationName(operation))} (${operation.rules.length})`,
        body(operation.rules),
      ])
      .join('\n\n');
  return titledAtOnce(heading, rules, titled);
};

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
  const all = rules.filter((rule) => rule.status === 'skip' && isOfChosenOperation(rule));
  const byReason = [...Map.groupBy(all, ({ message }) => message)].slice(0, mostRows);
  const lines = byReason.map(([reason, members]) => {
    const isLeftOut = members.every(({ id }) => budget?.leftOut.includes(id));
    const names = isLeftOut ? `: ${members.map(({ id }) => code(id)).join(', ')}` : '';
    return `- ${plural(members.length, 'rule')}: ${plain(reason)}${names}`;
  });
  return all.length === 0 ? [] : [`## Not judged (${all.length})`, lines.join('\n')];
}
