import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { Target, type Unusable } from '../../kit/target.ts';
import { startReferenceServer } from '../../reference/index.ts';

const closers: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

/** What a run is told that ends with its first request. */
async function refusal(endpoint: string, credentials: object = {}): Promise<Unusable | undefined> {
  const target = new Target(
    {
      endpoint: new URL(endpoint),
      region: 'us-east-1',
      credentials: { accessKeyId: 'test', secretAccessKey: 'test', ...credentials },
      pollHold: 1,
      runId: '0',
    },
    new AbortController().signal,
  );
  try {
    await target.reach();
    return undefined;
  } catch (error) {
    return error as Unusable;
  } finally {
    await target.wire.close();
  }
}

/** A server that gives everybody the same answer. */
async function saying(status: number, body: object, headers: Record<string, string> = {}): Promise<string> {
  const server = createServer((request, response) => {
    request.resume();
    const type = { 'content-type': 'application/x-amz-json-1.0' };
    request.on('end', () => response.writeHead(status, { ...type, ...headers }).end(JSON.stringify(body)));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closers.push(() => server.close());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const fault = (type: string, message = '') => ({ __type: `com.amazon.coral.service#${type}`, message });

describe('the first request of a run that is refused for what the run is, ends it with the cause', () => {
  it('a key that the server does not know, and a wrong secret', async () => {
    const server = await startReferenceServer({
      credentials: { accessKeyId: 'AKIDOFTHESERVER', secretAccessKey: 'its secret' },
    });
    closers.push(() => server.close());
    const unknown = await refusal(server.url);
    expect(unknown?.what).toContain(
      'does not know the access key of the run: DescribeDomain: HTTP 400 UnrecognizedClientException',
    );
    expect(unknown?.advice).toMatch(/^The run signs with the credentials that any AWS tool finds/);
    expect(unknown?.advice).not.toContain('session token');
    const wrong = await refusal(server.url, { accessKeyId: 'AKIDOFTHESERVER' });
    expect(wrong?.what).toContain('refuses the signature of the run: DescribeDomain: HTTP 400 Invalid');
    expect(wrong?.advice).toContain('--region has to be that of the server');
    const right = { accessKeyId: 'AKIDOFTHESERVER', secretAccessKey: 'its secret' };
    expect(await refusal(server.url, right)).toBeUndefined();
  });

  it('a session token that is one too many', async () => {
    const url = await saying(400, fault('UnrecognizedClientException', 'The security token is invalid.'));
    const { advice } = (await refusal(url, { sessionToken: 'of yesterday' })) ?? {};
    expect(advice).toContain('leave AWS_SESSION_TOKEN out where the key is no temporary one');
  });

  it('a clock that is off, by the Date of the answer', async () => {
    const at = (ms: number) => ({ date: new Date(Date.now() + ms).toUTCString() });
    const expired = fault('InvalidSignatureException', 'Signature expired: 20260101T000000Z is now earlier');
    const behind = await refusal(await saying(400, expired, at(400_000)));
    expect(behind?.what).toContain('takes the signature for one of another time');
    expect(behind?.advice).toMatch(/^Set the clocks: this machine is (399|400) s behind the server/);
    const ahead = await refusal(await saying(403, fault('SignatureDoesNotMatch'), at(-3_600_000)));
    expect(ahead?.advice).toMatch(/this machine is 360[01] s ahead of the server/);
    const alike = await refusal(await saying(400, fault('RequestExpired')));
    expect(alike?.advice).toMatch(/^Set the clocks: this machine is [01] s /);
    const untold = await refusal(await saying(400, fault('RequestExpired'), { date: 'today' }));
    expect(untold?.advice).toContain('its answer has no Date to compare');
  });

  it.each([
    ['no permission', 400, fault('AccessDeniedException')],
    ['a gateway that wants a key', 403, { message: 'Forbidden' }],
  ])('%s', async (_, status, body) => {
    const { what, advice } = (await refusal(await saying(status, body))) ?? {};
    expect(what).toContain('does not let the run in: DescribeDomain: ');
    expect(advice).toContain('a gateway may want a --header');
  });

  it.each([
    ['an API that is not SWF', 400, fault('UnknownOperationException')],
    ['a path where nothing is', 404, { message: 'Not Found' }],
  ])('%s', async (_, status, body) => {
    const { what, advice } = (await refusal(await saying(status, body))) ?? {};
    expect(what).toContain('knows neither DescribeDomain nor PollForActivityTask: HTTP ');
    expect(advice).toBe('Another API is there, or SWF has another address or path.');
  });

  it('but a server that lacks DescribeDomain alone is judged', async () => {
    const server = await startReferenceServer({
      wrap: (request, next) =>
        request.headers.get('x-amz-target')?.endsWith('DescribeDomain')
          ? Promise.resolve(Response.json(fault('UnknownOperationException'), { status: 400 }))
          : next(request),
    });
    closers.push(() => server.close());
    expect(await refusal(server.url)).toBeUndefined();
  });

  it('and so is one whose faults are about SWF', async () => {
    expect(await refusal(await saying(400, fault('UnknownResourceFault')))).toBeUndefined();
    expect(await refusal(await saying(500, fault('InternalFailure')))).toBeUndefined();
  });
});
