import { expect, it } from 'vitest';
import type { Exchange } from '../../client/exchange.ts';
import type { Lane } from '../../client/limiters.ts';
import { timelineOf } from '../../engine/evidence/timeline.ts';
import { Journal } from '../../kit/call-log.ts';

/** A poll that was sent and answered, or is open still. */
function poll(
  journal: Journal,
  list: string,
  sentAt: number,
  endedAt?: number,
  lane: Lane = 'urgent',
): Exchange {
  const body = Buffer.from(JSON.stringify({ domain: 'd', taskList: { name: list } }));
  const call = journal.begin('PollForActivityTask', body, lane);
  call.sentAt = sentAt;
  const request = { method: 'POST', path: '/', headers: [], body };
  const answer = { status: 200, headers: [], body: Buffer.from('{"startedEventId":0}') };
  const base = { label: 'PollForActivityTask', request, failure: '', sentAt };
  const exchange = { ...base, ending: 'answered' as const, answer, endedAt: endedAt ?? 0 };
  if (endedAt !== undefined) journal.end(call, exchange);
  return exchange;
}

it('shows which poll was open from when to when, and what it came to', () => {
  const journal = new Journal();
  const first = poll(journal, 'a', 1010, 1500);
  const second = poll(journal, 'b', 1200, 1600);
  poll(journal, 'c', 1300);
  const [one, two, open] = timelineOf(journal.calls, [first, second], 1000);
  expect(one).toEqual({
    label: 'PollForActivityTask',
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
  const journal = new Journal();
  const last = [poll(journal, 'a', 1000, 1100), poll(journal, 'a', 1100, 1200)];
  expect(timelineOf(journal.calls, last, 1000)).toEqual([]);
});

it('leaves out the cases of a property, but for the telling one', () => {
  const journal = new Journal();
  poll(journal, 'control', 1000, 1900);
  poll(journal, 'case 1', 1010, 1100, 'bulk');
  const telling = poll(journal, 'case 2', 1020, 1100, 'bulk');
  expect(timelineOf(journal.calls, [telling], 1000).map(({ about }) => about)).toEqual(['control', 'case 2']);
});

it('keeps 200 of a thousand polls: those next to the telling one, in their order', () => {
  const journal = new Journal();
  const polls = Array.from({ length: 1000 }, (_, i) => poll(journal, `${i}`, 1000 + i, 9000));
  const telling = polls[700] as Exchange;
  const entries = timelineOf(journal.calls, [telling], 1000);
  expect(entries).toHaveLength(200);
  const lists = entries.map(({ about }) => Number(about));
  expect(lists).toEqual(lists.toSorted((a, b) => a - b));
  expect([lists[0], lists.at(-1)]).toEqual([600, 799]);
  expect(entries.filter(({ exchange }) => exchange !== undefined)).toMatchObject([{ about: '700' }]);
});

it('of a journal that forgets: the oldest, and none but of its lane', () => {
  const journal = new Journal();
  poll(journal, 'story', 1000, 1001);
  for (let i = 0; i < 401; i++) poll(journal, `${i}`, 1000 + i, 2000, 'bulk');
  expect(journal.forgot).toBe(true);
  expect(journal.calls).toHaveLength(401);
  const big = 'x'.repeat(600_000);
  for (const list of ['first', 'second', 'third', 'fourth']) poll(journal, list + big, 3000, 3001);
  const kept = journal.calls.map(({ body }) => body.toString().slice(0, 60));
  expect(kept.some((body) => body.includes('first'))).toBe(false);
  expect(kept.some((body) => body.includes('fourth'))).toBe(true);
});
