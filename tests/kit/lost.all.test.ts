import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { operationOf, targetOf } from './target-of.ts';

it('a target that answers anything meanwhile is not lost, one that answers nothing is', async () => {
  const never = new Promise<Response>(() => {});
  const silentTarget = (isSilent: (operation: string) => boolean) =>
    targetOf({ wrap: (request, next) => (isSilent(operationOf(request)) ? never : next(request)) });
  const [slow, silent] = await Promise.all([
    silentTarget((operation) => operation === 'DescribeDomain'),
    silentTarget(() => true),
  ]);
  const signal = new AbortController().signal;
  const unanswered = { deadlineMs: 100 };
  await Promise.all([slow, silent].map((each) => each.call('ListDomains', {}, signal, unanswered)));
  await slow.call('DescribeDomain', { name: 'a' }, signal, unanswered);
  const until = performance.now() + 30_000;
  while (!silent.lost.aborted && performance.now() < until) {
    await slow.call('ListDomains', { registrationStatus: 'REGISTERED' }, signal);
    await sleep(200);
  }
  await sleep(1000);
  expect([slow.lost.aborted, silent.lost.aborted]).toEqual([false, true]);
});
