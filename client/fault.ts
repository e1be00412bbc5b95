import { bodyObject, bodyText, duration, type Exchange, header, isObject, mediaType } from './exchange.ts';

/** An answer that refuses: what the caller is told. */
export interface Fault {
  readonly status: number;
  /** The fault's name without namespace: what follows `#` and precedes `:`. `''` when none is given anywhere. */
  readonly type: string;
  readonly message: string;
}

/** The name in a `__type` as the protocol tells clients to read it: after `#`, before `:`. */
export function faultName(type: string): string {
  return (type.split('#').at(-1) ?? '').split(':')[0]?.trim() ?? '';
}

/**
 * Reads an answer of 400 or above as a fault; undefined for any other. The name is looked for where clients of the
 * protocol do: `__type`, then `code`, then the header `x-amzn-ErrorType`; only the rules on faults insist on the first.
 */
export function faultOf(exchange: Exchange): Fault | undefined {
  if (!exchange.answer || exchange.answer.status < 400) return undefined;
  const body = bodyObject(exchange) ?? {};
  const named = [body.__type, body.code, header(exchange, 'x-amzn-errortype')];
  const type = named.find((name): name is string => typeof name === 'string' && name !== '') ?? '';
  const message = [body.message, body.Message].find((text): text is string => typeof text === 'string') ?? '';
  return { status: exchange.answer.status, type: faultName(type), message };
}

/** Whether the target asks us to slow down: never a finding. */
export function isThrottled(exchange: Exchange): boolean {
  const fault = faultOf(exchange);
  return fault !== undefined && (fault.type === 'ThrottlingException' || fault.message === 'Rate exceeded');
}

/** An answer in a few words, for a sentence; server text is cut at 200 characters. */
export function describe(exchange: Exchange): string {
  if (exchange.ending === 'open') return `still open after ${(duration(exchange) / 1000).toFixed(1)} s`;
  if (exchange.ending !== 'answered' || !exchange.answer) return `no answer: ${exchange.failure}`;
  const fault = faultOf(exchange);
  const { status } = exchange.answer;
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
  if (typeof body.taskToken === 'string' && body.taskToken !== '') {
    const execution = isObject(body.workflowExecution) ? body.workflowExecution.workflowId : undefined;
    return cut(
      `HTTP ${status} with a task (activityId ${text(body.activityId)}, workflowId ${text(execution)})`,
    );
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

/** Cuts text of the server's for a sentence. */
export function cut(value: string, length = 200): string {
  return value.length <= length ? value : `${value.slice(0, length).replace(/[\uD800-\uDBFF]$/, '')}…`;
}
