import { html } from 'htm/preact';
import type { VNode } from 'preact';
import type { Citation, Failure, RuleResult } from '../../results/rule.ts';
import { duration, evidenceWords, observationsWords } from '../words.ts';
import { detailOf } from './detail.ts';
import { badge, idView, levelMark } from './parts.ts';

/** A rule of an operation, by its slug, as a line that opens: to its words, which stand in the page, and to its detail, which the script adds. */
export function ruleView(rule: RuleResult, operation: string): VNode {
  const { id, status, level, evidence, title, message, failure } = rule;
  return html`
    <article
      id=${id}
      class=${`rule ${failure ? 'finding' : 'plain'}`}
      data-operation=${operation}
      data-status=${status}
      data-level=${level}
      data-evidence=${evidence.join(' ')}
    >
      <details>
        <summary>
          ${badge(status)}
          <h4 data-searched>${idView(id)}</h4>
          ${levelMark(level)}
          <span class="took">${duration(rule.durationMs)}</span>
          <span class="says" data-searched>${title}</span>
          ${message && html`<span class="message" data-searched>${message}</span>`}
        </summary>
        <div class="opened">
          ${quotation(rule)} ${failure ? told(failure) : message && html`<p class="message">${message}</p>`}
          ${failure && html`<div class="detail" ...${{ [detailOf]: id }}></div>`}
          <p class="rests">${rests(rule)} Its id: <a href=${`#${id}`}>${id}</a></p>
        </div>
      </details>
    </article>
  `;
}

function rests(rule: RuleResult): string {
  return `${observationsWords(rule)}; the rule took ${duration(rule.durationMs)}.`;
}

function quotation({ citation, evidence }: RuleResult): VNode {
  return html`
    <figure>
      <blockquote><p>${citation.quote}</p></blockquote>
      <figcaption>${sourceView(citation)}. The rule rests on ${evidence.map((kind) => evidenceWords[kind]).join(' and ')}.</figcaption>
    </figure>
  `;
}

function sourceView({ source }: Citation): VNode | string {
  if (!/^https:\/\/\S+$/.test(source)) return source;
  return html`<a href=${source} rel="noreferrer">${source}</a>`;
}

function told({ expected, observed, fix }: Failure): VNode {
  return html`
    <dl class="told">
      <div><dt>Expected</dt><dd data-searched>${expected}</dd></div>
      <div class="observed"><dt>Observed</dt><dd data-searched>${observed}</dd></div>
      <div class="fix"><dt>What to fix</dt><dd>${fix}</dd></div>
    </dl>
  `;
}
