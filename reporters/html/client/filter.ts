import { html } from 'htm/preact';
import type { VNode } from 'preact';
import { plural } from '../../words.ts';
import { isFiltered, type Kind, kindNames, meanings, type View } from './fragment.ts';

const headings: Record<Kind, string> = { status: 'Status', level: 'Level', evidence: 'Evidence' };

interface FilterProps {
  view: View;
  /** By how the ids of their rules begin. */
  operations: ReadonlyMap<string, string>;
  shown: number;
  total: number;
  /** How many rules have the value. */
  count(kind: Kind, value: string): number;
  choose(changes: Partial<View>): void;
  openFindings(): void;
  closeAll(): void;
}

export function Filter(props: FilterProps): VNode {
  const { view, shown, total, choose } = props;
  const cleared = { operation: '', status: [], level: [], evidence: [], text: '' };
  return html`
    <form role="search" aria-label="Rules" onSubmit=${(event: Event) => event.preventDefault()}>
      <p class="search">
        ${props.operations.size > 1 && operationChoice(props)}
        <input
          type="search"
          aria-label="Search the rules"
          aria-keyshortcuts="/"
          placeholder="Search id, title, what was seen"
          autocomplete="off"
          spellcheck=${false}
          value=${view.text}
          onInput=${(event: Event) => event.currentTarget instanceof HTMLInputElement && choose({ text: event.currentTarget.value })}
        />
        <span role="status">${shown === total ? plural(total, 'rule') : `${shown} of ${plural(total, 'rule')} shown`}</span>
        <button type="button" disabled=${!isFiltered(view)} onClick=${() => choose(cleared)}>Show all</button>
        <button type="button" onClick=${props.openFindings}>Open findings</button>
        <button type="button" onClick=${props.closeAll}>Close all</button>
      </p>
      <div class="kinds">${kindNames.map((kind) => choices(kind, props))}</div>
    </form>
  `;
}

/** One of them, or all: more can be chosen by what is searched for. */
function operationChoice({ view, operations, choose }: FilterProps): VNode {
  const chosen = (event: Event) =>
    event.currentTarget instanceof HTMLSelectElement && choose({ operation: event.currentTarget.value });
  return html`
    <select aria-label="Operation" value=${view.operation} onChange=${chosen}>
      <option value="">All operations</option>
      ${[...operations].map(([slug, name]) => html`<option value=${slug}>${name}</option>`)}
    </select>
  `;
}

function choices(kind: Kind, { view, count, choose }: FilterProps): VNode {
  const chosen = view[kind];
  const offered = Object.entries<string>(meanings[kind]).filter(
    ([value]) => chosen.includes(value) || count(kind, value) > 0,
  );
  const turned = (value: string) =>
    choose({ [kind]: chosen.includes(value) ? chosen.filter((each) => each !== value) : [...chosen, value] });
  return html`
    <fieldset>
      <legend>${headings[kind]}</legend>
      ${offered.map(
        ([value, meaning]) => html`
          <label class=${kind === 'status' ? value : ''} title=${meaning}>
            <input type="checkbox" name=${kind} value=${value} checked=${chosen.includes(value)} onChange=${() => turned(value)} />
            ${kind === 'level' ? meaning : value}
            <span class="rests">${count(kind, value)}</span>
          </label>
        `,
      )}
    </fieldset>
  `;
}
