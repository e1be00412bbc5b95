import { html } from 'htm/preact';
import type { VNode } from 'preact';
import { useRef, useState } from 'preact/hooks';
import type { TimelineEntry } from '../../../results/rule.ts';
import { duration, plural } from '../../words.ts';
import { axisOf, type Bar, decisiveEntry, type Group, groupsOf } from './lanes.ts';

const laneHeight = 22;
const barHeight = 16;

/** About how much of the drawing's width a character takes; where it is wider, less of the text is shown than could be. */
const percentPerCharacter = 0.95;

interface TimelineProps {
  entries: readonly TimelineEntry[];
  /** Opens an exchange, and goes there. */
  openExchange(index: number): void;
  printed: boolean;
}

/** Who waited from when to when, and what came of it: a bar for each request, in seconds after the rule began. */
export function Timeline({ entries, openExchange, printed }: TimelineProps): VNode {
  const [chosen, choose] = useState(() => decisiveEntry(entries));
  const reachedOptions = useRef<HTMLDivElement>(null);
  const lengthMs = Math.max(...entries.map(({ endedAtMs }) => endedAtMs), 1);
  const groups = groupsOf(entries);
  // One stop for the Tab key, as in a list; the arrows go through the bars in the order in which they are drawn.
  const order = groups.flatMap(({ lanes }) => lanes.flat().map(({ index }) => index));
  const moved = (event: KeyboardEvent) => {
    const at = order.indexOf(chosen);
    const to = {
      ArrowRight: at + 1,
      ArrowDown: at + 1,
      ArrowLeft: at - 1,
      ArrowUp: at - 1,
      Home: 0,
      End: order.length - 1,
    };
    const next = order[to[event.key as keyof typeof to] ?? -1];
    if (next === undefined) return;
    event.preventDefault();
    choose(next);
    reachedOptions.current?.querySelector<SVGElement>(`[data-bar="${next}"]`)?.focus();
  };
  const drawing = { lengthMs, chosen, choose };
  const entry = entries[chosen];
  return html`
    <div class="timeline" ref=${reachedOptions}>
      <div class="lanes" role="group" aria-label=${`Timeline of ${plural(entries.length, 'request')}`} onKeyDown=${moved}>
        ${axis(lengthMs)} ${groups.map((group) => groupView(group, drawing))}
      </div>
      ${
        entry &&
        html`<p class="chosen">
          <span>${entryWords(entry)}</span>
          ${
            entry.exchange !== undefined &&
            html`<button type="button" onClick=${() => openExchange(entry.exchange ?? 0)}>Request ${entry.exchange + 1}</button>`
          }
        </p>`
      }
      ${table(entries, printed)}
    </div>
  `;
}

function entryWords({ label, about, sentAtMs, endedAtMs, outcome }: TimelineEntry): string {
  const what = about ? `${label} of ${about}` : label;
  return `${what}: from ${duration(sentAtMs)} to ${duration(endedAtMs)}, ${outcome}`;
}

function axis(lengthMs: number): VNode {
  return html`
    <div class="axis" aria-hidden="true">
      <span></span>
      <svg width="100%" height="18">
        ${axisOf(lengthMs).map((ms) => {
          const at = (ms / lengthMs) * 100;
          // The last label would stand half outside.
          return html`<text x=${`${at}%`} y="13" text-anchor=${at > 95 ? 'end' : at === 0 ? 'start' : 'middle'}>${axisWords(ms, lengthMs)}</text>`;
        })}
      </svg>
    </div>
  `;
}

function axisWords(ms: number, lengthMs: number): string {
  return lengthMs < 1000 ? `${Math.round(ms)} ms` : `${Number((ms / 1000).toPrecision(3))} s`;
}

interface Drawing {
  lengthMs: number;
  chosen: number;
  choose(index: number): void;
}

function groupView({ name, lanes }: Group, drawing: Drawing): VNode {
  const height = lanes.length * laneHeight;
  return html`
    <div class="group">
      <span class="name" title=${name}>${name}</span>
      <svg width="100%" height=${height} role="group" aria-label=${name}>
        ${axisOf(drawing.lengthMs).map((ms) => {
          const x = `${(ms / drawing.lengthMs) * 100}%`;
          return html`<line x1=${x} x2=${x} y1="0" y2=${height} />`;
        })}
        ${lanes.map((lane, row) => lane.map((bar, place) => barView(bar, lane[place + 1], row * laneHeight, drawing)))}
      </svg>
    </div>
  `;
}

function barView({ index, entry }: Bar, next: Bar | undefined, top: number, drawing: Drawing): VNode {
  const percent = (ms: number) => (ms / drawing.lengthMs) * 100;
  const from = percent(entry.sentAtMs);
  const to = percent(entry.endedAtMs);
  const width = entry.outcome.length * percentPerCharacter;
  // The outcome stands at the bar's end: behind it where there is room before the next one, else within it.
  const behind = to + width < (next ? percent(next.entry.sentAtMs) : 100);
  const within = !behind && width < to - from;
  const choose = () => drawing.choose(index);
  return html`
    <g
      role="button"
      tabindex=${index === drawing.chosen ? 0 : -1}
      aria-label=${entryWords(entry)}
      aria-pressed=${index === drawing.chosen}
      data-bar=${index}
      class=${`bar ${kindOf(entry)}`}
      onClick=${choose}
      onFocus=${choose}
      onMouseEnter=${choose}
    >
      <rect x=${`${from}%`} y=${top + 3} width=${`${Math.max(to - from, 0.35)}%`} height=${barHeight} rx="2" />
      ${
        (behind || within) &&
        html`<text x=${`${to}%`} dx=${behind ? 6 : -6} y=${top + 15} text-anchor=${behind ? 'start' : 'end'}>${entry.outcome}</text>`
      }
    </g>
  `;
}

/** Told apart by colour as well: what got a task, what waited for nothing, what was done, and trouble. */
function kindOf({ outcome }: TimelineEntry): string {
  if (/^(decision )?task/.test(outcome)) return 'served';
  if (outcome === 'empty' || outcome === 'given up') return 'waited';
  return outcome.startsWith('HTTP 2') ? 'done' : 'trouble';
}

function table(entries: readonly TimelineEntry[], printed: boolean): VNode {
  return html`
    <details class="as-table" open=${printed}>
      <summary>The timeline as a table</summary>
      <table>
        <thead>
          <tr>
            <th scope="col">Request</th>
            <th scope="col">About</th>
            <th scope="col" class="number">Sent</th>
            <th scope="col" class="number">Ended</th>
            <th scope="col">Outcome</th>
          </tr>
        </thead>
        <tbody>
          ${entries.map(
            (entry) => html`
              <tr>
                <td>${entry.label}</td>
                <td>${entry.about}</td>
                <td class="number">${duration(entry.sentAtMs)}</td>
                <td class="number">${duration(entry.endedAtMs)}</td>
                <td>${entry.outcome}</td>
              </tr>
            `,
          )}
        </tbody>
      </table>
    </details>
  `;
}
