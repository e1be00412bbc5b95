// A proxy that makes something else of what a server is asked and answers: another emulator, made of a real one.
import { once } from 'node:events';
import { createServer, type IncomingMessage, request as send } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Change {
  /** An answer in place of the server's, to a poll with this body; undefined passes it on. */
  readonly instead?: (body: string) => { status: number; body: string } | undefined;
  /** The body of an answer to a poll as it is passed on. */
  readonly answer?: (body: string) => string;
}

/** Passes on all that comes to it. A poll stays open as long as the server holds it, and who gives up is given up there too. */
export async function startProxy(
  endpoint: string,
  { instead = () => undefined, answer = (body) => body }: Change,
): Promise<{ endpoint: string; close(): Promise<void> }> {
  const { hostname, port } = new URL(endpoint);
  const proxy = createServer((incoming, outgoing) => {
    const isPoll = /\.PollForActivityTask$/.test(String(incoming.headers['x-amz-target']));
    const gone = new AbortController();
    outgoing.on('close', () => gone.abort());
    const pass = async () => {
      const body = await bytesOf(incoming);
      const own = isPoll ? instead(body.toString()) : undefined;
      if (own) {
        outgoing.writeHead(own.status, { 'content-type': 'application/x-amz-json-1.0' }).end(own.body);
        return;
      }
      const { method, url: path, headers } = incoming;
      const upstream = send({ hostname, port, method, path, headers, agent: false, signal: gone.signal });
      upstream.end(body);
      const [answered] = (await once(upstream, 'response')) as [IncomingMessage];
      const text = await bytesOf(answered);
      const passed = isPoll && answered.statusCode === 200 ? Buffer.from(answer(text.toString())) : text;
      const { 'transfer-encoding': _, ...kept } = answered.headers;
      outgoing.writeHead(answered.statusCode ?? 502, { ...kept, 'content-length': passed.length });
      outgoing.end(passed);
    };
    pass().catch(() => outgoing.destroy());
  });
  proxy.requestTimeout = 0;
  proxy.listen(0, '127.0.0.1');
  await once(proxy, 'listening');
  return {
    endpoint: `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`,
    async close() {
      const closed = once(proxy, 'close');
      proxy.close();
      proxy.closeAllConnections();
      await closed;
    },
  };
}

async function bytesOf(message: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of message) chunks.push(chunk);
  return Buffer.concat(chunks);
}
