import { bodyObject, type Exchange, header } from './exchange.ts';

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

/** Cuts text of the server's for a sentence. */
export function cut(value: string, length = 200): string {
  return value.length <= length ? value : `${value.slice(0, length).replace(/[\uD800-\uDBFF]$/, '')}…`;
}
