import { html } from 'htm/preact';
import type { VNode } from 'preact';
import type { RunReport } from '../../results/report.ts';
import { level, type RuleResult, status } from '../../results/rule.ts';
import { type JudgedOperation, operationName, operationsOf, subject } from '../operations.ts';
import {
  countsWords,
  duration,
  gateSentence,
  levelWords,
  moment,
  plural,
  targetWords,
  verdictSentence,
  verdictWords,
} from '../words.ts';
import { notJudged } from './not-judged.ts';
import { anchorOf, badge, idView } from './parts.ts';

/** The first screen: the verdict in words, what ran against what, how many rules ended how, and what was not judged. */
export function overview(report: RunReport): VNode {
  const { judged } = operationsOf(report);
  const rules = judged.flatMap((operation) => operation.rules);
  return html`
    <header class=${`verdict ${report.summary.verdict}`}>
      <p class="tool">${report.tool.name}: Amazon SWF, ${subject(judged)}</p>
      <h1>${verdictSentence(report)}</h1>
      <p class="target">${targetWords(report.target)}</p>
      <p class="rests">${moment(report.run.startedAt)}, took ${duration(report.run.durationMs)}</p>
      <div class="summary">
        ${counts(rules)} ${notJudged(report)}
      </div>
      ${judged.length > 1 && operationsView(judged)}
      ${gateView(report, rules)}
      ${facts(report)} ${leftBehind(report)}
    </header>
  `;
}

/** The verdict of each operation, with a link to its rules. */
function operationsView(operations: readonly JudgedOperation[]): VNode {
  return html`
    <section class="operations" aria-labelledby="operations">
      <h2 id="operations">${operations.length} operations</h2>
      <ul>
        ${operations.map(
          (operation) => html`
            <li>
              <a class="called" href=${`#${anchorOf(operation)}`}>${operationName(operation)}</a>
              ${' '}<span class=${`verdict-line ${operation.verdict}`}>${verdictWords(operation.verdict)}</span>
              ${' '}<span class="rests">${countsWords(operation.counts)}</span>
            </li>
          `,
        )}
      </ul>
    </section>
  `;
}

/** What the run came to against its baseline. */
function gateView({ gate }: RunReport, rules: readonly RuleResult[]): VNode | undefined {
  if (!gate) return undefined;
  const isRule = (id: string) => rules.some((rule) => rule.id === id);
  return html`
    <section class="gate" aria-labelledby="gate">
      <h2 id="gate">${gateSentence(gate)}</h2>
      <ul>
        ${gate.findings.map(
          ({ kind, rule, message }) =>
            html`<li><b>${kind}</b> ${isRule(rule) ? html`<a href=${`#${rule}`}>${idView(rule)}</a>` : rule}: <span class="message">${message}</span></li>`,
        )}
      </ul>
    </section>
  `;
}

/** How many rules of each level ended how; each number leads to these rules. */
function counts(rules: readonly RuleResult[]): VNode {
  const statuses = status.options.filter((name) => rules.some((rule) => rule.status === name));
  const cell = (of: (typeof level.options)[number], name: (typeof statuses)[number]) => {
    const count = rules.filter((rule) => rule.level === of && rule.status === name).length;
    if (count === 0) return html`<td class="none">0</td>`;
    const told = `${count} ${levelWords[of]} ${name}`;
    return html`<td><a href=${`#status=${name}&level=${of}`} aria-label=${told}>${count}</a></td>`;
  };
  const levels = level.options.filter((name) => rules.some((rule) => rule.level === name));
  return html`
    <div class="scrolled" role="group" aria-label="Rules by level and status" tabindex="0">
      <table class="counts">
        <thead>
          <tr>
            <th scope="col">Rules</th>
            ${statuses.map((name) => html`<th scope="col">${badge(name)}</th>`)}
          </tr>
        </thead>
        <tbody>
          ${levels.map(
            (name) => html`
              <tr>
                <th scope="row">${levelWords[name]}</th>
                ${statuses.map((each) => cell(name, each))}
              </tr>
            `,
          )}
        </tbody>
      </table>
    </div>
  `;
}

function facts(report: RunReport): VNode {
  const { target, run, tool } = report;
  const throttled = run.throttled === 0 ? 'none throttled' : `${plural(run.throttled, 'answer')} throttled`;
  const told: [string, string][] = [
    ['Suite', `${tool.name} ${tool.version}`],
    ['Node', run.node],
    ['Run', run.id],
    ['Region', target.region],
    ['Round trip', duration(target.roundTripMs)],
    ['Poll hold', `${run.pollHold} s`],
    ['Requests', `${run.requests.toLocaleString('en')}, ${throttled}`],
    ['Seed', String(run.seed)],
    ['Cases per property', String(run.cases)],
    ['Fails on', run.failOn === 'should' ? 'MUST and SHOULD' : 'MUST'],
  ];
  return html`
    <dl class="facts">
      ${told.map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`)}
    </dl>
  `;
}

function leftBehind({ run }: RunReport): VNode | undefined {
  if (run.leftBehind.length === 0) return undefined;
  return html`
    <details class="left-behind">
      <summary>${plural(run.leftBehind.length, 'thing')} could not be cleaned up on the target</summary>
      <ul>
        ${run.leftBehind.map((line) => html`<li>${line}</li>`)}
      </ul>
    </details>
  `;
}
