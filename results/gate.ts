import { type Baseline, type BaselineEntry, entryFor, isPattern } from './baseline.ts';
import { idParts } from './by-operation.ts';
import { fingerprint } from './fingerprint.ts';
import type { Gate, GateFinding } from './gate-schema.ts';
import { matches } from './pattern.ts';
import type { RunReport } from './report.ts';
import type { RuleResult } from './rule.ts';
import { countsAgainst } from './verdict.ts';

export interface GateSettings {
  /** Where the baseline is from, to be told. */
  readonly path: string;
  readonly allowStale: boolean;
  /** The day, as 2026-11-23. */
  readonly today: string;
}

/** Measures a run against what is known to fail. */
export function gateOf(report: RunReport, { rules: entries }: Baseline, settings: GateSettings): Gate {
  const findings: GateFinding[] = [];
  const found = { known: [], flaky: [], healed: [], notJudged: [] } as Omit<
    Gate,
    'baseline' | 'passed' | 'findings'
  >;
  for (const rule of report.rules) {
    if (!countsAgainst(rule, report.run.failOn)) continue;
    const entry = entryFor(entries, rule.id);
    const isListed = entry && (!isPattern(entry.rule) || isAsListed(rule, entry));
    if (!isListed) findings.push({ kind: 'unlisted', rule: rule.id, message: unlisted(rule) });
  }
  for (const entry of entries) {
    const rules = report.rules.filter(({ id }) => entryFor(entries, id) === entry);
    const finding = isPattern(entry.rule)
      ? judgePattern(entry, rules, report, found)
      : judgeRule(entry, rules[0], report, found);
    if (finding?.kind === 'stale' && settings.allowStale) found.healed.push(entry.rule);
    else if (finding) findings.push({ ...finding, rule: entry.rule });
    const isOver = entry.expires !== undefined && entry.expires < settings.today;
    if (isOver && !finding) findings.push({ kind: 'expired', rule: entry.rule, message: expired(entry) });
  }
  return { baseline: settings.path, passed: findings.length === 0, findings, ...found };
}

type Found = Pick<Gate, 'known' | 'flaky' | 'healed' | 'notJudged'>;
type Judgement = Pick<GateFinding, 'kind' | 'message'> | undefined;

/** An entry of one rule. */
function judgeRule(
  entry: BaselineEntry,
  rule: RuleResult | undefined,
  { rules: all }: RunReport,
  found: Found,
): Judgement {
  const { reason, issue } = entry;
  if (!rule) return { kind: 'unknown', message: unknown(entry.rule, all) };
  switch (rule.status) {
    case 'fail':
    case 'warn':
      if (entry.flaky) found.flaky.push({ rule: rule.id, failed: true, reason });
      else if (!isAsListed(rule, entry)) return { kind: 'different', message: different(rule, entry) };
      else found.known.push({ rule: rule.id, reason, ...(issue !== undefined && { issue }) });
      return undefined;
    case 'pass':
    case 'info':
      if (!entry.flaky) return { kind: 'stale', message: stale };
      found.flaky.push({ rule: rule.id, failed: false, reason });
      return undefined;
    case 'skip':
      if (isElsewhere(rule)) {
        found.notJudged.push(rule.id);
        return undefined;
      }
      return { kind: 'unsatisfied', message: `it is listed, and was skipped (${brief(rule)}): ${openEnd}` };
    case 'inconclusive':
      return {
        kind: 'unsatisfied',
        message: `it is listed, and nothing was learned of it (${brief(rule)}): ${openEnd}`,
      };
    case 'error':
      // The run's verdict says it.
      return undefined;
  }
}

/** An entry of several rules: it is for those of them that fail. */
function judgePattern(
  entry: BaselineEntry,
  rules: readonly RuleResult[],
  { rules: all }: RunReport,
  found: Found,
): Judgement {
  const { reason, issue } = entry;
  if (!all.some(({ id }) => matches(id, entry.rule))) {
    return {
      kind: 'unknown',
      message: `no rule of this release matches it: leave it out${withOperation(entry.rule, all)}`,
    };
  }
  const broken = rules.filter((rule) => isAsListed(rule, entry));
  for (const rule of broken) {
    if (entry.flaky) found.flaky.push({ rule: rule.id, failed: true, reason });
    else found.known.push({ rule: rule.id, reason, ...(issue !== undefined && { issue }) });
  }
  if (broken.length > 0 || entry.flaky) return undefined;
  const open = rules.find(({ status }) => !['pass', 'info', 'fail', 'warn'].includes(status));
  if (!open) return { kind: 'stale', message: 'no rule that it matches fails so: leave it out' };
  if (rules.every((rule) => rule.status !== 'skip' || !isElsewhere(rule))) {
    return {
      kind: 'unsatisfied',
      message: `no rule that it matches failed, and of ${open.id} nothing is known: ${openEnd}`,
    };
  }
  found.notJudged.push(entry.rule);
  return undefined;
}

/** Whether the rule fails in the way that is listed. */
function isAsListed(rule: RuleResult, entry: BaselineEntry): boolean {
  if (rule.status !== 'fail' && rule.status !== 'warn') return false;
  if (entry.flaky) return true;
  if (rule.status !== entry.status) return false;
  return entry.fingerprint === undefined || entry.fingerprint === fingerprintOf(rule);
}

/** How a rule fails; undefined where it does not. */
export function fingerprintOf({ failure }: RuleResult): string | undefined {
  return failure && fingerprint(failure);
}

/** Whether a run was not meant to judge the rule: then its entry is for another run. */
function isElsewhere({ skippedBy }: RuleResult): boolean {
  return (
    skippedBy === 'operation' ||
    skippedBy === 'only' ||
    skippedBy === 'shard' ||
    skippedBy === 'budget' ||
    skippedBy === 'time'
  );
}

function unknown(id: string, all: readonly RuleResult[]): string {
  const meant = withOperation(id, all) || ': was it renamed? swf-conformance list names all';
  return `there is no such rule in this release${meant}`;
}

/** The ids that somebody meant who left the operation out. */
function withOperation(rule: string, all: readonly RuleResult[]): string {
  const meant = all.filter(({ id }) => matches(id, `*.${rule}`)).map(({ id }) => id);
  const operations = [...new Set(meant.map((id) => `${idParts(id)[0]}${rule}`))];
  return operations.length > 0 ? `; with its operation it is ${operations.join(' or ')}` : '';
}

const stale = 'it is listed as failing, and holds: take it out of the baseline, or say --allow-stale';
const openEnd = 'an entry is for a failure that was seen; see to it that the rule is judged, or take it out';

/** Of what a rule says: the whole is with the rule. */
const longest = 200;

function brief({ message }: RuleResult): string {
  return message.length <= longest ? message : `${message.slice(0, longest)}…`;
}

function unlisted(rule: RuleResult): string {
  return rule.status === 'inconclusive'
    ? `nothing was learned of it: ${brief(rule)}; see to it that it is judged, or leave it out with --skip (a baseline takes failures alone)`
    : `it fails, and is not in the baseline: ${brief(rule)}; mend it, or list it with a reason`;
}

function different(rule: RuleResult, { status, fingerprint: known }: BaselineEntry): string {
  if (rule.status !== status) {
    return `it is listed as ${status}, and came to ${rule.status}: ${brief(rule)}; look at it, then change the entry`;
  }
  return `it fails otherwise than listed: it was "${known}", and is "${fingerprintOf(rule)}"; look at it, then mend it or change the entry`;
}

function expired({ expires, reason }: BaselineEntry): string {
  return `it was accepted until ${expires} (${reason}): mend it, or give it another day`;
}
