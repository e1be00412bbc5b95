import { html } from 'htm/preact';
import type { VNode } from 'preact';
import type { RunReport } from '../../results/report.ts';
import { type RuleResult, status } from '../../results/rule.ts';
import { plural } from '../words.ts';
import { ruleView } from './rule.ts';

/** Every rule, by area; the script puts its filter above them. */
export function areasSection({ rules }: RunReport): VNode {
  return html`
    <section aria-labelledby="rules">
      <h2 id="rules">All rules (${rules.length})</h2>
      <noscript>
        <p class="note">
          A rule opens to what the documentation says, what was expected and observed, and what to fix. Differences,
          counterexamples, timelines, commands, requests and responses need a script, as the filter does; all of it is in
          results.json too.
        </p>
      </noscript>
      <div id="filter"></div>
      ${[...Map.groupBy(rules, (rule) => rule.area)].map(([area, members]) => areaView(area, members))}
    </section>
  `;
}

function areaView(area: string, rules: RuleResult[]): VNode {
  return html`
    <section class="area" aria-labelledby=${`area.${area}`}>
      <h3 id=${`area.${area}`}>${area} <span class="rests">${areaWords(rules)}</span></h3>
      ${rules.map(ruleView)}
    </section>
  `;
}

/** "12 rules: 9 pass, 2 fail, 1 skip" */
function areaWords(rules: readonly RuleResult[]): string {
  const counts = status.options
    .map((name) => ({ name, count: rules.filter((rule) => rule.status === name).length }))
    .filter(({ count }) => count > 0);
  return `${plural(rules.length, 'rule')}: ${counts.map(({ name, count }) => `${count} ${name}`).join(', ')}`;
}
