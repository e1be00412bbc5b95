import { setTimeout as delay } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { Admission } from './admission.ts';

function busy(ms: number): void {
  const end = performance.now() + ms;
  while (performance.now() < end);
}

it('lets in what waits, beside one another, in the order in which it came', async () => {
  const admission = new Admission();
  const events: string[] = [];
  const work = (name: string) => async () => {
    events.push(`${name} begins`);
    await delay(400);
    events.push(`${name} ends`);
  };
  await Promise.all([admission.run(1, work('a')), admission.run(1, work('b'))]);
  expect(events).toEqual(['a begins', 'b begins', 'a ends', 'b ends']);
});

it('lets nothing in beside what is to be alone, nor more rules than it says', async () => {
  const admission = new Admission();
  let rules = 0;
  let most = 0;
  const work = (count: number) => async () => {
    rules += count;
    most = Math.max(most, rules);
    await delay(50);
    rules -= count;
  };
  const runs = [1, 2, 3, 4].map(() => admission.run(200, work(200)));
  const alone = admission.alone(async () => {
    expect(rules).toBe(0);
    await work(1)();
    expect(rules).toBe(0);
  });
  await Promise.all([...runs, alone, admission.run(200, work(200))]);
  expect(most).toBeLessThanOrEqual(500);
});

it('says whether the thread was late meanwhile', async () => {
  const admission = new Admission();
  const { wasLate } = await admission.run(1, async () => {
    await delay(30);
    busy(500);
    await delay(30);
  });
  expect(wasLate).toBe(true);
  expect((await admission.run(1, async () => 'done')).result).toBe('done');
});

it('goes on after what fails', async () => {
  const admission = new Admission();
  await expect(admission.alone(() => Promise.reject(new Error('no')))).rejects.toThrow('no');
  expect((await admission.alone(async () => 1)).result).toBe(1);
});
