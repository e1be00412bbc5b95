import { html } from 'htm/preact';
import type { VNode } from 'preact';
import type { RunReport } from '../../results/report.ts';
import type { RuleResult } from '../../results/rule.ts';
import { partialNote, plural } from '../words.ts';

/** What this report says nothing about, and why: a green verdict is read together with it. */
export function notJudged(report: RunReport): VNode {
  const { rules, summary } = report;
  const skipped = Map.groupBy(
    rules.filter(({ status }) => status === 'skip'),
    ({ message }) => message,
  );
  const open = rules.filter(({ status }) => status === 'inconclusive').length;
  const notes = [partialNote(report), summary.accessControl, summary.message].filter((note) => note);
  const isWhole = notes.length === 0 && skipped.size === 0 && open === 0 && summary.counts.error === 0;
  return html`
    <section class="not-judged" aria-labelledby="not-judged">
      <h2 id="not-judged">Not judged</h2>
      ${isWhole && html`<p>Nothing: every rule was judged.</p>`} ${notes.map((note) => html`<p class="note">${note}</p>`)}
      <ul>
        ${[...skipped].map(([reason, members]) => skippedView(reason, members))}
        ${
          open > 0 &&
          html`<li><a href="#status=inconclusive">${plural(open, 'rule')} inconclusive</a>: nothing was learned of them</li>`
        }
        ${
          summary.counts.error > 0 &&
          html`<li>
            <a href="#status=error">${plural(summary.counts.error, 'rule')} in error</a>: the suite itself failed on them
          </li>`
        }
      </ul>
    </section>
  `;
}

function skippedView(reason: string, rules: readonly RuleResult[]): VNode {
  return html`
    <li>
      <details>
        <summary>${plural(rules.length, 'rule')} skipped: <span class="message">${reason}</span></summary>
        <p>${rules.map(({ id }, index) => html`${index > 0 && ', '}<a href=${`#${id}`}>${id}</a>`)}</p>
      </details>
    </li>
  `;
}
