import { html } from 'htm/preact';
import type { VNode } from 'preact';
import { byOperation } from '../../results/by-operation.ts';
import type { RunReport } from '../../results/report.ts';
import type { RuleResult } from '../../results/rule.ts';
import { findingsOf } from '../findings.ts';
import { operationName, operationsOf } from '../operations.ts';
import { againstHeading } from '../words.ts';
import { badge, idView } from './parts.ts';

/** More than these are a list that pushes all else off the screen. */
const mostAtOnce = 15;

/** What a reader has to look at, as lists of links into the rules below; nothing after a run in which all held. */
export function attention(report: RunReport): VNode[] {
  const { errors, against, known, warnings, inconclusive } = findingsOf(report);
  const list = operationsOf(report).judged.length > 1 ? listByOperation : listAtOnce;
  const judged = report.run.failOn === 'should' ? 'MUST and SHOULD rules' : 'MUST rules';
  return [
    list(
      'errors',
      'Faults of the suite itself',
      'These rules were not judged: the suite failed, not the target. Please report them with results.json.',
      errors,
    ),
    list(
      'against',
      againstHeading(report),
      `${judged} that failed, then those that were inconclusive: a run is conformant only where something was seen.`,
      against,
    ),
    list('known', 'Known to fail', 'These fail as the baseline lists them, each with a reason there.', known),
    list(
      'warnings',
      'Warnings',
      'Recommendations (SHOULD) that the target does not follow. They do not change the verdict.',
      warnings,
    ),
    list(
      'inconclusive',
      'Inconclusive',
      'Nothing was learned about these rules. They do not change the verdict.',
      inconclusive,
    ),
  ].flat();
}

type List = (id: string, heading: string, about: string, rules: readonly RuleResult[]) => VNode[];

const listAtOnce: List = (id, heading, about, rules) =>
  rules.length === 0 ? [] : [section(id, heading, about, rules.length, links(rules, mostAtOnce))];

/** The same with a heading for each operation. */
const listByOperation: List = (id, heading, about, rules) => {
  if (rules.length === 0) return [];
  const operations = byOperation(rules);
  // Of many operations a few each.
  const most = Math.max(3, Math.floor(mostAtOnce / operations.length));
  const lists = operations.map((operation) => [
    html`<h3><span class="called">${operationName(operation)}</span> <span class="rests">${operation.rules.length}</span></h3>`,
    links(operation.rules, most),
  ]);
  return [section(id, heading, about, rules.length, lists.flat(2) as VNode[])];
};

function section(id: string, heading: string, about: string, count: number, lists: VNode[]): VNode {
  return html`
    <section class="attention" aria-labelledby=${id}>
      <h2 id=${id}>${heading} (${count})</h2>
      <p>${about}</p>
      ${lists}
    </section>
  `;
}

function links(rules: readonly RuleResult[], most: number): VNode[] {
  const others = rules.slice(most);
  const shown = html`<ul>${rules.slice(0, most).map(line)}</ul>` as VNode;
  if (others.length === 0) return [shown];
  const rest = html`
    <details>
      <summary>${others.length} more</summary>
      <ul>
        ${others.map(line)}
      </ul>
    </details>
  ` as VNode;
  return [shown, rest];
}

function line({ id, status, message }: RuleResult): VNode {
  return html`
    <li>${badge(status)} <a href=${`#${id}`}>${idView(id)}</a><span class="message">${message}</span></li>
  `;
}
