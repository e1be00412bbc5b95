import { expect, it } from 'vitest';
import type { Exchange } from '../../client/exchange.ts';
import { CallLog } from '../../kit/call-log.ts';

/** What is kept of a request for this operation that was answered so, whatever it is called for people. */
function kept(operation: string, answer: unknown, label: string, status = 200) {
  const callLog = new CallLog();
  const asked = { operation, client: 'wire', label } as const;
  const body = Buffer.from('{}');
  const call = callLog.started({ ...asked, body, lane: 'urgent', signedOtherwise: false });
  const exchange: Exchange = {
    ...asked,
    request: { method: 'POST', path: '/', headers: [], body },
    ending: 'answered',
    answer: { status, headers: [], body: Buffer.from(JSON.stringify(answer)) },
    failure: '',
    sentAt: 1,
    endedAt: 2,
  };
  callLog.ended(call, exchange);
  const { outcome, returned } = call;
  return { outcome, returned };
}

const task = { taskToken: 't', activityId: 'a-1', workflowExecution: { workflowId: 'w', runId: 'r' } };

it.each([
  ['PollForActivityTask', task, 'task a-1', { taskToken: 't', workflowId: 'w' }],
  ['PollForActivityTask', { startedEventId: 0 }, 'empty', {}],
  [
    'PollForDecisionTask',
    { taskToken: 't', nextPageToken: 'n' },
    'decision task',
    { taskToken: 't', nextPageToken: 'n' },
  ],
  ['StartWorkflowExecution', { runId: 'r' }, 'HTTP 200', { runId: 'r' }],
  // What names no operation is no poll, whatever came.
  ['', task, 'HTTP 200', { taskToken: 't', workflowId: 'w' }],
])(
  'of %s is kept what it came to, and what later requests may repeat',
  (operation, answer, outcome, returned) => {
    for (const label of [operation, 'PollForActivityTask', 'StartWorkflowExecution by the AWS SDK', '']) {
      expect(kept(operation, answer, label)).toEqual({ outcome, returned });
    }
  },
);

it('a refusal gives nothing to repeat', () => {
  const fault = { __type: 'x#UnknownResourceFault', taskToken: 't' };
  const none = { outcome: 'UnknownResourceFault', returned: {} };
  expect(kept('PollForActivityTask', fault, '', 400)).toEqual(none);
});
