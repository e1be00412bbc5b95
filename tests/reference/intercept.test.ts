import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { PollForActivityTaskCommand, SWFClient, UnknownResourceFault } from '@aws-sdk/client-swf';
import { request } from 'undici';
import { expect, it } from 'vitest';
import { type InterceptOptions, interceptReference } from '../../reference/index.ts';
import { Client, waiting } from './client.ts';

const URL_OF_NO_SERVER = 'http://swf.reference.test';
const HEADERS = {
  'Content-Type': 'application/x-amz-json-1.0',
  'X-Amz-Target': 'SimpleWorkflowService.PollForActivityTask',
};

async function intercept(options: Partial<InterceptOptions> = {}) {
  const reference = interceptReference({ url: URL_OF_NO_SERVER, pollHoldSeconds: 30, ...options });
  const client = new Client(URL_OF_NO_SERVER);
  await client.prepare();
  return { ...reference, client, [Symbol.asyncDispose]: () => reference.close() };
}

function sdk(): SWFClient {
  const credentials = { accessKeyId: 'a', secretAccessKey: 'b' };
  return new SWFClient({ endpoint: URL_OF_NO_SERVER, region: 'us-east-1', credentials, maxAttempts: 1 });
}

it('wakes a waiting poll of fetch', async () => {
  await using reference = await intercept();
  const { client } = reference;
  const poll = client.poll('list');
  await waiting(reference, 1);
  await client.schedule('list', { input: 'in' });
  expect(await poll).toMatchObject({ input: 'in', startedEventId: 6 });
});

it('wakes a waiting poll of undici from npm, and tells the length of its answer', async () => {
  await using reference = await intercept();
  const { client } = reference;
  const body = JSON.stringify({ domain: client.domain, taskList: { name: 'list' } });
  const poll = request(URL_OF_NO_SERVER, { method: 'POST', headers: HEADERS, body });
  await waiting(reference, 1);
  await client.schedule('list', {});
  const answer = await poll;
  const text = await answer.body.text();
  expect(answer.headers).toMatchObject({ 'content-length': String(text.length), date: expect.any(String) });
  expect(JSON.parse(text)).toMatchObject({ activityId: 'one' });
});

it('wakes a waiting poll of the AWS SDK, and gives it its faults', async () => {
  await using reference = await intercept();
  const { client } = reference;
  const swf = sdk();
  // The SDK signs for us-east-1, which is also where unsigned requests go.
  const poll = swf.send(
    new PollForActivityTaskCommand({ domain: client.domain, taskList: { name: 'list' } }),
  );
  await waiting(reference, 1);
  await client.schedule('list', {});
  expect(await poll).toMatchObject({ activityId: 'one' });
  const unknown = new PollForActivityTaskCommand({ domain: 'unknown', taskList: { name: 'list' } });
  await expect(swf.send(unknown)).rejects.toBeInstanceOf(UnknownResourceFault);
  swf.destroy();
});

it('gives no task to a poll that was aborted: fetch, undici, the AWS SDK', async () => {
  await using reference = await intercept();
  const { client } = reference;
  const swf = sdk();
  const input = { domain: client.domain, taskList: { name: 'list' } };
  const body = JSON.stringify(input);
  const polls = [
    (signal: AbortSignal) => client.send('PollForActivityTask', input, signal),
    (signal: AbortSignal) => request(URL_OF_NO_SERVER, { method: 'POST', headers: HEADERS, body, signal }),
    (abortSignal: AbortSignal) => swf.send(new PollForActivityTaskCommand(input), { abortSignal }),
  ];
  for (const poll of polls) {
    const gone = new AbortController();
    const aborted = expect(poll(gone.signal)).rejects.toThrow();
    await waiting(reference, 1);
    gone.abort();
    await aborted;
    await waiting(reference, 0);
  }
  await client.schedule('list', {});
  expect(await client.poll('list')).toMatchObject({ activityId: 'one' });
  swf.destroy();
});

it('lets everything else pass, and that too once it is closed', async () => {
  const server = createServer((_, response) => response.end('elsewhere'));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  {
    await using _reference = await intercept();
    expect(await (await fetch(url)).text()).toBe('elsewhere');
    expect(await (await request(url)).body.text()).toBe('elsewhere');
  }
  await expect(fetch(URL_OF_NO_SERVER)).rejects.toThrow();
  server.closeAllConnections();
  server.close();
});

it('ends waiting polls when it is closed', async () => {
  const reference = await intercept();
  const poll = reference.client.poll('list');
  await waiting(reference, 1);
  await reference.close();
  expect(await poll).toEqual({ startedEventId: 0 });
});
