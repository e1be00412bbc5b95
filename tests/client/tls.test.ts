import { generate } from 'selfsigned';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Connection } from '../../client/connection.ts';
import type { Exchange } from '../../client/exchange.ts';
import { Sdk } from '../../client/sdk.ts';
import type { TargetOptions } from '../../kit/options.ts';
import { Target } from '../../kit/target.ts';
import { type ReferenceServer, startReferenceServer } from '../../reference/index.ts';

const never = new AbortController().signal;
const credentials = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'a secret of the tests' };
const body = { domain: 'swf-conformance', taskList: { name: 'list' } };

let server: ReferenceServer;
let cert: string;
const seen: (string | null)[] = [];

beforeAll(async () => {
  const { private: key, cert: made } = await generate([{ name: 'commonName', value: 'localhost' }], {
    extensions: [{ name: 'subjectAltName', altNames: [{ type: 7, ip: '127.0.0.1' }] }],
  });
  cert = made;
  server = await startReferenceServer({
    pollHoldSeconds: 1,
    credentials,
    tls: { key, cert },
    wrap: (request, next) => {
      seen.push(request.headers.get('x-gateway-key'));
      return next(request);
    },
  });
});
afterAll(() => server.close());

/** One request by each of the three clients that there are. */
async function byEach(options: Pick<TargetOptions, 'ca' | 'insecure' | 'header'>): Promise<Exchange[]> {
  const all: TargetOptions = {
    endpoint: new URL(server.url),
    region: 'us-east-1',
    credentials,
    pollHold: 1,
    runId: '0',
    ...options,
  };
  const target = new Target(all, never);
  const wire = await target.call('PollForActivityTask', body, never);
  const connection = new Connection(all, target.wire);
  const request = {
    operation: 'PollForActivityTask',
    body: JSON.stringify(body),
    deadlineMs: 5000,
    signal: never,
  };
  const own = await connection.send(request);
  connection.close();
  const sdk = new Sdk(all, 5000, target.wire);
  const { exchange } = await sdk.send('PollForActivityTask', body, { signal: never });
  sdk.close();
  await target.wire.close();
  return [wire, own.exchange, exchange];
}

describe('over TLS', () => {
  it('an unknown authority is not trusted', async () => {
    for (const { ending, failure } of await byEach({})) {
      expect(ending).not.toBe('answered');
      expect(failure).toMatch(/self.signed|DEPTH_ZERO/i);
    }
  });

  it.each([
    ['one that was given is', () => ({ ca: cert })],
    ['any is, if that was asked for', () => ({ insecure: true })],
  ])('%s', async (_, tls) => {
    for (const { answer } of await byEach(tls())) expect(answer?.status).toBe(400);
  });
});

it('headers of the target go with every request, beside the signature', async () => {
  seen.length = 0;
  // Signatures are checked: the domain's fault shows that this one was accepted.
  for (const { answer } of await byEach({ ca: cert, header: { 'X-Gateway-Key': 'open' } })) {
    expect(Buffer.from(answer?.body ?? '').toString()).toContain('UnknownResourceFault');
  }
  expect(seen).toEqual(['open', 'open', 'open']);
});
