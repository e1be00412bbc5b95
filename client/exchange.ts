/** What was sent: exact bytes, in the order of the wire. */
export interface SentRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: readonly (readonly [string, string])[];
  readonly body: Uint8Array;
  /** Signed by another than the run's own credentials, or not as it should be, or not at all. */
  readonly signedOtherwise?: boolean;
}

/** What came back, as it came. */
export interface Answer {
  readonly status: number;
  readonly headers: readonly (readonly [string, string])[];
  readonly body: Uint8Array;
}

/**
 * How a request ended.
 * - `answered`: a whole HTTP response was read;
 * - `open`: nothing had come when we stopped waiting, and the request was given up;
 * - `broken`: the connection ended, or what came was no HTTP, or the answer was longer than any answer can be;
 * - `unreachable`: no connection could be made.
 */
export type Ending = 'answered' | 'open' | 'broken' | 'unreachable';

/** What sent a request: the raw client, the AWS SDK, or a connection of its own. */
export type ClientName = 'wire' | 'sdk' | 'connection';

/** What was asked for, and by which client. */
export interface Asked {
  /** The operation, as the API names it; empty where what was sent names none. */
  readonly operation: string;
  readonly client: ClientName;
  /** The same for people, with what is special about it. Nothing is decided by it. */
  readonly label: string;
}

/** One request and what became of it. Times are milliseconds of `performance.now()`. */
export interface Exchange extends Asked {
  readonly request: SentRequest;
  readonly ending: Ending;
  /** There when the ending is `answered`. */
  readonly answer?: Answer;
  /** Why there is no answer; empty when there is one. */
  readonly failure: string;
  /** When the request's head was written to the socket (when it was made, if it never was). */
  readonly sentAt: number;
  /** When the answer's last byte was read, or the request given up. */
  readonly endedAt: number;
}

/** From the request's being sent to its end, in milliseconds. */
export function duration(exchange: Exchange): number {
  return exchange.endedAt - exchange.sentAt;
}

/** The value of a response header; its name in any case. The first, if there are several. */
export function header(exchange: Exchange, name: string): string | undefined {
  return exchange.answer?.headers.find(([key]) => key.toLowerCase() === name.toLowerCase())?.[1];
}

/** The media type without its parameters, in lower case; `''` when there is none. */
export function mediaType(exchange: Exchange): string {
  return (header(exchange, 'content-type') ?? '').split(';')[0]?.trim().toLowerCase() ?? '';
}

/** The answer's body as text; bytes that are no UTF-8 read as U+FFFD. `''` when there is no answer. */
export function bodyText(exchange: Exchange): string {
  return exchange.answer ? new TextDecoder('utf-8', { ignoreBOM: true }).decode(exchange.answer.body) : '';
}

export type JsonObject = Readonly<Record<string, unknown>>;

/** The answer's body, when it is one JSON object (a byte order mark is overlooked); else undefined. */
export function bodyObject(exchange: Exchange): JsonObject | undefined {
  try {
    const value = parseJson(bodyText(exchange).replace(/^\uFEFF/, ''));
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** SWF's own answers are nested 5 deep. JSON.stringify, and all else that recurses, runs out of stack at some thousands. */
const deepestJson = 500;

/** JSON of a server's. @throws SyntaxError when it is none, or nested deeper than any answer of SWF's. */
export function parseJson(text: string): unknown {
  const value: unknown = JSON.parse(text);
  let depth = 0;
  let inString = false;
  for (let i = 0; i < text.length; i++) {
    const character = text[i];
    if (character === '\\') i += 1;
    else if (character === '"') inString = !inString;
    else if (inString) continue;
    else if (character === '[' || character === '{') depth += 1;
    else if (character === ']' || character === '}') depth -= 1;
    if (depth > deepestJson) throw new SyntaxError(`the JSON is nested deeper than ${deepestJson}`);
  }
  return value;
}

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
