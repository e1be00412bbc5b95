import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import type { Target } from '../../kit/target.ts';
import type { ReferenceOptions } from '../../reference/index.ts';
import { operationOf, targetOf } from './target-of.ts';

/** A target that answers after so many milliseconds, and the operations that it was asked for. */
async function slowTarget(delayMs: number, rate?: number): Promise<{ target: Target; asked: string[] }> {
  const asked: string[] = [];
  const options: ReferenceOptions = {
    latencyMs: delayMs,
    wrap(request, next) {
      asked.push(operationOf(request));
      return next(request);
    },
  };
  return { target: await targetOf(options, rate), asked };
}

describe('looking for stalls', () => {
  it('takes few requests for all who watch, counted as any other', async () => {
    const { target, asked } = await slowTarget(0);
    const watches = [1, 2, 3, 4].map(() => target.stalls.watch());
    await sleep(1500);
    const stalledMs = await Promise.all(watches.map((end) => end()));
    for (const ms of stalledMs) expect(ms).toBeLessThan(500);
    expect(new Set(asked)).toEqual(new Set(['DescribeDomain']));
    expect(asked.length).toBeGreaterThan(1);
    // Every 200 ms, at once after the first 100.
    expect(asked.length).toBeLessThanOrEqual(8);
    expect(target.wire.requests).toBe(asked.length);
    await sleep(400);
    expect(target.wire.requests).toBe(asked.length);
  });

  it('takes none where the polls are answered at once', async () => {
    const { target, asked } = await slowTarget(0);
    const end = target.stalls.watch();
    await sleep(20);
    expect(await end()).toBeLessThan(100);
    expect(asked).toEqual([]);
  });

  it('takes a tenth of the rate at the most', async () => {
    const { target, asked } = await slowTarget(0, 10);
    const end = target.stalls.watch();
    await sleep(1500);
    await end();
    expect(asked.length).toBeLessThanOrEqual(2);
  });

  it('tells how long a request took that waits for nothing', async () => {
    const { target } = await slowTarget(900);
    const end = target.stalls.watch();
    await sleep(300);
    expect(await end()).toBeGreaterThan(600);
  });
});

it('what could not be closed in time is left behind, and told', async () => {
  const { target } = await slowTarget(2000);
  target.started('an execution', 'a domain');
  const left = await target.cleanUp(AbortSignal.timeout(200));
  expect(left).toEqual(['execution an execution in a domain: the target did not do it in time']);
});

it('at a set rate so many rules are under way as can go on without waiting for one another', async () => {
  const never = new AbortController().signal;
  const atOnce = async (rate?: number) => {
    const { target } = await slowTarget(0, rate);
    let entered = 0;
    for (let i = 0; i < 300; i++) {
      target.ruleSlots.acquire(never).then(() => {
        entered += 1;
      });
    }
    await sleep(10);
    return entered;
  };
  expect(await atOnce()).toBe(300);
  expect(await atOnce(40)).toBe(20);
  expect(await atOnce(2)).toBe(10);
});
