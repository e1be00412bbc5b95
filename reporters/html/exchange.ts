import { html } from 'htm/preact';
import type { VNode } from 'preact';
import type { ExchangeRecord } from '../../results/rule.ts';
import { indentJson } from '../indent-json.ts';
import { duration, plural } from '../words.ts';
import { box } from './parts.ts';

type Message = Pick<ExchangeRecord['request'], 'headers' | 'body' | 'bodyBytes'>;

/** A request, and what became of it. */
export function exchangeView(exchange: ExchangeRecord, number: number, open: boolean): VNode {
  const { request, response, failure } = exchange;
  const outcome = response ? String(response.status) : 'no answer';
  return html`
    <details class="exchange" open=${open}>
      <summary>
        <b>${number}. ${exchange.label}</b>
        <span>${outcome}, sent at ${duration(exchange.sentAtMs)}, took ${duration(exchange.durationMs)}</span>
      </summary>
      <div class="sides">
        <div>
          <h5>Request</h5>
          <p class="line">${request.method} ${request.path}</p>
          ${messageView('Request', request)}
        </div>
        <div>
          <h5>Response</h5>
          <p class="line">${outcome}</p>
          ${failure && html`<p class="lost">${failure}</p>`} ${response && messageView('Response', response)}
        </div>
      </div>
    </details>
  `;
}

function messageView(whose: string, { headers, body, bodyBytes }: Message): VNode {
  return html`
    ${headers.length > 0 && box(`${whose} headers`, headers.map(([name, value]) => `${name}: ${value}`).join('\n'))}
    ${body && box(`${whose} body`, indentJson(body))}
    <p class="rests">${bodySize(body, bodyBytes)}</p>
  ` as VNode;
}

/** What is shown is never shorter than what was kept, so a body that is too short here was cut. */
function bodySize(body: string, bytes: number): string {
  if (bytes === 0) return 'No body';
  const cut = Buffer.byteLength(body) < bytes ? ', of which only the beginning was kept' : '';
  return `Body of ${plural(bytes, 'byte')}${cut}`;
}
