import { html } from 'htm/preact';
import type { VNode } from 'preact';
import type { RunReport } from '../../results/report.ts';
import { status } from '../../results/rule.ts';
import {
  duration,
  moment,
  partialNote,
  plural,
  statusMeanings,
  targetWords,
  verdictSentence,
} from '../words.ts';
import { badge } from './parts.ts';

/** The top of the page: the verdict in words, what ran against what, and how many rules ended how. */
export function overview(report: RunReport, navigation: VNode): VNode {
  const partial = partialNote(report);
  return html`
    <header class=${`verdict ${report.summary.verdict}`}>
      <p class="tool">${report.tool.name}: Amazon SWF, PollForActivityTask</p>
      <h1>${verdictSentence(report)}</h1>
      ${partial && html`<p class="note">${partial}</p>`}
      ${report.summary.accessControl && html`<p class="note">${report.summary.accessControl}</p>`}
      ${report.summary.message && html`<p class="note">${report.summary.message}</p>`}
      ${counts(report)} ${facts(report)} ${leftBehind(report)} ${navigation}
    </header>
  `;
}

function counts({ summary }: RunReport): VNode {
  return html`
    <ul class="counts" aria-label="Rules by status">
      ${status.options
        .filter((name) => summary.counts[name] > 0)
        .map(
          (name) =>
            html`<li title=${statusMeanings[name]}><b>${summary.counts[name]}</b> ${badge(name)}</li>`,
        )}
    </ul>
  `;
}

function facts(report: RunReport): VNode {
  const { target, run, tool } = report;
  const throttled = run.throttled === 0 ? 'none throttled' : `${plural(run.throttled, 'answer')} throttled`;
  const wide: [string, string][] = [
    ['Target', targetWords(target)],
    ['Started', moment(run.startedAt)],
    ['Requests', `${run.requests.toLocaleString('en')}, ${throttled}`],
    ['Made with', `${tool.name} ${tool.version}, Node ${run.node}`],
  ];
  const narrow: [string, string][] = [
    ['Took', duration(run.durationMs)],
    ['Poll hold', `${run.pollHoldSeconds} s`],
    ['Seed', String(run.seed)],
    ['Cases per property', String(run.cases)],
    ['Region', target.region],
    ['Round trip', duration(target.roundTripMs)],
    ['Fails on', run.failOn === 'should' ? 'MUST and SHOULD' : 'MUST'],
  ];
  return html`
    <dl class="facts">
      ${wide.map(([name, value]) => html`<div class="wide"><dt>${name}</dt><dd>${value}</dd></div>`)}
      ${narrow.map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`)}
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
