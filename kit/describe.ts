import { bodyObject, bodyText, duration, type Exchange, header, mediaType } from '../client/exchange.ts';
import { cut, faultOf } from '../client/fault.ts';
import { taskOf } from './poll.ts';

/** An answer in a few words, for a sentence; server text is cut at 200 characters. */
export function describe(exchange: Exchange): string {
  if (exchange.ending === 'open') return `still open after ${(duration(exchange) / 1000).toFixed(1)} s`;
  if (exchange.ending !== 'answered' || !exchange.answer) return `no answer: ${exchange.failure}`;
  const fault = faultOf(exchange);
  const { status } = exchange.answer;
  const encoding = header(exchange, 'content-encoding')?.trim().toLowerCase() ?? '';
  if (!/^(identity)?$/.test(encoding) && !bodyObject(exchange)) {
    return cut(
      `HTTP ${status} in the encoding ${encoding}, which was not asked for: no Accept-Encoding was sent`,
    );
  }
  if (fault) {
    const named = `HTTP ${status} ${fault.type || 'without a fault name'}`;
    if (fault.message) return cut(`${named}: ${fault.message}`);
    return fault.type ? named : `${named} (${mediaType(exchange) || 'no media type'})`;
  }
  const body = bodyObject(exchange);
  if (body === undefined) {
    const sent = bodyText(exchange);
    const what =
      sent === ''
        ? 'an empty body'
        : `a body that is ${unreadable(sent)} (${mediaType(exchange) || 'no media type'}): ${sent}`;
    return cut(`HTTP ${status} with ${what}`);
  }
  const task = taskOf(body);
  if (task) {
    const named = `activityId ${text(task.activityId)}, workflowId ${text(task.workflowId)}`;
    return cut(`HTTP ${status} with a task (${named})`);
  }
  return cut(`HTTP ${status} ${JSON.stringify(body)}`);
}

function unreadable(body: string): string {
  try {
    JSON.parse(body);
    // An array, or the like; or too deep.
    return body.trimStart().startsWith('{') ? 'nested too deep' : 'no JSON object';
  } catch {
    return 'no JSON object';
  }
}

function text(value: unknown): string {
  return value === undefined ? 'absent' : JSON.stringify(value);
}
