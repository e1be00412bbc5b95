import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import { Readable } from 'node:stream';
import { SWFClient } from '@aws-sdk/client-swf';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import type { Exchange } from './exchange.ts';
import type { TargetOptions } from './options.ts';
import { maximumAnswerBytes } from './wire.ts';

/** What the SDK client sent and received, in order: the evidence for rules on an SDK user's view. */
export type SdkTraffic = readonly Exchange[];

type Handle = NodeHttpHandler['handle'];

/** Keeps what passes through the SDK's own handler, whose sockets and timeouts stay as they are. */
class RecordingHandler extends NodeHttpHandler {
  readonly traffic: Exchange[] = [];

  override async handle(...[request, options]: Parameters<Handle>): ReturnType<Handle> {
    const sentAt = performance.now();
    const sent = {
      method: request.method,
      path: request.path,
      headers: Object.entries(request.headers),
      body: Buffer.from(request.body ?? ''),
    };
    const base = {
      label: `${request.headers['x-amz-target']?.split('.').at(-1)} by the AWS SDK`,
      request: sent,
      sentAt,
    };
    try {
      const { response } = await super.handle(request, options);
      const chunks: Uint8Array[] = [];
      let length = 0;
      for await (const chunk of response.body as AsyncIterable<Uint8Array>) {
        length += chunk.length;
        if (length > maximumAnswerBytes)
          throw new Error(`the answer is longer than ${maximumAnswerBytes} bytes`);
        chunks.push(chunk);
      }
      const body = Buffer.concat(chunks);
      const answer = { status: response.statusCode, headers: Object.entries(response.headers), body };
      this.traffic.push({ ...base, ending: 'answered', answer, failure: '', endedAt: performance.now() });
      response.body = Readable.from([body]);
      return { response };
    } catch (error) {
      const failure = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
      const { code } = error as { code?: string };
      const ending = code === 'ECONNREFUSED' ? 'unreachable' : 'broken';
      this.traffic.push({ ...base, ending, failure, endedAt: performance.now() });
      throw error;
    }
  }
}

/**
 * An SDK client as a worker would configure it: one attempt, and a socket timeout that is thrown, not only logged.
 * 1,200 sockets, as the default of 50 would queue polls behind one another.
 */
export function sdkClient(
  options: TargetOptions,
  socketTimeoutMs: number,
): { client: SWFClient; traffic: SdkTraffic } {
  const agent = { keepAlive: true, maxSockets: 1200 };
  const requestHandler = new RecordingHandler({
    requestTimeout: socketTimeoutMs,
    throwOnRequestTimeout: true,
    connectionTimeout: 10_000,
    httpAgent: new HttpAgent(agent),
    httpsAgent: new HttpsAgent(agent),
  });
  const client = new SWFClient({
    endpoint: options.endpoint.href,
    region: options.region,
    credentials: options.credentials,
    maxAttempts: 1,
    requestHandler,
  });
  return { client, traffic: requestHandler.traffic };
}
