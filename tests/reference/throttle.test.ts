import { afterEach, describe, expect, it } from 'vitest';
import { quotas, quotasDividedBy, startReferenceServer, TokenBuckets } from '../../reference/index.ts';

const closers: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

describe('token buckets', () => {
  it('are full at first, and refilled so many a second, up to their size', () => {
    const buckets = new TokenBuckets({ A: { bucket: 3, refillPerSecond: 2 } });
    const take = (now: number) => buckets.take('here', 'A', now);
    expect([0, 0, 0, 0].map(take)).toEqual([true, true, true, false]);
    expect([499, 501, 501].map(take)).toEqual([false, true, false]);
    expect([60_000, 60_000, 60_000, 60_000].map(take)).toEqual([true, true, true, false]);
  });

  it('are one for each region and operation', () => {
    const one = { bucket: 1, refillPerSecond: 0 };
    const buckets = new TokenBuckets({ A: one, B: one });
    expect(buckets.take('here', 'A')).toBe(true);
    expect(buckets.take('here', 'B')).toBe(true);
    expect(buckets.take('there', 'A')).toBe(true);
    expect(buckets.take('here', 'A')).toBe(false);
    expect([1, 2, 3].map(() => buckets.take('here', 'toString'))).toEqual([true, true, true]);
  });

  it('get smaller for a short run, and refill as they do', () => {
    expect(quotasDividedBy(10).PollForActivityTask).toEqual({ bucket: 200, refillPerSecond: 200 });
    expect(quotas.PollForActivityTask).toEqual({ bucket: 2000, refillPerSecond: 200 });
  });
});

async function describeDomain(url: string): Promise<{ status: number; body: unknown }> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'x-amz-target': 'SimpleWorkflowService.DescribeDomain' },
    body: JSON.stringify({ name: 'a' }),
  });
  return { status: response.status, body: await response.json() };
}

it('a server throttles what finds its bucket empty', async () => {
  const server = await startReferenceServer({
    quotas: { DescribeDomain: { bucket: 1, refillPerSecond: 0 } },
  });
  closers.push(() => server.close());
  expect(JSON.stringify(await describeDomain(server.url))).toContain('UnknownResourceFault');
  expect(await describeDomain(server.url)).toEqual({
    status: 400,
    body: { __type: 'com.amazon.coral.availability#ThrottlingException', message: 'Rate exceeded' },
  });
});

it('a server whose reads lag shows a domain a moment later', async () => {
  const server = await startReferenceServer({ lagMs: 300 });
  closers.push(() => server.close());
  const registered = await fetch(server.url, {
    method: 'POST',
    headers: { 'x-amz-target': 'SimpleWorkflowService.RegisterDomain' },
    body: JSON.stringify({ name: 'a', workflowExecutionRetentionPeriodInDays: '1' }),
  });
  expect(registered.status).toBe(200);
  expect((await describeDomain(server.url)).status).toBe(400);
  await new Promise((resolve) => setTimeout(resolve, 350));
  expect((await describeDomain(server.url)).status).toBe(200);
});
