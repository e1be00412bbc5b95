import { html } from 'htm/preact';
import type { VNode } from 'preact';
import type { RunReport } from '../../results/report.ts';
import type { RuleResult } from '../../results/rule.ts';
import { operationsOf } from '../operations.ts';
import { partialNote, plural } from '../words.ts';
import { idView, notRunAnchor } from './parts.ts';

/** What this report says nothing about, and why: a green verdict is read together with it. */
export function notJudged(report: RunReport): VNode {
  const { summary } = report;
  const { judged, others } = operationsOf(report);
  const { accessControl, message, verdict, counts } = summary;
  const skipped = Map.groupBy(
    judged.flatMap(({ rules }) => rules).filter(({ status }) => status === 'skip'),
    (rule) => rule.message,
  );
  // Those that the note is about come first, right below it.
  const reasons = [...skipped].toSorted(
    ([a], [b]) => Number(accessControl.includes(b)) - Number(accessControl.includes(a)),
  );
  const left = others.flatMap(({ rules }) => rules).length;
  const items = [
    ...(others.length > 0
      ? [
          html`<a href=${`#${notRunAnchor}`}>${plural(others.length, 'operation')}</a> with ${plural(left, 'rule')} of which nothing was to be run`,
        ]
      : []),
    ...reasons.map(([reason, members]) => skippedView(accessControl.includes(reason) ? '' : reason, members)),
    ...(counts.inconclusive > 0
      ? [
          html`<a href="#status=inconclusive">${plural(counts.inconclusive, 'rule')} inconclusive</a>: nothing was learned of them`,
        ]
      : []),
    ...(counts.error > 0
      ? [
          html`<a href="#status=error">${plural(counts.error, 'rule')} in error</a>: the suite itself failed on them`,
        ]
      : []),
  ];
  // An unusable target's message is in the heading.
  const notes = [partialNote(report), verdict === 'unusable' ? '' : message, accessControl].filter(
    (note) => note,
  );
  return html`
    <section class="not-judged" aria-labelledby="not-judged">
      <h2 id="not-judged">Not judged</h2>
      ${notes.map((note) => html`<p class="note">${note}</p>`)}
      ${items.length > 0 && html`<ul>${items.map((item) => html`<li>${item}</li>`)}</ul>`}
      ${notes.length + items.length === 0 && html`<p>Nothing: every rule was judged.</p>`}
    </section>
  `;
}

function skippedView(reason: string, rules: readonly RuleResult[]): VNode {
  return html`
    <details>
      <summary>${plural(rules.length, 'rule')} skipped${reason ? html`: <span class="message">${reason}</span>` : ' for that'}</summary>
      <p>${rules.map(({ id }, index) => html`${index > 0 && ', '}<a href=${`#${id}`}>${idView(id)}</a>`)}</p>
    </details>
  `;
}
