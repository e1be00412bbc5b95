import { accessControlNote } from '../../results/access-control.ts';
import type { RunReport } from '../../results/report.ts';
import type { ExchangeRecord, Failure, RuleResult } from '../../results/rule.ts';
import { countStatuses, operationSummaries, verdictOf } from '../../results/verdict.ts';

/** What a hostile or broken server may put into any text that it sends. */
export const hostileText = [
  '<script>globalThis.pwned = 1; alert(1)</script>',
  '<img src="x" onerror="globalThis.pwned = 1">',
  '</pre></style></title><svg onload="globalThis.pwned = 1">',
  `" onmouseover="globalThis.pwned = 1" x='`,
  ']]> <!-- --> <?xml?> &amp; &#0; &nbsp;',
  'ANSI \u001b[31mred\u001b[0m \u001b]0;title\u0007 \u009b2J',
  'NUL \u0000, BEL \u0007, DEL \u007f, backspaces \b\b\b, a return\rover it',
  'half a pair \ud83d and \udca9, not a character \ufffe \uffff',
  'right to left \u202egnp.exe\u202c, hidden \u200b\u2060\ufeff, a tag \u{e0041}, line \u2028 and next \u0085',
].join('\n');

/** What a request of the raw client asked for. */
export function asked(operation: string): Pick<ExchangeRecord, 'operation' | 'client' | 'label'> {
  return { operation, client: 'wire', label: operation };
}

export function sampleExchange(changes: Partial<ExchangeRecord> = {}): ExchangeRecord {
  const answer =
    '{"taskToken":"b2cc9a6e","activityId":"a-1","startedEventId":6,"workflowExecution":{"workflowId":"w-1","runId":"r-1"},"tags":[],"input":"{\\"n\\":1}"}';
  const body = '{"domain":"conformance","taskList":{"name":"swfc-4f1a/not-again"},"identity":"poller-1"}';
  return {
    ...asked('PollForActivityTask'),
    request: {
      method: 'POST',
      path: '/',
      headers: [
        ['content-type', 'application/x-amz-json-1.0'],
        ['x-amz-target', 'SimpleWorkflowService.PollForActivityTask'],
        ['authorization', '(blanked)'],
      ],
      body,
      bodyBytes: body.length,
    },
    response: {
      status: 200,
      headers: [
        ['content-type', 'application/x-amz-json-1.0'],
        ['server', 'Werkzeug/3.1.3 Python/3.12.4'],
        ['date', 'Tue, 03 Nov 2026 14:05:12 GMT'],
      ],
      body: answer,
      bodyBytes: answer.length,
    },
    sentAtMs: 18.4,
    durationMs: 11.7,
    ...changes,
  };
}

export function sampleFailure(changes: Partial<Failure> = {}): Failure {
  return {
    expected: 'no task within 2 s: the only task of this list was started by the poll before',
    observed: 'the same task again after 12 ms: activityId "a-1", startedEventId 6',
    fix: 'Record ActivityTaskStarted, and take the task off its list, before the poll is answered.',
    exchanges: [
      sampleExchange({ label: 'PollForActivityTask, the first', sentAtMs: 2.2, durationMs: 8.1 }),
      sampleExchange({ label: 'PollForActivityTask, once more' }),
    ],
    differences: [],
    timeline: [],
    reproduce: [
      {
        how: 'run',
        text: 'npx swf-conformance run --endpoint http://127.0.0.1:5000 --only poll-for-activity-task.delivery.not-again --seed 1729',
      },
      {
        how: 'replay',
        text: 'npx swf-conformance replay results.json poll-for-activity-task.delivery.not-again',
      },
    ],
    ...changes,
  };
}

export function sampleRule(changes: Partial<RuleResult> = {}): RuleResult {
  const id = changes.id ?? 'poll-for-activity-task.delivery.ready-task';
  return {
    id,
    title: 'A task that is already there is answered at once.',
    operation: 'PollForActivityTask',
    area: id.split('.')[1] ?? '',
    level: 'must',
    evidence: ['doc'],
    citation: {
      source: 'API Reference, PollForActivityTask',
      quote: 'The service holds the HTTP connection open and responds as soon as a task becomes available.',
    },
    requires: [],
    status: 'pass',
    message: '',
    observations: 1,
    durationMs: 204.6,
    figures: [],
    ...changes,
  };
}

/** A report of these rules, with the counts and the verdict that a run would give them. */
export function sampleReport(
  rules: RuleResult[] = sampleRules(),
  changes: Partial<RunReport['run']> = {},
): RunReport {
  const failOn = changes.failOn ?? 'must';
  return {
    schemaVersion: 1,
    tool: { name: 'swf-conformance', version: '0.1.0' },
    target: {
      endpoint: 'http://127.0.0.1:5000',
      region: 'us-east-1',
      embedded: false,
      server: 'Werkzeug/3.1.3 Python/3.12.4',
      roundTripMs: 3.4,
    },
    run: {
      id: '4f1a09c2',
      startedAt: '2026-11-03T14:05:11.204Z',
      durationMs: 64_310,
      seed: 1729,
      cases: 100,
      pollHold: 60,
      operation: [],
      only: [],
      skip: [],
      node: 'v24.21.0',
      requests: 4211,
      throttled: 3,
      leftBehind: [],
      ...changes,
      failOn,
    },
    summary: {
      verdict: verdictOf(rules, failOn, false),
      partial: [changes.operation, changes.only, changes.skip].some((given) => given && given.length > 0),
      counts: countStatuses(rules),
      operations: operationSummaries(rules, failOn, false),
      message: '',
      accessControl: accessControlNote(rules),
    },
    rules,
  };
}

/** A run of which one rule passed and one was skipped. */
export function greenReport(): RunReport {
  const skipped = sampleRule({
    id: 'poll-for-activity-task.delivery.region-scoped',
    status: 'skip',
    message: 'why',
  });
  return sampleReport([sampleRule(), skipped]);
}

/**
 * A run of three operations, of which one is not conformant, one is, with a warning, and one was not chosen. Rules of one area
 * that two operations have are told apart by these.
 */
export function severalOperations(changes: Partial<RunReport['run']> = {}): RunReport {
  const operation = 'CountPendingActivityTasks';
  const other = 'PollForDecisionTask';
  const message = 'of an operation that is not chosen by --operation';
  return sampleReport(
    [
      ...sampleRules(),
      sampleRule({ id: 'count-pending-activity-tasks.task-list.valid', operation }),
      sampleRule({
        id: 'count-pending-activity-tasks.task-list.truncated',
        operation,
        level: 'should',
        title: 'A count that is not exact is said to be truncated.',
        status: 'warn',
        message: 'truncated is absent',
        failure: sampleFailure({ exchanges: [] }),
      }),
      sampleRule({ id: 'count-pending-activity-tasks.domain.unknown', operation }),
      ...['poll-for-decision-task.hold.full', 'poll-for-decision-task.access.unsigned'].map((id) =>
        sampleRule({
          id,
          operation: other,
          requires: ['authentication'],
          status: 'skip',
          skippedBy: 'operation',
          message,
        }),
      ),
    ],
    { operation: ['PollForActivityTask', operation], ...changes },
  );
}

/** A run with every status but `error`: what an emulator that grows may look like. */
export function sampleRules(): RuleResult[] {
  return [
    sampleRule({
      id: 'poll-for-activity-task.hold.wakes-promptly',
      title: 'It comes back as soon as it is scheduled: within 1 s beyond the measured round trip.',
      observations: 20,
      durationMs: 41_204,
      figures: [
        { name: 'p50', value: 12.381, unit: 'ms' },
        { name: 'p95', value: 31.9, unit: 'ms' },
      ],
    }),
    sampleRule({
      id: 'poll-for-activity-task.hold.full',
      level: 'should',
      title: 'It is not answered empty before nine tenths of the hold.',
      status: 'warn',
      message: 'answered empty after 1.0 s of 60 s',
      durationMs: 1012,
      failure: sampleFailure({
        expected: 'no answer before 54 s',
        observed: 'an empty answer after 1.0 s',
        fix: 'Keep the poll open for the whole hold: a client that polls in a loop otherwise sends 60 times the requests.',
        exchanges: [sampleExchange({ durationMs: 1004 })],
        reproduce: [
          {
            how: 'run',
            text: 'npx swf-conformance run --endpoint http://127.0.0.1:5000 --only poll-for-activity-task.hold.full',
          },
        ],
      }),
    }),
    sampleRule({
      id: 'poll-for-activity-task.hold.abandoned',
      level: 'info',
      evidence: ['live'],
      title: 'What becomes of a task scheduled after a waiting client has gone.',
      status: 'info',
      message: 'kept: the next poll gets it',
    }),
    sampleRule(),
    sampleRule({
      id: 'poll-for-activity-task.delivery.not-again',
      evidence: ['derived'],
      title: 'A started task is not handed out again.',
      status: 'fail',
      message: 'the same task was handed out twice',
      observations: 2,
      durationMs: 30.1,
      failure: sampleFailure(),
    }),
    sampleRule({
      id: 'poll-for-activity-task.delivery.region-scoped',
      title: 'Nor does the same domain and list in another region.',
      status: 'skip',
      message: 'needs a target that serves two regions: give --other-endpoint',
      observations: 0,
      durationMs: 0,
    }),
    sampleRule({
      id: 'poll-for-activity-task.task-list.c0-control',
      title: 'A name with a control character (U+0000 to U+001F) is refused at once.',
      citation: {
        source: 'https://docs.aws.amazon.com/amazonswf/latest/apireference/API_PollForActivityTask.html',
        quote:
          'The specified string must not contain a : (colon), / (slash), | (vertical bar), or any control characters (\\u0000-\\u001f | \\u007f-\\u009f).',
      },
      status: 'fail',
      message: 'accepted with 200 for 1 of 32 characters, "\\u0000" first',
      observations: 32,
      durationMs: 2210,
      failure: sampleFailure({
        expected: 'a 400 fault within 2 s',
        observed: 'no answer: the connection was closed after 2.0 s',
        fix: 'Check the name against the documented pattern before the poll is held.',
        exchanges: [
          sampleExchange({ failure: 'no answer within 2 s', durationMs: 2001, response: undefined }),
        ],
        counterexample: {
          value: '{ name: "a\\u0000" }',
          seed: 1729,
          path: '3:1:0',
          shrinks: 7,
          shrinkingCutShort: true,
        },
      }),
    }),
    sampleRule({
      id: 'poll-for-activity-task.task-list.valid',
      evidence: ['doc', 'live'],
      title: 'Every valid name is accepted, and delivers the task that was scheduled there.',
      status: 'inconclusive',
      message: 'set-up failed on the target: RespondDecisionTaskCompleted answered 500',
      observations: 0,
    }),
    sampleRule({
      id: 'poll-for-activity-task.identity.null',
      level: 'should',
      evidence: ['like'],
      title: 'An identity of null is the same as none.',
      status: 'inconclusive',
      message: 'the twin without identity was refused',
      observations: 0,
    }),
  ];
}

/** Every text that a server can influence is hostile, in every status. */
export function hostileReport(): RunReport {
  const message = hostileText;
  const exchange = sampleExchange({
    operation: hostileText,
    label: hostileText,
    failure: hostileText,
    response: {
      status: 500,
      headers: [
        ['x-evil', hostileText],
        ['content-type', 'text/html'],
      ],
      body: `${hostileText}\n${'<b>very long</b>'.repeat(4000)}`,
      bodyBytes: 1_048_576,
    },
  });
  const failure = sampleFailure({
    expected: hostileText,
    observed: hostileText,
    fix: hostileText,
    exchanges: [
      exchange,
      sampleExchange({ request: { ...exchange.request, body: `{"a":"${'\u202e'.repeat(9)}"}` } }),
    ],
    counterexample: { value: hostileText, seed: -1, path: '0', shrinks: 1, shrinkingCutShort: false },
    differences: [{ part: hostileText, expected: hostileText, observed: hostileText }],
    timeline: [
      {
        operation: hostileText,
        client: 'wire',
        label: hostileText,
        about: hostileText,
        sentAtMs: 0,
        endedAtMs: 5,
        outcome: hostileText,
        exchange: 0,
      },
    ],
    reproduce: [{ how: 'script', text: hostileText }],
  });
  const statuses = ['pass', 'fail', 'warn', 'info', 'skip', 'inconclusive', 'error'] as const;
  const rules = statuses.map((status) =>
    sampleRule({
      id: `poll-for-activity-task.fault.${status}`,
      level: status === 'warn' ? 'should' : status === 'info' ? 'info' : 'must',
      title: `Ends as ${status}. ${hostileText}`,
      status,
      message,
      figures: [{ name: hostileText, value: 1, unit: 'ms' }],
      ...(status === 'fail' || status === 'warn' ? { failure } : {}),
    }),
  );
  const report = sampleReport(rules, { only: ['fault'], leftBehind: [hostileText] });
  return {
    ...report,
    target: { ...report.target, server: hostileText, region: hostileText },
    summary: { ...report.summary, message: hostileText, accessControl: hostileText },
  };
}

/** Results may come from anywhere: the names of operations and areas are hostile too. */
export function hostileOperations(): RunReport {
  const { rules, run } = severalOperations();
  const strange = rules.map((rule) => ({
    ...rule,
    operation: `${rule.operation} ${hostileText}`,
    area: `${rule.area} ${hostileText}`,
  }));
  return sampleReport(strange, { ...run, operation: [hostileText] });
}
