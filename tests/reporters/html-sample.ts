import { randomBytes, randomUUID } from 'node:crypto';
import type { RunReport } from '../../results/report.ts';
import type { ExchangeRecord, TimelineEntry } from '../../results/rule.ts';
import { asked, sampleExchange, sampleFailure, sampleReport, sampleRule } from './sample.ts';

/** Two workers wait on a list, a third on another; one task comes, and wakes the wrong one. */
export const sampleTimeline: TimelineEntry[] = [
  { ...asked('StartWorkflowExecution'), about: 'w-1', sentAtMs: 2, endedAtMs: 9, outcome: 'HTTP 200' },
  {
    ...asked('PollForActivityTask'),
    about: 'swfc-4f1a/a',
    sentAtMs: 20,
    endedAtMs: 1033,
    outcome: 'empty',
    exchange: 0,
  },
  {
    ...asked('PollForActivityTask'),
    about: 'swfc-4f1a/a',
    sentAtMs: 21,
    endedAtMs: 2042,
    outcome: 'given up',
  },
  {
    ...asked('PollForActivityTask'),
    about: 'swfc-4f1a/b',
    sentAtMs: 22,
    endedAtMs: 540,
    outcome: 'task a-1',
    exchange: 2,
  },
  {
    ...asked('PollForDecisionTask'),
    about: 'swfc-4f1a',
    sentAtMs: 100,
    endedAtMs: 112,
    outcome: 'decision task',
  },
  {
    ...asked('RespondDecisionTaskCompleted'),
    about: 'a-1',
    sentAtMs: 515,
    endedAtMs: 522,
    outcome: 'HTTP 200',
    exchange: 1,
  },
  {
    ...asked('PollForActivityTask'),
    about: 'swfc-4f1a/a',
    sentAtMs: 1100,
    endedAtMs: 1500,
    outcome: 'UnknownResourceFault',
  },
];

export const sampleScript = Array.from({ length: 40 }, (_, line) => `console.log(${line});`).join('\n');

/** A failure of a rule with several requests open at once, and all that can be told of one. */
export function concurrentReport(timeline = sampleTimeline): RunReport {
  const failure = sampleFailure({
    differences: [
      { part: 'answered after', expected: '2.0 s', observed: '0.5 s' },
      { part: 'body.activityId', expected: 'absent', observed: 'a-1' },
    ],
    timeline,
    exchanges: [
      sampleExchange(),
      sampleExchange(asked('RespondDecisionTaskCompleted')),
      sampleExchange({ label: 'PollForActivityTask, once more' }),
    ],
    counterexample: { value: '["a"]', seed: 1729, path: '3:1', shrinks: 2, shrinkingCutShort: false },
    reproduce: [
      {
        how: 'run',
        text: 'npx swf-conformance run --only poll-for-activity-task.delivery.own-list --seed 1729',
      },
      {
        how: 'replay',
        text: 'npx swf-conformance replay results.json poll-for-activity-task.delivery.own-list',
      },
      {
        how: 'curl',
        text: "curl -i --aws-sigv4 aws:amz:us-east-1:swf --data-binary '{}' http://127.0.0.1:5000/",
      },
      { how: 'script', text: sampleScript },
    ],
  });
  return sampleReport([
    sampleRule(),
    sampleRule({
      id: 'poll-for-activity-task.delivery.own-list',
      title: 'A task goes to the list that it was scheduled on.',
      status: 'fail',
      message: 'expected no task; observed a-1',
      failure,
    }),
  ]);
}

/** As real answers differ from one another: ids and tokens are random, and do not pack. */
function distinctExchange(index: number): ExchangeRecord {
  const list = `swfc-${randomBytes(6).toString('hex')}`;
  const body = JSON.stringify({
    domain: 'swf-conformance',
    taskList: { name: list },
    identity: `worker-${index}`,
  });
  const answer = JSON.stringify({
    taskToken: randomBytes(96).toString('base64'),
    activityId: `${list}-${index}`,
    startedEventId: index,
    activityType: { name: 'swf-conformance', version: '1' },
    workflowExecution: { workflowId: `${list}-w`, runId: randomBytes(24).toString('base64') },
    input: `{"list":"${list}","attempt":${index}}`,
  });
  const example = sampleExchange();
  return sampleExchange({
    request: {
      ...example.request,
      headers: [
        ...example.request.headers,
        ['x-amz-date', `20261103T1405${String(index % 60).padStart(2, '0')}Z`],
        ['amz-sdk-invocation-id', randomUUID()],
      ],
      body,
      bodyBytes: body.length,
    },
    response: {
      status: 200,
      headers: [
        ['content-type', 'application/x-amz-json-1.0'],
        ['x-amzn-requestid', randomUUID()],
        ['content-length', String(answer.length)],
        ['date', 'Tue, 03 Nov 2026 14:05:12 GMT'],
      ],
      body: answer,
      bodyBytes: answer.length,
    },
    sentAtMs: index * 37.25,
    durationMs: 1 + Math.random() * 4000,
  });
}

/** So many failed rules, each with so many exchanges and a timeline of them. */
export function largeReport(rules: number, exchanges: number): RunReport {
  return sampleReport(
    Array.from({ length: rules }, (_, index) => {
      const records = Array.from({ length: exchanges }, (_, number) => distinctExchange(number));
      const timeline = records.map(
        ({ operation, client, label, sentAtMs, durationMs }, exchange): TimelineEntry => ({
          operation,
          client,
          label,
          about: `list-${exchange % 5}`,
          sentAtMs,
          endedAtMs: sentAtMs + durationMs,
          outcome: exchange % 3 === 0 ? 'empty' : `task a-${exchange}`,
          exchange,
        }),
      );
      return sampleRule({
        id: `poll-for-activity-task.area-${index % 12}.rule-${index}`,
        status: 'fail',
        message: `expected no task within 2 s; observed HTTP 200 with a task (activityId "swfc-${index}")`,
        failure: sampleFailure({ exchanges: records, timeline }),
      });
    }).toSorted((a, b) => a.area.localeCompare(b.area)),
  );
}
