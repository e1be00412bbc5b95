import { describe, expect, it } from 'vitest';
import type { Exchange } from '../../client/exchange.ts';
import { Observed } from '../../kit/observed.ts';
import { Violation } from '../../kit/outcome.ts';
import { pollResult } from '../../kit/poll.ts';
import type { ScheduledActivity } from '../../kit/workflow.ts';

function exchange(status: number, body: unknown): Exchange {
  const request = { method: 'POST', path: '/', headers: [], body: Buffer.from('{}') };
  const answer = { status, headers: [], body: Buffer.from(JSON.stringify(body)) };
  return {
    operation: 'PollForActivityTask',
    client: 'wire',
    label: 'PollForActivityTask',
    request,
    ending: 'answered',
    answer,
    failure: '',
    sentAt: 0,
    endedAt: 1,
  };
}

const left: Exchange = { ...exchange(200, {}), ending: 'open', failure: 'no answer', endedAt: 1500 };
delete (left as { answer?: unknown }).answer;

/** What a rule is told of an observation that does not hold. */
function differences(act: (observed: Observed) => void) {
  try {
    act(new Observed());
  } catch (error) {
    if (error instanceof Violation) return error.differences.map((each) => Object.values(each));
    throw error;
  }
  throw new Error('it holds');
}

const task = exchange(200, { taskToken: 't', activityId: 'other' });
const fault = exchange(400, { __type: 'x#UnknownResourceFault' });
const empty = exchange(200, { startedEventId: 0 });
const scheduled = { activityId: 'own', exchange: empty } as ScheduledActivity;

describe('the parts of an observation that does not hold', () => {
  it.each([
    ['another task', task, [['body.activityId', '"own"', '"other"']]],
    [
      'no task',
      empty,
      [
        ['body.taskToken', 'a token', 'absent'],
        ['body.activityId', '"own"', 'absent'],
      ],
    ],
    ['no answer', left, [['answer', 'HTTP 200', 'none within 1.50 s']]],
  ])('where a task should be: %s', (_what, seen, parts) => {
    expect(differences((observed) => observed.task(pollResult(seen), scheduled))).toEqual(parts);
  });

  it('where a task should be, and a fault is', () => {
    const parts = differences((observed) => observed.task(pollResult(fault), scheduled));
    expect(parts).toEqual([
      ['status', '200', '400'],
      ['body.__type', 'absent', 'UnknownResourceFault'],
    ]);
  });

  it('where nothing should be', () => {
    const parts = [
      ['body.taskToken', '"" or absent', '"t"'],
      ['body.activityId', 'absent', '"other"'],
    ];
    expect(differences((observed) => observed.empty(pollResult(task)))).toEqual(parts);
    expect(differences((observed) => observed.nothing([pollResult(task)], 'nothing'))).toEqual(parts);
  });

  it('where a refusal should be', () => {
    const expected = { status: 400, faults: ['ValidationException'] };
    expect(differences((observed) => observed.refused(fault, expected))).toEqual([
      ['body.__type', 'ValidationException', 'UnknownResourceFault'],
    ]);
    expect(differences((observed) => observed.refused(empty))).toEqual([
      ['status', '4xx', '200'],
      ['body.__type', 'the name of a fault', 'absent'],
    ]);
  });

  it('where success should be', () => {
    expect(differences((observed) => observed.success(exchange(200, null)))).toEqual([
      ['body', 'a JSON object', 'something else'],
    ]);
    expect(differences((observed) => observed.status(fault, 200, 'success'))).toEqual([
      ['status', '200', '400'],
    ]);
  });

  it('that a rule names', () => {
    expect(differences((observed) => observed.part('body.input', false, 'a', 'b', task))).toEqual([
      ['body.input', 'a', 'b'],
    ]);
    expect(differences((observed) => observed.that(false, 'a', 'b', task))).toEqual([]);
  });
});

describe('whether a refusal was expected', () => {
  const refusalExpected = (act: (observed: Observed) => void) => {
    try {
      act(new Observed());
    } catch (error) {
      return (error as Violation).refusalExpected;
    }
    throw new Error('it holds');
  };

  it.each<[boolean, string, (observed: Observed) => void]>([
    [true, 'a refusal', (observed) => observed.refused(empty)],
    [true, 'a refusal by another fault', (observed) => observed.refused(fault, { faults: ['Other'] })],
    [true, 'a status of refusals', (observed) => observed.status(empty, 400, 'to be told')],
    [false, 'a status of success', (observed) => observed.status(fault, 200, '400 in words')],
    [false, 'a task', (observed) => observed.task(pollResult(empty), scheduled)],
    [false, 'words that begin like one', (observed) => observed.part('status', false, 'HTTP 400', '', task)],
  ])('is %j of %s', (expected, _what, act) => {
    expect(refusalExpected(act)).toBe(expected);
  });
});

describe('what did not come', () => {
  it('is an observation, without any exchange', () => {
    const observed = new Observed();
    observed.none('answer', undefined, 'the poll to wait', () => 'an answer');
    observed.counted();
    expect(observed.count).toBe(2);
  });

  it('breaks the rule when it came, and is shown', () => {
    const observed = new Observed();
    const none = () => observed.none('answer', empty, 'the poll to wait', () => 'an answer', fault);
    expect(none).toThrow('expected the poll to wait; observed an answer');
    expect(differences((each) => each.none('answer', empty, 'the poll to wait', () => 'an answer'))).toEqual([
      ['answer', 'the poll to wait', 'an answer'],
    ]);
    try {
      none();
    } catch (error) {
      expect((error as Violation).exchanges).toEqual([fault, empty]);
    }
    expect(observed.count).toBe(0);
  });
});
