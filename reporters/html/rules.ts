import { html } from 'htm/preact';
import type { VNode } from 'preact';
import type { RunReport } from '../../results/report.ts';
import type { RuleResult } from '../../results/rule.ts';
import { duration, figureWords, plural } from '../words.ts';
import { badge, levelMark } from './parts.ts';

/** Every rule, by area. A rule with an article above has its anchor there, the others here. */
export function rulesSection({ rules }: RunReport, detailed: ReadonlySet<string>): VNode {
  return html`
    <section aria-labelledby="rules">
      <h2 id="rules">All rules (${rules.length})</h2>
      <p class="filter">
        <label><input type="checkbox" id="hide-passed" autocomplete="off" /> Hide what passed</label>
      </p>
      ${[...Map.groupBy(rules, (rule) => rule.area)].map(([area, members]) => areaTable(area, members, detailed))}
    </section>
  `;
}

function areaTable(area: string, rules: RuleResult[], detailed: ReadonlySet<string>): VNode {
  return html`
    <div class="area">
      <h3 id=${`area.${area}`}>${area} <span class="rests">${plural(rules.length, 'rule')}</span></h3>
      <table aria-labelledby=${`area.${area}`}>
        <thead>
          <tr>
            <th scope="col">Status</th>
            <th scope="col">Rule</th>
            <th scope="col">What was seen</th>
            <th scope="col" class="number">Observations</th>
            <th scope="col" class="number">Took</th>
          </tr>
        </thead>
        <tbody>
          ${rules.map((rule) => row(rule, detailed.has(rule.id)))}
        </tbody>
      </table>
    </div>
  `;
}

function row(rule: RuleResult, hasArticle: boolean): VNode {
  const anchor = hasArticle ? {} : { id: rule.id };
  return html`
    <tr ...${anchor} class=${rule.status}>
      <td>${badge(rule.status)}</td>
      <td>
        <a href=${`#${rule.id}`}>${rule.id}</a> ${levelMark(rule.level)}
        <span class="says">${rule.title}</span>
      </td>
      <td>
        ${rule.message}
        ${rule.figures.length > 0 && html`<span class="rests">${rule.figures.map(figureWords).join(', ')}</span>`}
      </td>
      <td class="number">${rule.observations}</td>
      <td class="number">${duration(rule.durationMs)}</td>
    </tr>
  `;
}
