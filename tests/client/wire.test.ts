import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createServer as createTcpServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import { bodyText, duration, header } from '../../client/exchange.ts';
import { RequestBudget } from '../../client/request-budget.ts';
import { Wire, type WireRequest } from '../../client/wire.ts';

const never = new AbortController().signal;
const closers: (() => Promise<unknown>)[] = [];

afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

async function serve(handle: (request: IncomingMessage, response: ServerResponse) => void): Promise<Wire> {
  return wireTo(createServer(handle));
}

async function wireTo(server: Server | ReturnType<typeof createTcpServer>, rate?: number): Promise<Wire> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const wire = new Wire({
    endpoint: new URL(`http://127.0.0.1:${port}/base/`),
    region: 'eu-west-1',
    credentials: { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'secret' },
    rate: rate,
  });
  closers.push(
    () => new Promise((resolve) => server.close(resolve)),
    () => wire.close(),
  );
  return wire;
}

function request(changes: Partial<WireRequest> = {}): WireRequest {
  return { operation: 'Do', body: Buffer.from('{"a":1}'), deadlineMs: 5000, signal: never, ...changes };
}

describe('a request on the wire', () => {
  it('is signed, posted to the path of the endpoint, and kept as it was sent and answered', async () => {
    let seen: IncomingMessage | undefined;
    let seenBody = '';
    const wire = await serve(async (incoming, response) => {
      seen = incoming;
      for await (const chunk of incoming) seenBody += chunk;
      response.setHeader('X-Thing', 'one').end('{"answer":true}');
    });
    const exchange = await wire.send(request({ headers: { 'x-amz-target': 'SimpleWorkflowService.X' } }));
    expect(seen?.url).toBe('/base/');
    expect(seenBody).toBe('{"a":1}');
    expect(seen?.headers.authorization).toMatch(
      /^AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE\/\d{8}\/eu-west-1\/swf\//,
    );
    expect(seen?.headers['content-type']).toBe('application/x-amz-json-1.0');
    for (const [name, value] of exchange.request.headers)
      expect(seen?.headers[name.toLowerCase()]).toBe(value);
    expect(exchange.ending).toBe('answered');
    expect(header(exchange, 'x-thing')).toBe('one');
    expect(bodyText(exchange)).toBe('{"answer":true}');
  });

  it('is open when the deadline passes, with a body that never ends too', async () => {
    const wire = await serve((_, response) => {
      response.write('{"half":');
    });
    const exchange = await wire.send(request({ deadlineMs: 100 }));
    expect(exchange).toMatchObject({ ending: 'open', failure: 'no answer within 100 ms' });
  });

  it('is broken when the connection ends, and when what comes is no HTTP', async () => {
    const closing = await serve((incoming) => incoming.socket.destroy());
    expect(await closing.send(request())).toMatchObject({ ending: 'broken' });
    const garbage = await wireTo(createTcpServer((socket) => socket.resume().end('hello\r\n\r\n')));
    expect(await garbage.send(request())).toMatchObject({ ending: 'broken' });
  });

  it('is broken when the answer is longer than any answer can be', async () => {
    const wire = await serve((_, response) => {
      response.end(Buffer.alloc(3_000_000));
    });
    expect(await wire.send(request())).toMatchObject({ ending: 'broken', failure: /longer than/ });
  });

  it('is unreachable when nobody listens', async () => {
    const wire = await wireTo(createServer());
    for (const close of closers.splice(0, 1)) await close();
    expect(await wire.send(request())).toMatchObject({ ending: 'unreachable', failure: /ECONNREFUSED/ });
  });

  it('rejects with the reason when its signal is aborted', async () => {
    const wire = await serve(() => {});
    const controller = new AbortController();
    const pending = wire.send(request({ signal: controller.signal }));
    controller.abort(new Error('enough'));
    await expect(pending).rejects.toThrow('enough');
  });

  it('measures from the moment when its head was written, not from its turn', async () => {
    const wire = await wireTo(
      createServer((_, response) => {
        response.end('{}');
      }),
      5,
    );
    const exchanges = await Promise.all([1, 2, 3, 4].map(() => wire.send(request())));
    const sent = exchanges.map((exchange) => exchange.sentAt);
    // At 5 a second the fourth goes out 600 ms after the first; what it then took has nothing of that wait in it.
    expect((sent[3] as number) - (sent[0] as number)).toBeGreaterThan(500);
    expect(duration(exchanges[3] as (typeof exchanges)[0])).toBeLessThan(300);
  });

  it('is sent again, on a new connection, when a kept connection turns out to be closed', async () => {
    const connections = new Set<unknown>();
    let requests = 0;
    const wire = await serve((incoming, response) => {
      connections.add(incoming.socket);
      requests += 1;
      // The second request meets a connection that is being closed: no byte of an answer.
      if (requests === 2) incoming.socket.destroy();
      else response.end('{}');
    });
    expect((await wire.send(request())).ending).toBe('answered');
    // A moment, until the pool has the connection back.
    await sleep(50);
    expect((await wire.send(request())).ending).toBe('answered');
    expect(connections.size).toBe(2);
    expect(requests).toBe(3);
  });
});

describe('throttling', () => {
  it('is waited out and counted', async () => {
    let left = 2;
    const wire = await serve((_, response) => {
      if (left-- > 0)
        response.writeHead(400).end('{"__type":"a#ThrottlingException","message":"Rate exceeded"}');
      else response.end('{}');
    });
    const exchange = await wire.send(request());
    expect(exchange.answer?.status).toBe(200);
    expect(wire.throttled).toBe(2);
    expect(wire.requests).toBe(3);
  });

  it('slows down the operation as a whole, and no other', async () => {
    let tokens = 10;
    const refill = setInterval(() => {
      tokens = Math.min(tokens + 2, 10);
    }, 50);
    closers.push(async () => clearInterval(refill));
    const wire = await serve((incoming, response) => {
      const isA = incoming.headers['x-amz-target'] === 'A';
      if (isA && tokens < 1) response.writeHead(400).end('{"__type":"a#ThrottlingException"}');
      else {
        if (isA) tokens -= 1;
        response.end('{}');
      }
    });
    const send = (operation: string) =>
      wire.send(request({ operation, headers: { 'x-amz-target': operation } }));
    const slow = Promise.all(Array.from({ length: 80 }, () => send('A')));
    await sleep(200);
    const other = await send('B');
    expect(other.endedAt - other.sentAt).toBeLessThan(1000);
    for (const { answer } of await slow) expect(answer?.status).toBe(200);
    // Each by itself would have tried again and again: 80 at once, for 10 tokens and 40 a second.
    expect(wire.throttled).toBeLessThan(160);
    expect(wire.requests).toBe(81 + wire.throttled);
  });

  it('is counted by operation, whatever the label, unless the request says otherwise', async () => {
    const wire = await serve((_, response) => {
      response.end('{}');
    });
    const requestBudget = new RequestBudget();
    const exchange = await wire.send(request({ requestBudget, label: 'Else, by another' }));
    expect(exchange).toMatchObject({ operation: 'Do', client: 'wire', label: 'Else, by another' });
    expect((await wire.send(request({ requestBudget, countedAs: 'other' }))).label).toBe('Do');
    await wire.send(request({ requestBudget, operation: '', label: 'Do' }));
    expect(requestBudget.sent).toEqual(
      new Map([
        ['Do', 1],
        ['other', 1],
        ['', 1],
      ]),
    );
  });

  it('counts on no account, and is given back to who only measures', async () => {
    let left = 1;
    const wire = await serve((_, response) => {
      if (left-- > 0) response.writeHead(400).end('{"__type":"a#ThrottlingException"}');
      else response.end('{}');
    });
    const requestBudget = new RequestBudget(new Map([['Do', 2]]));
    expect((await wire.send(request({ requestBudget, once: true }))).answer?.status).toBe(400);
    expect([...requestBudget.sent.values()]).toEqual([0]);
    left = 1;
    expect((await wire.send(request({ requestBudget }))).answer?.status).toBe(200);
    await wire.send(request({ requestBudget }));
    expect(requestBudget.sent).toEqual(new Map([['Do', 2]]));
    await expect(wire.send(request({ requestBudget }))).rejects.toThrow('more than the 2 requests of Do');
  });
});
