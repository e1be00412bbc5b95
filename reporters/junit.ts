import { create } from 'xmlbuilder2';
import type { XMLBuilder } from 'xmlbuilder2/lib/interfaces.js';
import { byOperation, type OperationGroup } from '../results/by-operation.ts';
import type { Gate } from '../results/gate-schema.ts';
import { isOfChosenOperation } from '../results/not-chosen.ts';
import type { RunReport } from '../results/report.ts';
import type { RuleResult } from '../results/rule.ts';
import { countsAgainst } from '../results/verdict.ts';
import { visibleLine } from '../results/visible.ts';
import { evidenceText, shortFailureText } from './failure-text.ts';
import { visibleReport } from './visible-report.ts';
import { figureWords, gateSentence, observationsWords, partialNote } from './words.ts';

type Outcome = 'passed' | 'failures' | 'errors' | 'skipped';

/**
 * `junit.xml`, for test servers: a suite for each area of each operation and a case for each rule, but for those of operations
 * that were not chosen: jobs that judge one operation each are shown as one. A failure is what counts against the
 * target, an error a fault of ours; skipped is what was not run, what nothing was learned of without counting, and what is
 * known to fail, so that a test server that counts failures agrees with the gate.
 *
 * It holds what the schema of Jenkins' xUnit plugin (junit-10.xsd) allows, which is stricter than other readers: no
 * properties of a case, so that those of the rules stand in their suite. GitHub's report actions show a failure's message
 * and text alone, GitLab and Jenkins its system-out too: the text has all that is needed, system-out every exchange.
 */
export function renderJunit(hostile: RunReport): string {
  const whole = visibleReport(hostile);
  const report = { ...whole, rules: whole.rules.filter(isOfChosenOperation) };
  const document = create({ version: '1.0', encoding: 'UTF-8' });
  const root = add(document, 'testsuites', {
    name: report.tool.name,
    ...totals(report),
    time: seconds(report.run.durationMs),
  });
  for (const operation of byOperation(report.rules)) {
    for (const area of operation.areas) {
      const rules = [...area.rules];
      const name = `${report.tool.name}.${operation.slug}.${area.name}`;
      const suite = add(root, 'testsuite', {
        name,
        ...counts(rules, report),
        skipped: count(rules, report, 'skipped'),
        // All rules run at once, so that an area lasts as long as its longest rule.
        time: seconds(Math.max(...rules.map((rule) => rule.durationMs))),
        // The schema wants neither a zone nor fractions; this is UTC.
        timestamp: report.run.startedAt.slice(0, 19),
      });
      addProperties(suite, whole, operation, rules);
      for (const rule of rules) addCase(suite, name, rule, report);
    }
  }
  if (report.gate) addGate(root, report.gate, report);
  return `${root.end({ prettyPrint: true })}\n`;
}

/** The gate is a case of its own: it may be closed where no rule fails. */
function addGate(root: XMLBuilder, gate: Gate, { tool, run }: RunReport): void {
  const suite = add(root, 'testsuite', {
    name: `${tool.name}.baseline`,
    tests: 1,
    failures: gate.passed ? 0 : 1,
    errors: 0,
    skipped: 0,
    time: seconds(0),
    timestamp: run.startedAt.slice(0, 19),
  });
  const testcase = add(suite, 'testcase', {
    classname: `${tool.name}.baseline`,
    name: 'gate',
    time: seconds(0),
  });
  const findings = gate.findings.map(({ kind, rule, message }) => `${kind}: ${rule}: ${message}`);
  if (gate.passed) add(testcase, 'system-out', {}, gateSentence(gate));
  else add(testcase, 'failure', { message: gateSentence(gate), type: 'gate' }, findings.join('\n\n'));
}

function totals(report: RunReport) {
  const { tests, failures, errors } = counts(report.rules, report);
  const { gate } = report;
  return { tests: tests + (gate ? 1 : 0), failures: failures + (gate && !gate.passed ? 1 : 0), errors };
}

/** Why a failure is accepted; undefined where it is not. */
function knownReason({ id }: RuleResult, gate: Gate | undefined): string | undefined {
  const known = gate?.known.find(({ rule }) => rule === id);
  if (known) return `known to fail: ${known.reason}`;
  const flaky = gate?.flaky.find(({ rule, failed }) => rule === id && failed);
  return flaky && `flaky, and failed: ${flaky.reason}`;
}

function outcomeOf(rule: RuleResult, { run, gate }: RunReport): Outcome {
  if (rule.status === 'error') return 'errors';
  if (knownReason(rule, gate) !== undefined) return 'skipped';
  if (countsAgainst(rule, run.failOn)) return 'failures';
  return rule.status === 'skip' || rule.status === 'inconclusive' ? 'skipped' : 'passed';
}

function count(rules: RuleResult[], report: RunReport, outcome: Outcome): number {
  return rules.filter((rule) => outcomeOf(rule, report) === outcome).length;
}

function counts(rules: RuleResult[], report: RunReport) {
  return {
    tests: rules.length,
    failures: count(rules, report, 'failures'),
    errors: count(rules, report, 'errors'),
  };
}

function addProperties(
  suite: XMLBuilder,
  report: RunReport,
  operation: OperationGroup<RuleResult>,
  rules: readonly RuleResult[],
): void {
  const { tool, target, run, summary } = report;
  const properties = add(suite, 'properties');
  const own = summary.operations.find(({ name }) => name === operation.name);
  const values = {
    tool: `${tool.name} ${tool.version}`,
    operation: operation.name,
    operationVerdict: own?.verdict ?? 'not judged',
    // Of the run.
    verdict: summary.verdict,
    message: summary.message,
    partial: partialNote(report) ?? 'no',
    accessControl: summary.accessControl || 'judged',
    endpoint: target.endpoint,
    server: target.server ?? '',
    region: target.region,
    run: run.id,
    seed: run.seed,
    cases: run.cases,
    pollHold: run.pollHold,
    failOn: run.failOn,
    node: run.node,
  };
  for (const [name, value] of [...Object.entries(values), ...rules.flatMap(ruleProperties)]) {
    add(properties, 'property', { name, value });
  }
}

/** What a program may want to know of a rule: "poll-for-activity-task.hold.full/level" is "must". */
function ruleProperties({ id, level, evidence, citation, failure }: RuleResult): [string, string | number][] {
  const { counterexample, reproduce = [] } = failure ?? {};
  const ways = reproduce.filter(({ how }) => how !== 'script');
  return [
    [`${id}/level`, level],
    [`${id}/evidence`, evidence.join(', ')],
    [`${id}/citation`, `"${citation.quote}" (${citation.source})`],
    ...(counterexample
      ? ([
          [`${id}/seed`, counterexample.seed],
          [`${id}/path`, counterexample.path],
        ] as [string, string | number][])
      : []),
    ...ways.map(({ how, text }): [string, string] => [`${id}/reproduce.${how}`, text]),
  ];
}

function addCase(suite: XMLBuilder, classname: string, rule: RuleResult, report: RunReport): void {
  const { gate } = report;
  const testcase = add(suite, 'testcase', {
    classname,
    name: rule.id,
    time: seconds(rule.durationMs),
  });
  const message = rule.message || rule.title;
  switch (outcomeOf(rule, report)) {
    case 'errors':
      add(testcase, 'error', { message, type: rule.status }, shortFailureText(rule));
      break;
    case 'failures':
      add(testcase, 'failure', { message, type: rule.status }, shortFailureText(rule));
      break;
    case 'skipped':
      add(testcase, 'skipped', { message: knownReason(rule, gate) ?? `${rule.status}: ${message}` });
      break;
    case 'passed':
  }
  const output = [seen(rule), rule.failure ? evidenceText(rule.failure) : ''].filter((text) => text !== '');
  if (output.length > 0) add(testcase, 'system-out', {}, output.join('\n\n'));
}

/** What a rule saw without failing: the text of a warning, the words of an INFO rule, the figures of a pass. */
function seen(rule: RuleResult): string {
  if (rule.status === 'warn') return `warn: ${rule.message}\n\n${shortFailureText(rule)}`;
  if (rule.status === 'info') return `info: ${rule.message}\n${observationsWords(rule)}`;
  return rule.figures.map(figureWords).join('\n');
}

/**
 * Every element is added here, since xmlbuilder2 takes a text's own "&nbsp;" or "&#0;" for a reference and leaves it: a
 * server that answers so would make the file invalid.
 */
function add(
  parent: XMLBuilder,
  name: string,
  attributes: Record<string, string | number> = {},
  text = '',
): XMLBuilder {
  const element = parent.ele(name);
  for (const [key, value] of Object.entries(attributes)) {
    element.att(key, literal(visibleLine(String(value))));
  }
  return text === '' ? element : element.txt(literal(text)).up();
}

function literal(text: string): string {
  return text.replaceAll('&', '&amp;');
}

function seconds(ms: number): string {
  return (ms / 1000).toFixed(3);
}
