import { type Answer, duration, type Exchange } from '../../client/exchange.ts';
import { cut } from '../../client/fault.ts';
import type { TargetOptions } from '../../kit/options.ts';
import type { ExchangeRecord } from '../../results/rule.ts';

/** Bodies are kept to this many characters: enough to read, and 80 failing rules stay a page that opens. */
const longestBody = 4000;

/** The telling one is the last: these are enough to see how it came to that. */
export const mostExchanges = 10;

/** Exchanges as the report keeps them; the values of the target's own headers are secret. */
export function exchangeRecords(
  exchanges: readonly Exchange[],
  ruleStartedAt: number,
  { header = {} }: Pick<TargetOptions, 'header'>,
): ExchangeRecord[] {
  const secret = ['x-amz-security-token', ...Object.keys(header).map((name) => name.toLowerCase())];
  return exchanges.map((exchange) => exchangeRecord(exchange, ruleStartedAt, secret));
}

/** An exchange as the report keeps it: text, cut where long, credentials and signatures blanked. */
function exchangeRecord(
  exchange: Exchange,
  ruleStartedAt: number,
  secret: readonly string[],
): ExchangeRecord {
  const { operation, client, label, request, answer } = exchange;
  return {
    operation,
    client,
    label,
    request: {
      method: request.method,
      path: request.path,
      headers: request.headers.map(([name, value]) => [name, blanked(name, value, secret)]),
      body: readable(request.body),
      bodyBytes: request.body.length,
    },
    ...(answer && {
      response: {
        status: answer.status,
        headers: keptHeaders(answer.headers),
        body: readable(answer.body),
        bodyBytes: answer.body.length,
      },
    }),
    ...(exchange.failure && { failure: cut(exchange.failure, 1000) }),
    sentAtMs: Math.round(exchange.sentAt - ruleStartedAt),
    durationMs: Math.round(duration(exchange)),
  };
}

/** The first headers, as long together as a body: a server may send 16 KB of them with each answer. */
function keptHeaders(headers: Answer['headers']): [string, string][] {
  const kept: [string, string][] = [];
  let room = longestBody;
  for (const [name, value] of headers) {
    room -= name.length;
    if (room <= 0) return [...kept, ['\u2026', 'more headers']];
    kept.push([name, cut(value, room)]);
    room -= value.length;
  }
  return kept;
}

function blanked(name: string, value: string, secret: readonly string[]): string {
  const lower = name.toLowerCase();
  if (secret.includes(lower)) return '(blanked)';
  if (lower !== 'authorization') return value;
  return value
    .replace(/Credential=[^/,]*/, 'Credential=(blanked)')
    .replace(/Signature=\w+/, 'Signature=(blanked)');
}

function readable(body: Uint8Array): string {
  const text = new TextDecoder().decode(body.subarray(0, longestBody * 4));
  return text.length <= longestBody ? text : text.slice(0, longestBody);
}
