import { once } from 'node:events';
import { createServer as createHttpServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { getResponse, type HttpHandler } from 'msw';
import { type ReferenceOptions, referenceHandlers } from './handlers.ts';
import { BODY_LIMIT } from './protocol.ts';
import type { ReferenceService } from './service.ts';

export interface ServerOptions extends ReferenceOptions {
  /** 0, which is the default, takes a free one. */
  port?: number;
  /** Loopback by default. */
  host?: string;
  /** Serves over TLS, with this certificate and its key (PEM). */
  tls?: { key: string; cert: string };
  /** How long a connection may be idle, in milliseconds: longer than a hold, unless this says otherwise. */
  keepAliveTimeout?: number;
  /** Puts an answer on the connection otherwise than whole and at once. */
  send?: (response: Response, outgoing: ServerResponse) => Promise<void>;
}

export interface ReferenceServer {
  url: string;
  port: number;
  service: ReferenceService;
  /** Ends all waiting polls and connections, and leaves no timer behind. */
  close(): Promise<void>;
}

/** Serves the reference over TCP. */
export async function startReferenceServer(options: ServerOptions = {}): Promise<ReferenceServer> {
  const { port: wantedPort = 0, host = '127.0.0.1', keepAliveTimeout = 75_000, send = sendWhole } = options;
  const { service, handlers } = referenceHandlers(options, () => true);
  const { tls } = options;
  // A poll is longer than any of Node's own limits should know of, and idle connections outlive a hold.
  const settings = { requestTimeout: 0, keepAliveTimeout, ...tls };
  const scheme = tls ? 'https' : 'http';
  const listener = (incoming: IncomingMessage, outgoing: ServerResponse) => {
    serve(handlers, scheme, incoming, outgoing, send).catch(() => outgoing.destroy());
  };
  const server = tls ? createHttpsServer(settings, listener) : createHttpServer(settings, listener);
  server.listen({ port: wantedPort, host, backlog: 4096 });
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const authority = host.includes(':') ? `[${host}]` : host;
  return {
    url: `${scheme}://${authority}:${port}`,
    port,
    service,
    async close() {
      service.close();
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

async function serve(
  handlers: HttpHandler[],
  scheme: string,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  send: NonNullable<ServerOptions['send']>,
): Promise<void> {
  const gone = new AbortController();
  outgoing.on('close', () => gone.abort());
  const body = await readStart(incoming);
  const request = toRequest(incoming, scheme, body, gone.signal);
  if (request === undefined) {
    outgoing.writeHead(400).end();
    return;
  }
  const response = await getResponse(handlers, request);
  if (response === undefined || response.type === 'error') {
    outgoing.destroy();
    return;
  }
  await send(response, outgoing);
}

async function sendWhole(response: Response, outgoing: ServerResponse): Promise<void> {
  outgoing.writeHead(response.status, Object.fromEntries(response.headers));
  outgoing.end(new Uint8Array(await response.arrayBuffer()));
}

/** The body, or as much as shows that it is too long. Node discards the rest once the answer is sent. */
async function readStart(incoming: IncomingMessage): Promise<Uint8Array> {
  const { promise, resolve, reject } = Promise.withResolvers<Uint8Array>();
  const chunks: Buffer[] = [];
  let length = 0;
  const read = (chunk: Buffer) => {
    chunks.push(chunk);
    length += chunk.byteLength;
    if (length > BODY_LIMIT) {
      incoming.off('data', read);
      incoming.resume();
      resolve(Buffer.concat(chunks));
    }
  };
  incoming.on('data', read);
  incoming.on('end', () => resolve(Buffer.concat(chunks)));
  incoming.on('error', reject);
  return promise;
}

/** The same request as a Request; nothing for what that cannot express, such as TRACE. */
function toRequest(
  incoming: IncomingMessage,
  scheme: string,
  body: Uint8Array,
  signal: AbortSignal,
): Request | undefined {
  const { method = 'GET', url = '/' } = incoming;
  const headers = Object.entries(incoming.headers).map(([name, value]): [string, string] => [
    name,
    `${value}`,
  ]);
  const init: RequestInit = { method, headers, signal };
  if (method !== 'GET' && method !== 'HEAD') {
    init.body = new Uint8Array(body);
  }
  try {
    return new Request(`${scheme}://${incoming.headers.host}${url}`, init);
  } catch {
    return undefined;
  }
}
