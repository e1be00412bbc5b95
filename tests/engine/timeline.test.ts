import { expect, it } from 'vitest';
import type { Exchange } from '../../client/exchange.ts';
import type { Lane } from '../../client/request-scheduler.ts';
import { timelineOf } from '../../engine/evidence/timeline.ts';
import { CallLog } from '../../kit/call-log.ts';

const asked = { operation: 'PollForActivityTask', client: 'wire', label: 'a poll' } as const;

/** A poll that was sent and answered, or is open still. */
function poll(
  callLog: CallLog,
  list: string,
  sentAt: number,
  endedAt?: number,
  lane: Lane = 'urgent',
): Exchange {
  const body = Buffer.from(JSON.stringify({ domain: 'd', taskList: { name: list } }));
  const call = callLog.started({ ...asked, body, lane, signedOtherwise: false });
  call.sentAt = sentAt;
  const request = { method: 'POST', path: '/', headers: [], body };
  const answer = { status: 200, headers: [], body: Buffer.from('{"startedEventId":0}') };
  const base = { ...asked, request, failure: '', sentAt };
  const exchange = { ...base, ending: 'answered' as const, answer, endedAt: endedAt ?? 0 };
  if (endedAt !== undefined) callLog.ended(call, exchange);
  return exchange;
}

it('shows which poll was open from when to when, and what it came to', () => {
  const callLog = new CallLog();
  const first = poll(callLog, 'a', 1010, 1500);
  const second = poll(callLog, 'b', 1200, 1600);
  poll(callLog, 'c', 1300);
  const [one, two, open] = timelineOf(callLog.calls, [first, second], 1000);
  expect(one).toEqual({
    ...asked,
    about: 'a',
    sentAtMs: 10,
    endedAtMs: 500,
    outcome: 'empty',
    exchange: 0,
  });
  expect(two).toMatchObject({ about: 'b', exchange: 1 });
  expect(open).toMatchObject({ about: 'c', sentAtMs: 300, outcome: 'given up' });
  expect(open).not.toHaveProperty('exchange');
});

it('is empty where one request followed another', () => {
  const callLog = new CallLog();
  const last = [poll(callLog, 'a', 1000, 1100), poll(callLog, 'a', 1100, 1200)];
  expect(timelineOf(callLog.calls, last, 1000)).toEqual([]);
});

it('leaves out the cases of a property, but for the telling one', () => {
  const callLog = new CallLog();
  poll(callLog, 'control', 1000, 1900);
  poll(callLog, 'case 1', 1010, 1100, 'bulk');
  const decisive = poll(callLog, 'case 2', 1020, 1100, 'bulk');
  expect(timelineOf(callLog.calls, [decisive], 1000).map(({ about }) => about)).toEqual([
    'control',
    'case 2',
  ]);
});

it('keeps 200 of a thousand polls: those next to the telling one, in their order', () => {
  const callLog = new CallLog();
  const polls = Array.from({ length: 1000 }, (_, i) => poll(callLog, `${i}`, 1000 + i, 9000));
  const decisive = polls[700] as Exchange;
  const entries = timelineOf(callLog.calls, [decisive], 1000);
  expect(entries).toHaveLength(200);
  const lists = entries.map(({ about }) => Number(about));
  expect(lists).toEqual(lists.toSorted((a, b) => a - b));
  expect([lists[0], lists.at(-1)]).toEqual([600, 799]);
  expect(entries.filter(({ exchange }) => exchange !== undefined)).toMatchObject([{ about: '700' }]);
});

it('of a call log that forgets: the oldest, and none but of its lane', () => {
  const callLog = new CallLog();
  poll(callLog, 'story', 1000, 1001);
  for (let i = 0; i < 401; i++) poll(callLog, `${i}`, 1000 + i, 2000, 'bulk');
  expect(callLog.forgot).toBe(true);
  expect(callLog.calls).toHaveLength(401);
  const big = 'x'.repeat(600_000);
  for (const list of ['first', 'second', 'third', 'fourth']) poll(callLog, list + big, 3000, 3001);
  const kept = callLog.calls.map(({ body }) => body.toString().slice(0, 60));
  expect(kept.some((body) => body.includes('first'))).toBe(false);
  expect(kept.some((body) => body.includes('fourth'))).toBe(true);
});
