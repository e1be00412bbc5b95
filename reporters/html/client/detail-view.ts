import { html } from 'htm/preact';
import { h, type VNode } from 'preact';
import type { Difference, Reproduction } from '../../../results/rule.ts';
import { counterexampleWords } from '../../words.ts';
import type { Detail } from '../detail.ts';
import { box } from '../parts.ts';
import { Copyable } from './copy.ts';
import { Exchange } from './exchange.ts';
import { Timeline } from './timeline.ts';

/** A rule that went through fifty exchanges would print as thirty pages; what led to the end is what a reader of paper needs. */
const mostPrinted = 10;

const ways: Record<Reproduction['how'], string> = {
  run: 'The rule alone, with the same seed',
  replay: 'From results.json',
  vitest: 'In your own vitest',
  curl: 'The telling request, by curl',
  script: 'The least sequence of calls, as a program for Node',
};

interface DetailProps {
  rule: string;
  detail: Detail;
  printed: boolean;
}

/** All that is known of a failure beyond its words. */
export function DetailView({ rule, detail, printed }: DetailProps): VNode {
  const { differences, counterexample, exchanges, timeline, reproduce } = detail;
  const exchangeId = (index: number) => `${rule}.request-${index + 1}`;
  const openExchange = (index: number) => {
    const exchange = document.getElementById(exchangeId(index));
    if (!(exchange instanceof HTMLDetailsElement)) return;
    exchange.open = true;
    exchange.querySelector('summary')?.focus();
  };
  return html`
    ${differences.length > 0 && differenceTable(differences)}
    ${
      counterexample &&
      html`
        <h5>Counterexample</h5>
        ${box('Counterexample', counterexample.value)}
        <p class="rests">${counterexampleWords(counterexample)}</p>
      `
    }
    ${timeline.length > 0 && html`<h5>Timeline</h5>`}
    ${timeline.length > 0 && h(Timeline, { entries: timeline, openExchange, printed })}
    ${reproduce.length > 0 && html`<h5>To see it again</h5>`}
    ${reproduce.map(({ how, text }) => h(Copyable, { label: ways[how], text, printed }))}
    ${exchanges.length > 0 && html`<h5>On the wire</h5>`}
    ${exchanges.map((exchange, index) =>
      h(Exchange, {
        id: exchangeId(index),
        number: index + 1,
        exchange,
        // The telling exchange comes last: it is the one to read first.
        decisive: index === exchanges.length - 1,
        printed: printed && index >= exchanges.length - mostPrinted,
      }),
    )}
  `;
}

function differenceTable(differences: readonly Difference[]): VNode {
  return html`
    <table class="differences">
      <thead>
        <tr>
          <th scope="col">Part</th>
          <th scope="col">Expected</th>
          <th scope="col">Observed</th>
        </tr>
      </thead>
      <tbody>
        ${differences.map(
          ({ part, expected, observed }) => html`
            <tr>
              <th scope="row">${part}</th>
              <td>${expected}</td>
              <td>${observed}</td>
            </tr>
          `,
        )}
      </tbody>
    </table>
  `;
}
