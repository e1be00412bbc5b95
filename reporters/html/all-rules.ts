import { html } from 'htm/preact';
import type { VNode } from 'preact';
import type { AreaGroup } from '../../results/by-operation.ts';
import type { RunReport } from '../../results/report.ts';
import type { RuleResult } from '../../results/rule.ts';
import { countStatuses } from '../../results/verdict.ts';
import {
  type JudgedOperation,
  type Operations,
  operationName,
  operationSentence,
  operationsOf,
} from '../operations.ts';
import { countsWords, plural } from '../words.ts';
import { anchorOf, areaAnchorOf, notRunAnchor } from './parts.ts';
import { ruleView } from './rule.ts';

/** Every rule, by operation and area; the script puts its filter above them. */
export function allRules(report: RunReport): VNode {
  const { judged, others } = operationsOf(report);
  const count = judged.flatMap(({ rules }) => rules).length;
  return html`
    <section aria-labelledby="rules">
      <h2 id="rules">All rules (${count})</h2>
      <noscript>
        <p class="note">
          A rule opens to what the documentation says, what was expected and observed, and what to fix. Differences,
          counterexamples, timelines, commands, requests and responses need a script, as the filter does; all of it is in
          results.json too.
        </p>
      </noscript>
      <div id="filter"></div>
      ${judged.map((operation) => operationView(operation, report, judged.length > 1))}
    </section>
    ${notRun(others)}
  ` as VNode;
}

function operationView(operation: JudgedOperation, report: RunReport, isOneOfSeveral: boolean): VNode {
  const { slug, verdict, areas, rules } = operation;
  const anchor = anchorOf(operation);
  return html`
    <section class="operation" aria-labelledby=${anchor}>
      <h2 id=${anchor} class="called" data-operation=${slug}>${operationName(operation)}</h2>
      ${
        // Of one alone it is the verdict of the run, which the page begins with.
        isOneOfSeveral &&
        html`<p class=${`verdict-line ${verdict}`}>${operationSentence(operation, report)}</p>`
      }
      <p class="rests">${rulesWords(rules)}</p>
      ${areas.map((area) => areaView(area, slug))}
    </section>
  `;
}

function areaView({ name, rules }: AreaGroup<RuleResult>, slug: string): VNode {
  const anchor = areaAnchorOf(slug, name);
  return html`
    <section class="area" aria-labelledby=${anchor}>
      <h3 id=${anchor}>${name} <span class="rests">${rulesWords(rules)}</span></h3>
      ${rules.map((rule) => ruleView(rule, slug))}
    </section>
  `;
}

/** "12 rules: 9 pass, 2 fail, 1 skip" */
function rulesWords(rules: readonly RuleResult[]): string {
  return `${plural(rules.length, 'rule')}: ${countsWords(countStatuses(rules))}`;
}

/** A line for each operation of which nothing was to be run: their rules would hide the others. */
function notRun(operations: Operations['others']): VNode | false {
  if (operations.length === 0) return false;
  return html`
    <section class="not-run" aria-labelledby=${notRunAnchor}>
      <h2 id=${notRunAnchor}>Not run (${plural(operations.length, 'operation')})</h2>
      <p class="rests">Nothing of these operations was to be run; their rules are in results.json.</p>
      <ul>
        ${operations.map(
          (operation) => html`
            <li><b class="called">${operationName(operation)}</b>, ${plural(operation.rules.length, 'rule')}: <span class="message">${reasons(operation.rules)}</span></li>
          `,
        )}
      </ul>
    </section>
  ` as VNode;
}

function reasons(rules: readonly RuleResult[]): string {
  return [...new Set(rules.map(({ message }) => message))].join('; ');
}
