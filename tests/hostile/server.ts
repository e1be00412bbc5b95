import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { startReferenceServer } from '../../reference/index.ts';

/** What a server does with a request in place of an answer: bytes, or none, on the bare connection. */
export type Misbehaviour = (connection: Socket, request: IncomingMessage) => void;

export interface HostileServer extends AsyncDisposable {
  readonly url: string;
  /** How many requests it met with its misbehaviour. */
  readonly misbehaved: number;
}

/** Which requests are met so; the others are served as they should be. */
export type When = (request: Request, number: number) => boolean;

export const always: When = () => true;
export const onPolls: When = (request) =>
  request.headers.get('x-amz-target')?.endsWith('.PollForActivityTask') === true;
/** Well into the rules, once the server was reached and some polls are held. */
export const midway: When = (_request, number) => number > 60;

/** A server that speaks SWF, and misbehaves on some requests. */
export async function startHostile(misbehave: Misbehaviour, when: When): Promise<HostileServer> {
  const mark = 'x-misbehave';
  let requests = 0;
  let misbehaved = 0;
  const server = await startReferenceServer({
    pollHoldSeconds: 1,
    wrap: async (request, next) => {
      requests += 1;
      if (!when(request, requests)) return next(request);
      return new Response(null, { headers: { [mark]: '' } });
    },
    send: async (response, outgoing) => {
      if (!response.headers.has(mark)) return sendWhole(response, outgoing);
      const { socket, req } = outgoing;
      if (!socket) return;
      misbehaved += 1;
      // It is no business of Node's server any more, which would wait for an answer of its own.
      socket.on('error', () => {});
      misbehave(socket, req);
    },
  });
  return {
    url: server.url,
    get misbehaved() {
      return misbehaved;
    },
    [Symbol.asyncDispose]: () => server.close(),
  };
}

async function sendWhole(response: Response, outgoing: ServerResponse): Promise<void> {
  outgoing.writeHead(response.status, Object.fromEntries(response.headers));
  outgoing.end(new Uint8Array(await response.arrayBuffer()));
}

/** A server that is no server of HTTP, from the moment when a connection is made. */
export async function startBare(meet: (connection: Socket) => void): Promise<HostileServer> {
  const connections = new Set<Socket>();
  let misbehaved = 0;
  const server = createServer((connection) => {
    misbehaved += 1;
    connections.add(connection);
    connection.on('error', () => {}).on('close', () => connections.delete(connection));
    meet(connection);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    get misbehaved() {
      return misbehaved;
    },
    async [Symbol.asyncDispose]() {
      const closed = once(server, 'close');
      server.close();
      for (const connection of connections) connection.destroy();
      await closed;
    },
  };
}
