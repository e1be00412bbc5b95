import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BODY_LIMIT } from '../../reference/index.ts';
import { faultOf, serve } from './client.ts';

const JSON_1_0 = 'application/x-amz-json-1.0';
const POLL = { 'Content-Type': JSON_1_0, 'X-Amz-Target': 'SimpleWorkflowService.PollForActivityTask' };

let server: Awaited<ReturnType<typeof serve>>;
let poll: string;

beforeAll(async () => {
  server = await serve({ pollHoldSeconds: 0.01 });
  await server.client.prepare();
  poll = JSON.stringify({ domain: server.client.domain, taskList: { name: 'list' } });
});

afterAll(() => server.close());

/** Sends bytes over a socket of its own, and resolves with all that came back until the server was quiet. */
async function exchange(...parts: (string | Uint8Array)[]): Promise<string> {
  const socket = connect(server.port, '127.0.0.1');
  let received = '';
  socket.on('data', (chunk) => {
    received += chunk;
  });
  for (const part of parts) {
    socket.write(part);
  }
  await expect.poll(() => received, { timeout: 10_000 }).toContain('startedEventId');
  socket.destroy();
  return received;
}

describe('headers', () => {
  it('are those of the live service, on successes and on faults', async () => {
    const success = await server.client.raw(poll, POLL);
    const fault = await server.client.raw('{}', POLL);
    expect([success.status, fault.status]).toEqual([200, 400]);
    for (const { headers, text } of [success, fault]) {
      expect(headers.get('content-type')).toBe(JSON_1_0);
      expect(headers.get('content-length')).toBe(String(text.length));
      expect(Date.parse(headers.get('date') ?? '')).toBeGreaterThan(0);
      expect(headers.get('x-amzn-errortype')).toBeNull();
    }
    expect(success.headers.get('x-amzn-requestid')).toMatch(/^[0-9a-f-]{36}$/);
    expect(success.headers.get('x-amzn-requestid')).not.toBe(fault.headers.get('x-amzn-requestid'));
  });

  it('tell the type of an empty body', async () => {
    const input = { name: 'void', workflowExecutionRetentionPeriodInDays: '1' };
    const { status, text, headers } = await server.client.send('RegisterDomain', input);
    expect([status, text, headers.get('content-type')]).toEqual([200, '', JSON_1_0]);
  });

  it('answer the media type that was asked in', async () => {
    const charset = await server.client.raw(poll, { ...POLL, 'Content-Type': `${JSON_1_0}; charset=utf-8` });
    expect([charset.status, charset.headers.get('content-type')]).toEqual([200, JSON_1_0]);
    const plain = await server.client.raw(poll, { ...POLL, 'Content-Type': 'application/json' });
    expect([plain.status, plain.headers.get('content-type')]).toEqual([200, 'application/json']);
  });
});

describe('a target', () => {
  it.each([
    'SimpleWorkflowService.Poll',
    'SimpleWorkflowService.pollForActivityTask',
    'SimpleWorkflowService.constructor',
    'SimpleWorkflowService.',
    'PollForActivityTask',
    'DynamoDB_20120810.PollForActivityTask',
    'XSimpleWorkflowService.PollForActivityTask',
    '',
  ])('%j is unknown', async (target) => {
    const reply = await server.client.raw(poll, { ...POLL, 'X-Amz-Target': target });
    expect(faultOf(reply)).toMatch('UnknownOperationException');
  });

  it('is needed, with POST, at the root', async () => {
    expect(faultOf(await server.client.raw(poll, { 'Content-Type': JSON_1_0 }))).toMatch(
      'UnknownOperationException',
    );
    const got = await server.client.raw(undefined, POLL, { method: 'GET' });
    expect(faultOf(got)).toMatch('UnknownOperationException');
    const elsewhere = await fetch(`${server.url}/elsewhere`, { method: 'POST', headers: POLL, body: poll });
    expect(elsewhere.status).toBe(400);
  });

  it('can be the long one of older SDKs', async () => {
    const target = 'com.amazonaws.swf.service.model.SimpleWorkflowService.PollForActivityTask';
    expect((await server.client.raw(poll, { ...POLL, 'X-Amz-Target': target })).status).toBe(200);
  });
});

describe('a body', () => {
  const bytes = (...parts: (string | number[])[]) =>
    Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part) : Buffer.from(part))));

  it.each([
    ['empty', ''],
    ['cut short', '{"domain":"d"'],
    ['with trailing text', '{} {}'],
    ['no JSON', 'domain=d'],
    ['of bad UTF-8', bytes('{"domain":"', [0xff, 0xc0], '"}')],
    ['with a byte order mark', bytes([0xef, 0xbb, 0xbf], '{}')],
    ['a list', '[]'],
    ['a text', '"text"'],
    ['a number', '4'],
    ['null', 'null'],
    ['as deep as the limit allows', '['.repeat(BODY_LIMIT)],
    ['with a deep member', `{"domain":${'['.repeat(100_000)}${']'.repeat(100_000)}}`],
  ])('%s is refused', async (_, body) => {
    expect(faultOf(await server.client.raw(body, POLL))).toMatch(/^SerializationException: .+/);
  });

  it('may repeat members, have huge numbers and deep unknown ones, and escapes', async () => {
    const { domain } = server.client;
    const escaped = [...domain]
      .map((char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`)
      .join('');
    const deep = `${'{"a":'.repeat(10_000)}1${'}'.repeat(10_000)}`;
    const body = `{"domain":"other","domain":"${escaped}","taskList":{"name":"list"},"n":1e999,"deep":${deep}}`;
    expect((await server.client.raw(body, POLL)).text).toBe('{"startedEventId":0}');
  });

  it('past 1 MB is refused, and the connection goes on', async () => {
    const exact = poll.replace('{', `{${' '.repeat(BODY_LIMIT - poll.length)}`);
    expect((await server.client.raw(exact, POLL)).status).toBe(200);
    expect(faultOf(await server.client.raw(` ${exact}`, POLL))).toMatch('RequestEntityTooLargeException');
    const head = (length: number) =>
      `POST / HTTP/1.1\r\nHost: x\r\nX-Amz-Target: ${POLL['X-Amz-Target']}\r\nContent-Length: ${length}\r\n\r\n`;
    const received = await exchange(head(3_000_000), Buffer.alloc(3_000_000), head(poll.length), poll);
    expect(received).toMatch('RequestEntityTooLargeException');
  });
});

it('keeps the connection after faults', async () => {
  const bad = 'POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\n{}';
  const target = `X-Amz-Target: ${POLL['X-Amz-Target']}`;
  const good = `POST / HTTP/1.1\r\nHost: x\r\n${target}\r\nContent-Length: ${poll.length}\r\n\r\n${poll}`;
  const received = await exchange(bad, good);
  expect(received.match(/HTTP\/1\.1 \d+/g)).toEqual(['HTTP/1.1 400', 'HTTP/1.1 200']);
});

it('answers 400 to requests that make no sense to it', async () => {
  const requests = ['TRACE / HTTP/1.1\r\nHost: x\r\n\r\n', 'GET http://[ HTTP/1.1\r\nHost: x\r\n\r\n'];
  for (const request of requests) {
    const target = `X-Amz-Target: ${POLL['X-Amz-Target']}`;
    const good = `POST / HTTP/1.1\r\nHost: x\r\n${target}\r\nContent-Length: ${poll.length}\r\n\r\n${poll}`;
    expect(await exchange(request, good)).toMatch(/^HTTP\/1\.1 400/);
  }
});
