import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { OwnDelay } from '../../target/own-delay.ts';

function beBusy(ms: number): void {
  const end = performance.now() + ms;
  while (performance.now() < end);
}

it('is the time in which this process could notice nothing', async () => {
  const own = new OwnDelay();
  await sleep(50);
  const from = performance.now();
  beBusy(400);
  const between = performance.now();
  await sleep(100);
  beBusy(300);
  const to = performance.now();
  // The machine may delay us besides; the process is never busy for less.
  expect(own.between(from, to)).toBeGreaterThan(600);
  expect(own.between(from, between)).toBeGreaterThan(350);
  expect(own.between(from, between)).toBeLessThan(to - from - 300);
  expect(own.between(from + 200, from + 300)).toBeCloseTo(100);
  own.close();
});
