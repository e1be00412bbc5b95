import { createServer as createHttpServer } from 'node:http';
import { createSecureServer } from 'node:http2';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { generate } from 'selfsigned';
import { afterEach, expect, it } from 'vitest';
import { Wire, type WireRequest } from '../../client/wire.ts';

const closers: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

async function listening(server: Server): Promise<number> {
  server.listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  closers.push(() => server.close());
  return (server.address() as AddressInfo).port;
}

function wireTo(port: number, scheme = 'http'): Wire {
  const credentials = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'secret' };
  const endpoint = new URL(`${scheme}://127.0.0.1:${port}/`);
  const wire = new Wire({ endpoint, region: 'us-east-1', credentials, insecure: scheme === 'https' });
  closers.push(() => wire.close());
  return wire;
}

function request(changes: Partial<WireRequest> = {}): WireRequest {
  const { signal } = new AbortController();
  return { operation: 'Do', body: Buffer.from('{}'), deadlineMs: 5000, signal, ...changes };
}

it('are opened no faster than answers show that they were accepted', async () => {
  let open = 0;
  let openAtFirstAnswer: number | undefined;
  const server = createHttpServer((_request, response) => {
    setTimeout(() => {
      openAtFirstAnswer ??= open;
      response.end('{}');
    }, 50);
  });
  server.on('connection', () => {
    open += 1;
  });
  const wire = wireTo(await listening(server));
  const all = await Promise.all(Array.from({ length: 120 }, () => wire.send(request())));
  expect(all.every(({ ending }) => ending === 'answered')).toBe(true);
  // 5 every 10 ms at the most.
  expect(openAtFirstAnswer).toBeLessThan(80);
});

it('are all opened where polls are held, and no answer shows that any was accepted', async () => {
  const sockets = new Set<Socket>();
  const port = await listening(createServer((socket) => sockets.add(socket)));
  const wire = wireTo(port);
  const over = new AbortController();
  const held = Array.from({ length: 40 }, () =>
    wire.send(request({ signal: over.signal, deadlineMs: 60_000 })),
  );
  const ended = Promise.allSettled(held);
  while (sockets.size < 40) await sleep(5);
  over.abort();
  await ended;
  for (const socket of sockets) socket.destroy();
});

it('speak HTTP/1.1 to a server that offers HTTP/2 too', async () => {
  const { private: key, cert } = await generate([{ name: 'commonName', value: 'localhost' }]);
  const versions: string[] = [];
  const server = createSecureServer({ key, cert, allowHTTP1: true, settings: { maxConcurrentStreams: 1 } });
  server.on('request', (incoming, response) => {
    versions.push(incoming.httpVersion);
    response.end('{}');
  });
  const wire = wireTo(await listening(server as unknown as Server), 'https');
  await Promise.all(Array.from({ length: 20 }, () => wire.send(request())));
  expect(versions).toEqual(Array(20).fill('1.1'));
});

it('that break before anything was written cost no request', async () => {
  const { private: key, cert } = await generate([{ name: 'commonName', value: 'localhost' }]);
  const behind = createSecureServer({ key, cert, allowHTTP1: true }, (_request, response) =>
    response.end('{}'),
  );
  const onwards = await listening(behind as unknown as Server);
  let connections = 0;
  // As a proxy that is restarted: the first two connections are reset within the handshake of TLS.
  const proxy = createServer((socket) => {
    socket.on('error', () => {});
    connections += 1;
    if (connections <= 2) return void socket.once('data', () => socket.resetAndDestroy());
    const onward = connect(onwards, '127.0.0.1').on('error', () => {});
    socket.pipe(onward).pipe(socket);
  });
  const wire = wireTo(await listening(proxy), 'https');
  const { ending, failure } = await wire.send(request());
  expect([ending, failure, connections]).toEqual(['answered', '', 3]);
});

it('that are waited for take nothing of the time that an answer has', async () => {
  const wire = wireTo(await listening(createServer((socket) => void socket.on('error', () => {}))));
  let sent = 0;
  const onSent = () => {
    sent += 1;
  };
  const all = Array.from({ length: 12 }, () => wire.send(request({ deadlineMs: 1, onSent })));
  expect((await Promise.all(all)).map(({ ending }) => ending)).toEqual(Array(12).fill('open'));
  expect(sent).toBe(12);
});
