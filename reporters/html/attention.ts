import { html } from 'htm/preact';
import type { VNode } from 'preact';
import type { RunReport } from '../../results/report.ts';
import type { RuleResult } from '../../results/rule.ts';
import { findingsOf } from '../findings.ts';
import { againstHeading } from '../words.ts';
import { badge } from './parts.ts';

/** More than these are a list that pushes all else off the screen. */
const mostAtOnce = 15;

/** What a reader has to look at, as lists of links into the rules below; nothing after a run in which all held. */
export function attention(report: RunReport): VNode[] {
  const { errors, against, known, warnings, inconclusive } = findingsOf(report);
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

function list(id: string, heading: string, about: string, rules: readonly RuleResult[]): VNode[] {
  if (rules.length === 0) return [];
  const others = rules.slice(mostAtOnce);
  return [
    html`
      <section class="attention" aria-labelledby=${id}>
        <h2 id=${id}>${heading} (${rules.length})</h2>
        <p>${about}</p>
        <ul>
          ${rules.slice(0, mostAtOnce).map(line)}
        </ul>
        ${
          others.length > 0 &&
          html`<details>
            <summary>${others.length} more</summary>
            <ul>
              ${others.map(line)}
            </ul>
          </details>`
        }
      </section>
    `,
  ];
}

function line(rule: RuleResult): VNode {
  return html`
    <li>${badge(rule.status)} <a href=${`#${rule.id}`}>${rule.id}</a><span class="message">${rule.message}</span></li>
  `;
}
