import { expect, it } from 'vitest';
import type { Exchange } from '../../client/exchange.ts';
import { neededSteps } from '../../engine/evidence/needed-calls.ts';
import { timelineOf } from '../../engine/evidence/timeline.ts';
import type { Call } from '../../kit/call-log.ts';
import { Fixture } from '../../kit/fixture.ts';
import { targetOf } from '../kit/target-of.ts';

type SentCall = Call & { sentAt: number };

/** The operations of the least calls that show the exchanges. */
function needed(calls: readonly SentCall[], exchanges: readonly Exchange[], fixture: Fixture) {
  const steps = neededSteps(calls, exchanges, fixture.target.registrations, false);
  return steps?.map(({ operation }) => operation);
}

const story = [
  'StartWorkflowExecution',
  'PollForDecisionTask',
  'RespondDecisionTaskCompleted',
  'PollForActivityTask',
];

it('which calls are needed, and what the timeline shows, is decided by no label', async () => {
  const target = await targetOf({ pollHoldSeconds: 1 });
  const fixture = new Fixture(target, target.signal);
  const scheduled = await fixture.scheduleActivity();
  const idle = fixture.poll(fixture.freshName());
  const { exchange } = await fixture.sdkPoll(scheduled.taskList);
  const exchanges = [(await idle).exchange, exchange];
  const { calls } = fixture.callLog;
  expect(exchange).toMatchObject({ operation: 'PollForActivityTask', client: 'sdk' });
  expect(exchange.label).toBe('PollForActivityTask by the AWS SDK');
  const timeline = timelineOf(calls, exchanges, 0);
  expect(timeline.map(({ client }) => client)).toContain('sdk');
  expect(needed(calls, [exchange], fixture)).toEqual(story);
  for (const label of ['a request', 'PollForDecisionTask', '']) {
    const others = calls.map((call) => ({ ...call, label }));
    expect(needed(others, [exchange], fixture)).toEqual(story);
    expect(timelineOf(others, exchanges, 0)).toEqual(timeline.map((entry) => ({ ...entry, label })));
  }
});

it('no program makes a call that was signed otherwise, or names no operation', async () => {
  const target = await targetOf({ pollHoldSeconds: 1 });
  const fixture = new Fixture(target, target.signal);
  const signing = { as: { accessKeyId: 'other', secretAccessKey: 'other' } };
  const { exchange: signed } = await fixture.poll(fixture.freshName(), { signing });
  const { exchange: unnamed } = await fixture.poll('l', { operation: '' });
  const { exchange: plain } = await fixture.poll('l');
  expect(needed(fixture.callLog.calls, [signed], fixture)).toBeUndefined();
  expect(needed(fixture.callLog.calls, [unnamed], fixture)).toBeUndefined();
  expect(needed(fixture.callLog.calls, [plain], fixture)).toEqual(['PollForActivityTask']);
});
