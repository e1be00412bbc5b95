import { isCutShort } from '../results/cut-short.ts';
import type { Gate } from '../results/gate-schema.ts';
import { isOfChosenOperation } from '../results/not-chosen.ts';
import type { RunReport, Verdict } from '../results/report.ts';
import type { Counterexample, Evidence, Figure, Level, RuleResult, Status } from '../results/rule.ts';
import { shortened, visibleLine } from '../results/visible.ts';

export const levelWords: Record<Level, string> = { must: 'MUST', should: 'SHOULD', info: 'INFO' };

export const evidenceWords: Record<Evidence, string> = {
  doc: 'the documentation or model',
  live: 'a recording of the live service',
  like: 'a recording of another service of the protocol family',
  derived: 'a step from the documentation',
};

/** A sign beside the word, so that a status is found at a glance without its colour. */
export const statusSigns: Record<Status, string> = {
  pass: '✓',
  fail: '✗',
  warn: '!',
  info: 'i',
  skip: '–',
  inconclusive: '?',
  error: '‼',
};

/** What each status means, for a reader who sees it for the first time. */
export const statusMeanings: Record<Status, string> = {
  pass: 'the rule held, and something was seen that could have broken it',
  fail: 'a MUST was broken',
  warn: 'a SHOULD was broken',
  info: 'what an INFO rule saw',
  skip: 'not run',
  inconclusive: 'nothing was learned',
  error: "a fault of the suite's own",
};

/** A verdict where there is room for two words. */
export function verdictWords(verdict: Verdict): string {
  return verdict === 'unusable' || verdict === 'error'
    ? `no verdict (${verdict})`
    : verdict.replace('-', ' ');
}

/** "55 pass, 35 fail" */
export function countsWords(counts: RunReport['summary']['counts']): string {
  // In the order in which all reports name them.
  const statuses = Object.keys(statusSigns) as Status[];
  const parts = statuses.filter((name) => counts[name] > 0).map((name) => `${counts[name]} ${name}`);
  return parts.join(', ');
}

/** The verdict as one sentence: what a reader sees first of the page, and last in a log. */
export function verdictSentence(report: RunReport): string {
  const { summary, run } = report;
  const { verdict } = summary;
  const rules = report.rules.filter(isOfChosenOperation);
  const part = summary.partial ? ' (partial run)' : '';
  if (verdict === 'conformant' && isCutShort(report)) {
    return `No pass, as the budget left rules out: ${held(rules)}.`;
  }
  if (verdict === 'unusable') {
    return `No verdict${part}, the target became unusable: ${summary.message || 'no reason was given'}`;
  }
  return conformance({ rules, verdict, failOn: run.failOn, part });
}

interface Judged {
  readonly rules: readonly RuleResult[];
  readonly verdict: Exclude<Verdict, 'unusable'>;
  readonly failOn: Level;
  /** What stands behind the verdict where not all was judged. */
  readonly part: string;
}

/** What rules came to, of a run or of one operation: "Not conformant: 3 MUST rules failed." */
export function conformance({ rules, verdict, failOn, part }: Judged): string {
  switch (verdict) {
    case 'conformant':
      return `Conformant${part}: ${held(rules)}.`;
    case 'not-conformant':
      return `Not conformant${part}: ${broken(rules, failOn)}.`;
    case 'error': {
      const errors = rules.filter(({ status }) => status === 'error').length;
      return `No verdict${part}: the suite itself failed on ${plural(errors, 'rule')}.`;
    }
  }
}

function held(rules: readonly RuleResult[]): string {
  const musts = rules.filter((rule) => rule.level === 'must');
  const skipped = musts.filter((rule) => rule.status === 'skip').length;
  const passed = plural(musts.filter((rule) => rule.status === 'pass').length, 'MUST rule');
  return skipped === 0 ? `${passed} held, none failed` : `${passed} held, none failed, ${skipped} skipped`;
}

/** "3 MUST rules failed, 1 MUST rule inconclusive", with the SHOULD rules where they count. */
function broken(all: readonly RuleResult[], failOn: Level): string {
  const levels: Level[] = failOn === 'should' ? ['must', 'should'] : ['must'];
  const parts = levels.flatMap((level) => {
    const rules = all.filter((rule) => rule.level === level);
    const failed = rules.filter((rule) => rule.status === 'fail' || rule.status === 'warn').length;
    const open = rules.filter((rule) => rule.status === 'inconclusive').length;
    const name = `${levelWords[level]} rule`;
    return [
      ...(failed > 0 ? [`${plural(failed, name)} failed`] : []),
      ...(open > 0 ? [`${plural(open, name)} inconclusive`] : []),
    ];
  });
  return parts.join(', ') || 'nothing was judged, as every rule was skipped';
}

/** What the run came to against its baseline: what a reader of a gated run wants to know last. */
export function gateSentence({ baseline, passed, findings, known, flaky, healed, notJudged }: Gate): string {
  const failed = flaky.filter((each) => each.failed).length;
  const parts = [
    `${plural(known.length, 'rule')} ${known.length === 1 ? 'fails' : 'fail'} as listed`,
    ...(flaky.length > 0 ? [`${flaky.length} flaky (${failed} failed)`] : []),
    ...(healed.length > 0 ? [`${healed.length} listed, but ${healed.length === 1 ? 'holds' : 'hold'}`] : []),
    ...(notJudged.length > 0 ? [`${notJudged.length} listed, but not judged`] : []),
  ];
  const told = passed ? 'and nothing else' : `and ${plural(findings.length, 'finding')}`;
  return `Gate ${passed ? 'passed' : 'not passed'} (${baseline}): ${parts.join(', ')}, ${told}.`;
}

/** The heading of what is to be mended first. */
export function againstHeading({ gate }: RunReport): string {
  return `What counts against the target${gate ? ', and is not known to' : ''}`;
}

/** What a partial run left out; nothing for a whole run. */
export function partialNote(report: RunReport): string | undefined {
  const { run, summary } = report;
  if (!summary.partial) return undefined;
  const operation = run.operation.length > 0 ? [`--operation ${run.operation.join(', ')}`] : [];
  const only = run.only.length > 0 ? [`--only ${run.only.join(', ')}`] : [];
  const skip = run.skip.length > 0 ? [`--skip ${run.skip.join(', ')}`] : [];
  const shard = run.shard ? [`--shard ${run.shard.index}/${run.shard.count}`] : [];
  const budget = run.budget?.leftOut.length ? [`--budget ${run.budget.seconds}`] : [];
  const options = [...operation, ...only, ...skip, ...shard, ...budget].join(' and ');
  return [
    `Partial run${options && ` (${options})`}: the verdict is about the rules that ran, and says nothing of the others.`,
    ...(run.shard ? ['swf-conformance merge makes one report of all shards.'] : []),
    ...(run.budget?.leftOut.length ? [budgetNote(report)] : []),
  ].join(' ');
}

/** "38 operations with 2,012 rules were not chosen." */
export function notChosenNote({ rules }: RunReport): string | undefined {
  const others = rules.filter((rule) => !isOfChosenOperation(rule));
  const operations = new Set(others.map(({ operation }) => operation)).size;
  const were = operations === 1 ? 'was' : 'were';
  if (operations === 0) return undefined;
  return `${plural(operations, 'operation')} with ${plural(others.length, 'rule')} ${were} not chosen.`;
}

/** "The budget left out 12 rules, 3 of them MUST" */
function budgetNote(report: RunReport): string {
  const { leftOut = [] } = report.run.budget ?? {};
  const musts = report.rules.filter(({ id, level }) => level === 'must' && leftOut.includes(id)).length;
  const what = `The budget left out ${plural(leftOut.length, 'rule')}, ${musts} of them MUST.`;
  return isCutShort(report)
    ? `${what} That is no pass: give more seconds, or --allow-partial, by which what ran decides.`
    : what;
}

export function plural(count: number, noun: string): string {
  return `${count.toLocaleString('en')} ${noun}${count === 1 ? '' : 's'}`;
}

/** A duration to as many digits as a reader wants: "12 ms", "4.2 s", "2 min 5 s". */
export function duration(ms: number): string {
  if (ms < 1000) return `${Math.round(ms)} ms`;
  if (ms < 120_000) return `${(ms / 1000).toFixed(1)} s`;
  const seconds = Math.round(ms / 1000);
  return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}

/** "2026-11-03 14:05:11 UTC" */
export function moment(iso: string): string {
  return `${iso.slice(0, 19).replace('T', ' ')} UTC`;
}

/** The endpoint, and what the target calls itself. */
export function targetWords({ endpoint, embedded, mock, server }: RunReport['target']): string {
  if (mock !== undefined) return `${endpoint} (mock: ${shortened(visibleLine(mock), 120)})`;
  // A header can be as long as a page.
  const called = embedded ? 'embedded reference server' : server && shortened(visibleLine(server), 120);
  return called ? `${endpoint} (${called})` : endpoint;
}

export function figureWords(figure: Figure): string {
  // Three digits: a measured latency is worth no more.
  const value = figure.value.toLocaleString('en', { maximumSignificantDigits: 3 });
  return `${figure.name} ${value} ${figure.unit}`.trimEnd();
}

export function counterexampleWords({ seed, path, shrinks, shrinkingCutShort }: Counterexample): string {
  const smaller = shrinkingCutShort ? '; the time for shrinking ran out, so a smaller one may exist' : '';
  return `seed ${seed}, path ${path}, after ${plural(shrinks, 'shrink')}${smaller}`;
}

/** What the rule's verdict rests on. */
export function observationsWords({ observations, figures }: RuleResult): string {
  return [plural(observations, 'observation'), ...figures.map(figureWords)].join(', ');
}
