import { html } from 'htm/preact';
import type { VNode } from 'preact';
import type { Citation, Failure, RuleResult } from '../../results/rule.ts';
import { counterexampleWords, duration, evidenceWords, observationsWords } from '../words.ts';
import { exchangeView } from './exchange.ts';
import { badge, box, levelMark } from './parts.ts';

export interface FindingSection {
  id: string;
  heading: string;
  about: string;
  rules: RuleResult[];
}

/** Rules that need attention: a list to choose from, then all that is known of each. */
export function findingSection({ id, heading, about, rules }: FindingSection): VNode {
  return html`
    <section aria-labelledby=${id}>
      <h2 id=${id}>${heading} (${rules.length})</h2>
      <p>${about}</p>
      <ul class="index">
        ${rules.map(
          (rule) => html`
            <li>${badge(rule.status)} <a href=${`#${rule.id}`}>${rule.id}</a><span>${rule.message}</span></li>
          `,
        )}
      </ul>
      ${rules.map(finding)}
    </section>
  `;
}

function finding(rule: RuleResult): VNode {
  return html`
    <article id=${rule.id} class=${rule.status} aria-labelledby=${`${rule.id}.heading`}>
      <header>
        <div class="title">
          ${badge(rule.status)}
          <h3 id=${`${rule.id}.heading`}><a href=${`#${rule.id}`}>${rule.id}</a></h3>
          ${levelMark(rule.level)}
        </div>
        <p class="says">${rule.title}</p>
      </header>
      ${quotation(rule)} ${rule.failure ? failureView(rule.failure) : html`<p class="message">${rule.message}</p>`}
      <p class="rests">${observationsWords(rule)}; the rule took ${duration(rule.durationMs)}.</p>
    </article>
  `;
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

function failureView(failure: Failure): VNode {
  const { counterexample, exchanges, reproduce } = failure;
  return html`
    <dl class="told">
      <div><dt>Expected</dt><dd>${failure.expected}</dd></div>
      <div class="observed"><dt>Observed</dt><dd>${failure.observed}</dd></div>
      <div class="fix"><dt>What to fix</dt><dd>${failure.fix}</dd></div>
    </dl>
    ${
      counterexample &&
      html`
        <h4>Counterexample</h4>
        ${box('Counterexample', counterexample.value)}
        <p class="rests">${counterexampleWords(counterexample)}</p>
      `
    }
    ${exchanges.length > 0 && html`<h4>On the wire</h4>`}
    ${exchanges.map((exchange, index) =>
      // The telling exchange comes last: it is the one to read first.
      exchangeView(exchange, index + 1, index === exchanges.length - 1),
    )}
    ${reproduce.length > 0 && html`<h4>To see it again</h4>`}
    ${reproduce.map(({ text }) => box('Command', text))}
  ` as VNode;
}
