import { html } from 'htm/preact';
import type { VNode } from 'preact';
import type { RunReport } from '../../results/report.ts';
import { level, status } from '../../results/rule.ts';
import {
  duration,
  gateSentence,
  levelWords,
  moment,
  plural,
  targetWords,
  verdictSentence,
} from '../words.ts';
import { notJudged } from './not-judged.ts';
import { badge } from './parts.ts';

/** The first screen: the verdict in words, what ran against what, how many rules ended how, and what was not judged. */
export function overview(report: RunReport): VNode {
  return html`
    <header class=${`verdict ${report.summary.verdict}`}>
      <p class="tool">${report.tool.name}: Amazon SWF, PollForActivityTask</p>
      <h1>${verdictSentence(report)}</h1>
      <p class="target">${targetWords(report.target)}</p>
      <p class="rests">${moment(report.run.startedAt)}, took ${duration(report.run.durationMs)}</p>
      <div class="summary">
        ${counts(report)} ${notJudged(report)}
      </div>
      ${gateView(report)}
      ${facts(report)} ${leftBehind(report)}
    </header>
  `;
}

/** What the run came to against its baseline. */
function gateView({ gate, rules }: RunReport): VNode | undefined {
  if (!gate) return undefined;
  const isRule = (id: string) => rules.some((rule) => rule.id === id);
  return html`
    <section class="gate" aria-labelledby="gate">
      <h2 id="gate">${gateSentence(gate)}</h2>
      <ul>
        ${gate.findings.map(
          ({ kind, rule, message }) =>
            html`<li><b>${kind}</b> ${isRule(rule) ? html`<a href=${`#${rule}`}>${rule}</a>` : rule}: <span class="message">${message}</span></li>`,
        )}
      </ul>
    </section>
  `;
}

/** How many rules of each level ended how; each number leads to these rules. */
function counts({ rules }: RunReport): VNode {
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
