import { html } from 'htm/preact';
import type { VNode } from 'preact';
import { idParts, type OperationGroup } from '../../results/by-operation.ts';
import type { Level, RuleResult, Status } from '../../results/rule.ts';
import { levelWords, statusMeanings, statusSigns } from '../words.ts';

export function badge(status: Status): VNode {
  return html`
    <span class=${`badge ${status}`} title=${statusMeanings[status]}>
      <span aria-hidden="true">${statusSigns[status]} </span>${status}
    </span>
  `;
}

/** Where the section of an operation is. */
export function anchorOf({ slug }: Pick<OperationGroup<RuleResult>, 'slug'>): string {
  return `operation.${encodeURIComponent(slug)}`;
}

/** Where the section of an area is. A name with a space in it would be two. */
export function areaAnchorOf(slug: string, area: string): string {
  return ['area', slug, area].map(encodeURIComponent).join('.');
}

/** Where the operations are listed of which nothing was to be run. */
export const notRunAnchor = 'not-run';

/** A rule's id, whole; the part that is the same for all rules of its operation is quiet. */
export function idView(id: string): VNode {
  const [operation, rest] = idParts(id);
  return html`<span class="of">${operation}</span>${rest}` as VNode;
}

export function levelMark(level: Level): VNode {
  return html`<span class="level">${levelWords[level]}</span>`;
}

/** Text of any length, in a box that scrolls; it takes the focus, so that the keyboard can scroll it. */
export function box(label: string, text: string): VNode {
  return html`<pre tabindex="0" role="group" aria-label=${label}>${text}</pre>`;
}
