import { findingsOf } from '../reporters/findings.ts';
import type { Gate } from '../results/gate-schema.ts';
import type { RunReport } from '../results/report.ts';
import type { RuleResult } from '../results/rule.ts';
import { commandless, shortened, visibleLine } from '../results/visible.ts';
import type { Annotation } from './github.ts';

/** GitHub shows so many of each kind of a step, and drops the others without a word. */
const most = 10;

/** What a reader has to know of the results, the weightiest first. What a server sent is told on one line, and in short. */
export function annotationsOf(report: RunReport, exitCode: number): Annotation[] {
  const { errors, against, warnings, inconclusive } = findingsOf(report);
  const faults = errors.map((rule) => annotation('error', rule));
  const lost =
    report.summary.verdict === 'unusable' ? [told('error', 'no verdict', report.summary.message)] : [];
  // A baseline says what counts: what it expects is no news.
  const counted = report.gate
    ? gateFindings(report, report.gate)
    : against.map((rule) => annotation('error', rule));
  const found = new Set(report.gate?.findings.map(({ rule }) => rule));
  const others = [...warnings, ...inconclusive]
    .filter(({ id }) => !found.has(id))
    .map((rule) => annotation('warning', rule));
  const all = [...lost, ...faults, ...counted, ...others];
  if (exitCode !== 0 && !all.some(({ kind }) => kind === 'error')) {
    all.unshift(told('error', `exit code ${exitCode}`, reasonOf(report)));
  }
  return bounded(all);
}

function gateFindings({ rules }: RunReport, { findings }: Gate): Annotation[] {
  return findings.map(({ kind, rule: id, message }) => {
    const fix = rules.find((rule) => rule.id === id)?.failure?.fix;
    const mend = fix && /^(unlisted|different)$/.test(kind) ? [`Fix: ${text(fix)}`] : [];
    return told('error', `${text(id)} (baseline: ${text(kind)})`, [text(message), ...mend].join('\n'));
  });
}

/** Why a run failed of which no rule did. */
function reasonOf({ summary }: RunReport): string {
  if (summary.verdict === 'not-conformant') return 'Nothing was judged: every rule was skipped.';
  if (summary.partial)
    return 'The budget left rules out, and nothing else is wrong: allow-partial accepts that.';
  return 'The log says why.';
}

const notSeen = 'Nothing was learned of it, and so it counts as not held.';

const words: Partial<Record<RuleResult['status'], string>> = {
  fail: 'failed',
  warn: 'failed',
  inconclusive: 'is inconclusive',
  error: 'met a fault of swf-conformance itself',
};

function annotation(
  kind: Annotation['kind'],
  { id, level, status, message, failure }: RuleResult,
): Annotation {
  const lines =
    failure && status !== 'inconclusive'
      ? [
          `Expected: ${text(failure.expected)}`,
          `Observed: ${text(failure.observed)}`,
          `Fix: ${text(failure.fix)}`,
        ]
      : [text(message), ...(kind === 'error' && status === 'inconclusive' ? [notSeen] : [])];
  return told(kind, `${text(id)} (${level.toUpperCase()}) ${words[status] ?? status}`, lines.join('\n'));
}

function told(kind: Annotation['kind'], title: string, message: string): Annotation {
  return { kind, title: `swf-conformance: ${title}`, message: message || 'no reason was given' };
}

/** As much as a reader takes in; the whole is in the reports. */
function text(hostile: string): string {
  return commandless(shortened(visibleLine(hostile), 300));
}

/** Those that GitHub shows, and how many it does not. */
function bounded(annotations: readonly Annotation[]): Annotation[] {
  const shown: Annotation[] = [];
  const more: string[] = [];
  for (const kind of ['error', 'warning'] as const) {
    const all = annotations.filter((each) => each.kind === kind);
    shown.push(...all.slice(0, most));
    const left = all.length - most;
    if (left > 0) more.push(`${left} more ${kind}${left === 1 ? '' : 's'}`);
  }
  if (more.length === 0) return shown;
  const where = 'GitHub shows ten of each: the summary of the job and the reports have all.';
  return [...shown, told('notice', more.join(' and '), where)];
}
