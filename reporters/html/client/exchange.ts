import { html } from 'htm/preact';
import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import type { ExchangeRecord } from '../../../results/rule.ts';
import { indentJson } from '../../indent-json.ts';
import { duration, plural } from '../../words.ts';
import { box } from '../parts.ts';

type Message = Pick<ExchangeRecord['request'], 'headers' | 'body' | 'bodyBytes'>;

interface ExchangeProps {
  id: string;
  number: number;
  exchange: ExchangeRecord;
  /** Whether it is open at first. */
  decisive: boolean;
  printed: boolean;
}

/** A request, and what became of it. Closed it costs a line: fifty of them open as quickly as one. */
export function Exchange({ id, number, exchange, decisive, printed }: ExchangeProps): VNode {
  const [isOpen, setOpen] = useState(decisive);
  const toggled = (event: Event) => {
    // What opens for the printer closes again behind it.
    if (!printed && event.currentTarget instanceof HTMLDetailsElement) setOpen(event.currentTarget.open);
  };
  const open = isOpen || printed;
  return html`
    <details class="exchange" id=${id} open=${open} onToggle=${toggled}>
      <summary>
        <b>${number}. ${exchange.label}</b>
        <span>${outcome(exchange)}, sent at ${duration(exchange.sentAtMs)}, took ${duration(exchange.durationMs)}</span>
      </summary>
      ${open && sides(exchange)}
    </details>
  `;
}

function outcome({ response }: ExchangeRecord): string {
  return response ? String(response.status) : 'no answer';
}

function sides(exchange: ExchangeRecord): VNode {
  const { request, response, failure } = exchange;
  return html`
    <div class="sides">
      <div>
        <h6>Request</h6>
        <p class="line">${request.method} ${request.path}</p>
        ${messageView('Request', request)}
      </div>
      <div>
        <h6>Response</h6>
        <p class="line">${outcome(exchange)}</p>
        ${failure && html`<p class="lost">${failure}</p>`} ${response && messageView('Response', response)}
      </div>
    </div>
  `;
}

function messageView(whose: string, { headers, body, bodyBytes }: Message): VNode {
  return html`
    ${headers.length > 0 && box(`${whose} headers`, headers.map(([name, value]) => `${name}: ${value}`).join('\n'))}
    ${body && box(`${whose} body`, indentJson(body))}
    <p class="rests">${bodySize(body, bodyBytes)}</p>
  `;
}

/** What is shown is never shorter than what was kept, so a body that is too short here was cut. */
function bodySize(body: string, bytes: number): string {
  if (bytes === 0) return 'No body';
  const cut = new TextEncoder().encode(body).length < bytes ? ', of which only the beginning was kept' : '';
  return `Body of ${plural(bytes, 'byte')}${cut}`;
}
