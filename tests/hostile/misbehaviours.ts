import { randomBytes } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import type { Misbehaviour } from './server.ts';

const ok = 'HTTP/1.1 200 OK\r\n';
const json = 'content-type: application/x-amz-json-1.0\r\n';

/** These bytes, and nothing more: the connection stays open. */
export function sends(bytes: string | Uint8Array): Misbehaviour {
  return (connection) => connection.write(bytes);
}

/** These bytes, and the end of the connection. */
export function endsWith(bytes: string | Uint8Array): Misbehaviour {
  return (connection) => connection.end(bytes);
}

/** A whole answer. */
export function answers(body: string | Uint8Array, status = '200 OK', headers: string[] = []): Misbehaviour {
  const length = `content-length: ${Buffer.byteLength(body)}`;
  const head = [`HTTP/1.1 ${status}`, json.trim(), 'connection: close', length, ...headers].join('\r\n');
  const bytes = Buffer.concat([Buffer.from(`${head}\r\n\r\n`), Buffer.from(body)]);
  return endsWith(bytes);
}

/** These bytes, and a reset once they have arrived. */
function resetsAfter(bytes: string): Misbehaviour {
  return (connection) => {
    connection.write(bytes);
    setTimeout(() => connection.resetAndDestroy(), 30);
  };
}

/** The beginning at once, then this again and again, as fast as it is taken. */
function sendsForever(beginning: string, chunk: string | Uint8Array): Misbehaviour {
  return (connection) => {
    const more = () => {
      while (!connection.destroyed && connection.write(chunk));
    };
    connection.write(beginning);
    connection.on('drain', more);
    more();
  };
}

/** The beginning at once, then a byte a second. */
function drips(beginning: string, byte: string): Misbehaviour {
  return (connection) => {
    connection.write(beginning);
    const timer = setInterval(() => connection.write(byte), 1000);
    connection.on('close', () => clearInterval(timer));
  };
}

const megabyte = Buffer.alloc(1024 * 1024, 'a');
const bomb = gzipSync(Buffer.alloc(512 * 1024 * 1024));

/** What breaks off. */
export const resets: Record<string, Misbehaviour> = {
  'a reset in place of an answer': (connection) => connection.resetAndDestroy(),
  'an end in place of an answer': (connection) => connection.end(),
  'a reset after the status line': resetsAfter(ok),
  'a reset within the headers': resetsAfter(`${ok}${json}x-half: `),
  'a reset within the body': resetsAfter(`${ok}${json}content-length: 100\r\n\r\n{"startedEventId":`),
  'a body shorter than its content-length': endsWith(`${ok}${json}content-length: 100\r\n\r\n{}`),
  'a body longer than its content-length': endsWith(`${ok}${json}content-length: 2\r\n\r\n{}{}{}{}`),
  'a chunked body that breaks off': endsWith(`${ok}${json}transfer-encoding: chunked\r\n\r\n2\r\n{}\r\n`),
};

/** What takes its time. */
export const slow: Record<string, Misbehaviour> = {
  silence: () => {},
  'a head of a byte a second': drips(`${ok}x-drip: `, 'x'),
  'a body of a byte a second': drips(`${ok}${json}content-length: 1000000\r\n\r\n`, ' '),
  'a chunked body without end, without bytes': sends(`${ok}${json}transfer-encoding: chunked\r\n\r\n`),
  '100 Continue, again and again': sendsForever('', 'HTTP/1.1 100 Continue\r\n\r\n'),
  '103 Early Hints, again and again': sendsForever('', 'HTTP/1.1 103 Early Hints\r\nlink: </a>\r\n\r\n'),
};

/** What is too much. */
export const big: Record<string, Misbehaviour> = {
  'a body of 64 MB': (connection, request) =>
    answers(Buffer.alloc(64 * 1024 * 1024, 'a'))(connection, request),
  'a body without end, chunked': sendsForever(
    `${ok}${json}transfer-encoding: chunked\r\n\r\n`,
    Buffer.concat([Buffer.from('100000\r\n'), megabyte, Buffer.from('\r\n')]),
  ),
  'a body without end, without a length': sendsForever(`${ok}${json}\r\n`, megabyte),
  'a gzip bomb': answers(bomb, '200 OK', ['content-encoding: gzip']),
  'a header of 1 MB': answers('{}', '200 OK', [`x-long: ${'a'.repeat(1024 * 1024)}`]),
  '100,000 headers': answers(
    '{}',
    '200 OK',
    Array.from({ length: 100_000 }, (_, i) => `x-${i}: ${i}`),
  ),
  'headers without end': sendsForever(ok, 'x-more: and more\r\n'),
  'a body of 900 KB': answers(JSON.stringify({ taskToken: 't'.repeat(900_000), message: 'm' })),
};

/** What is no HTTP, or none that can be. */
export const garbage: Record<string, Misbehaviour> = {
  'random bytes': (connection) => connection.end(randomBytes(4096)),
  'NUL bytes': endsWith(Buffer.alloc(4096)),
  'a banner of SSH': sends('SSH-2.0-OpenSSH_9.6p1 Ubuntu-3ubuntu13\r\n'),
  'an alert of TLS': endsWith(Buffer.from('15030300020250', 'hex')),
  'settings of HTTP/2': sends(Buffer.from('000000040000000000', 'hex')),
  'HTTP/0.9': endsWith('<html>hello</html>'),
  'status 99': endsWith('HTTP/1.1 99 Low\r\ncontent-length: 2\r\n\r\n{}'),
  'status 999': endsWith('HTTP/1.1 999 High\r\ncontent-length: 2\r\n\r\n{}'),
  'status 0': endsWith('HTTP/1.1 000 None\r\ncontent-length: 2\r\n\r\n{}'),
  'a status that is no number': endsWith('HTTP/1.1 abc What\r\n\r\n{}'),
  'a negative content-length': endsWith(`${ok}content-length: -1\r\n\r\n{}`),
  'two content-lengths': endsWith(`${ok}content-length: 2\r\ncontent-length: 3\r\n\r\n{}`),
  'a content-length beyond any number': sends(`${ok}content-length: ${'9'.repeat(40)}\r\n\r\n{}`),
  'both a content-length and chunks': endsWith(
    `${ok}${json}content-length: 2\r\ntransfer-encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n`,
  ),
  'a chunk of a length that is none': sends(`${ok}${json}transfer-encoding: chunked\r\n\r\nzz\r\n{}\r\n`),
  '101 Switching Protocols': sends(
    'HTTP/1.1 101 Switching Protocols\r\nupgrade: h2c\r\nconnection: upgrade\r\n\r\n',
  ),
  'control characters in headers': answers('{}', '200 O\u001b[31mK', [
    'x-control: \u0001\u001b]0;owned\u0007',
  ]),
};

/** JSON that its readers choke on. */
export const oddJson: Record<string, Misbehaviour> = {
  'arrays 100,000 deep': answers('['.repeat(100_000) + ']'.repeat(100_000)),
  'an object 100,000 deep': answers(`${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}`),
  'a member that is 100,000 deep': answers(`{"startedEventId":${'['.repeat(100_000)}${']'.repeat(100_000)}}`),
  'a fault whose message is 100,000 deep': answers(
    `{"__type":"a#ValidationException","message":${'['.repeat(100_000)}${']'.repeat(100_000)}}`,
    '400 Bad',
  ),
  'the prototype of objects': answers(
    '{"__proto__":{"taskToken":"x"},"constructor":{"prototype":{"a":1}},"toString":1,"hasOwnProperty":1,"taskToken":"t","startedEventId":0}',
  ),
  'huge numbers, members twice': answers(
    '{"startedEventId":1e999,"startedEventId":-1e400,"n":12345678901234567890123}',
  ),
  '100,000 members': answers(
    JSON.stringify(Object.fromEntries(Array.from({ length: 60_000 }, (_, i) => [`m${i}`, i]))),
  ),
  'a task of strange types': answers(
    '{"taskToken":"t","activityId":{"a":[1]},"startedEventId":"x","workflowExecution":[],"activityType":null,"input":{}}',
  ),
};
