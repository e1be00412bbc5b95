import { stripVTControlCharacters } from 'node:util';
import { describe, expect, it } from 'vitest';
import { summaryText } from '../../reporters/terminal.ts';
import { hiddenCharacters } from './hidden.ts';
import {
  asked,
  hostileOperations,
  hostileReport,
  sampleExchange,
  sampleFailure,
  sampleReport,
  sampleRule,
  sampleRules,
  severalOperations,
} from './sample.ts';

const plain = { colour: false, width: 100, reports: ['report/results.json', 'report/index.html'] };

describe('summaryText', () => {
  it('ends with the reports and the verdict', () => {
    const lines = summaryText(sampleReport(), plain).trimEnd().split('\n');
    expect(lines.slice(-3)).toEqual([
      'Reports  report/results.json',
      '         report/index.html',
      'Not conformant: 2 MUST rules failed, 1 MUST rule inconclusive.',
    ]);
  });

  it('tells of a failure all that an author needs, with shortened bodies', () => {
    const failure = sampleFailure({
      differences: [{ part: 'status', expected: '400', observed: '200' }],
      timeline: Array.from({ length: 20 }, (_, n) => ({
        ...asked('PollForActivityTask'),
        about: `list-${n}`,
        sentAtMs: n,
        endedAtMs: 1500,
        outcome: 'empty',
      })),
      reproduce: [
        { how: 'run', text: `npx swf-conformance run --only ${'x'.repeat(200)}` },
        { how: 'script', text: 'import swf' },
      ],
      exchanges: [
        sampleExchange({ label: 'the first' }),
        sampleExchange({ response: undefined, failure: 'the connection broke', durationMs: 2001 }),
      ],
    });
    const rule = sampleRule({
      id: 'poll-for-activity-task.delivery.not-again',
      status: 'fail',
      title: 'Not again.',
      failure,
    });
    expect(summaryText(sampleReport([rule]), plain)).toContain(
      [
        '  FAIL  poll-for-activity-task.delivery.not-again  MUST',
        '      Not again.',
        '      Expected  no task within 2 s: the only task of this list was started by the poll before',
        '      Observed  the same task again after 12 ms: activityId "a-1", startedEventId 6',
        '      Fix       Record ActivityTaskStarted, and take the task off its list, before the poll is',
        '                answered.',
        '      Differs   status: expected 400, observed 200',
        '      Quote     "The service holds the HTTP connection open and responds as soon as a task becomes',
        '                available." (API Reference, PollForActivityTask)',
        '      Sent      PollForActivityTask at 18 ms: {"domain":"conformance","taskList":{"name":"swfc-4f1a/',
        '                not-again"},"identity":"poller-1"}',
        '      Came      no answer after 2.0 s; the connection broke',
        '      Timeline  0 ms to 1.5 s   PollForActivityTask  list-0   empty',
        ...Array.from(
          { length: 11 },
          (_, n) =>
            `                ${`${n + 1} ms to 1.5 s`.padEnd(14)}  PollForActivityTask  ${`list-${n + 1}`.padEnd(7)}  empty`,
        ),
        '                and 8 more: see the report',
        `      Again     npx swf-conformance run --only ${'x'.repeat(200)}`,
        '                npx swf-conformance script results.json poll-for-activity-task.delivery.not-again',
      ].join('\n'),
    );
  });

  it('gives warnings, open questions and skipped rules with their reasons', () => {
    const text = summaryText(sampleReport(), plain);
    expect(text).toMatch(
      /WARN {2}poll-for-activity-task\.hold\.full {2}SHOULD\n.*\n +Expected {2}no answer before 54 s\n/,
    );
    expect(text).toMatch(
      /INCONCLUSIVE {2}poll-for-activity-task\.identity\.null {2}SHOULD\n.*\n +Why {7}the twin without identity was/,
    );
    expect(text).toContain('  1 rule: needs a target that serves two regions');
    expect(text).toContain('2 PASS  2 FAIL  1 WARN  1 INFO  1 SKIP  2 INCONCLUSIVE');
  });

  it('names all that a budget left out, before all other reasons', () => {
    const names = Array.from({ length: 150 }, (_, i) => `poll-for-activity-task.delivery.left-out-${i}`);
    const others = ['a', 'b', 'c', 'd'].map((message, i) =>
      sampleRule({ id: `poll-for-activity-task.task.${i}`, status: 'skip', message }),
    );
    const left = names.map((id) => sampleRule({ id, status: 'skip', message: 'left out by --budget 9' }));
    const budget = { seconds: 9, leftOut: names, allowed: false };
    const text = summaryText(sampleReport([sampleRule(), ...others, ...left], { budget }), plain);
    expect(text).toContain(
      '  150 rules: left out by --budget 9\n    poll-for-activity-task.delivery.left-out-0, poll-for-activity-task.delivery.left-out-1\n',
    );
    for (const name of names) expect(text).toMatch(new RegExp(`${name}(,|\n)`));
    for (const line of text.split('\n')) expect(line.length).toBeLessThanOrEqual(plain.width);
  });

  it('tells every failure in full, and none without bounds', () => {
    const failure = sampleFailure({
      expected: 'word '.repeat(9999),
      exchanges: [sampleExchange({ request: { ...sampleExchange().request, body: 'x'.repeat(9999) } })],
    });
    const rules = Array.from({ length: 90 }, (_, n) => [
      sampleRule({ id: `poll-for-activity-task.wire.fail-${n}`, status: 'fail', message: 'no', failure }),
      sampleRule({ id: `poll-for-activity-task.wire.skip-${n}`, status: 'skip', message: `reason ${n}` }),
    ]).flat();
    const text = summaryText(sampleReport(rules), plain);
    expect(text.match(/Fix {7}Record/g)).toHaveLength(90);
    expect(text.split('\n').length).toBeLessThan(90 * 40);
    expect(text).toContain('and 86 other reasons: see the report');
  });

  it('keeps within the width, but for paths and commands', () => {
    const lines = summaryText(hostileReport(), { ...plain, width: 72 }).split('\n');
    const long = lines.filter((line) => line.length > 72 && !/Again {5}/.test(line));
    expect(long).toEqual([]);
    const operations = summaryText(hostileOperations(), { ...plain, width: 100 }).split('\n');
    expect(operations.filter((line) => line.length > 100 && !/Again {5}|^ {16}npx/.test(line))).toEqual([]);
  });

  it('lets no escape sequence of a server through', () => {
    expect(summaryText(hostileReport(), plain)).not.toMatch(hiddenCharacters);
    expect(summaryText(hostileOperations(), plain)).not.toMatch(hiddenCharacters);
    const coloured = summaryText(hostileReport(), { ...plain, colour: true });
    expect(stripVTControlCharacters(coloured)).toBe(summaryText(hostileReport(), plain));
    expect(coloured).not.toBe(stripVTControlCharacters(coloured));
  });

  it('says that access control was not judged, and why', () => {
    const skipped = sampleRule({
      id: 'poll-for-activity-task.access.action',
      requires: ['authentication'],
      status: 'skip',
      message: 'nobody said so',
    });
    const lines = summaryText(sampleReport([sampleRule(), skipped]), plain)
      .trimEnd()
      .split('\n');
    expect(lines.slice(-2)).toEqual([
      'Access control was not judged: nobody said so.',
      'Conformant: 1 MUST rule held, none failed, 1 skipped.',
    ]);
    expect(summaryText(sampleReport(), plain)).not.toContain('Access control');
  });

  it('says that the target stopped answering, also where a broken rule decides', () => {
    const report = sampleReport();
    report.summary = { ...report.summary, message: 'it stopped answering during the run' };
    expect(summaryText(report, plain)).toMatch(/\nit stopped answering during the run\nNot conformant/);
  });

  it('has of several operations a verdict each before the one of the run', () => {
    const lines = summaryText(severalOperations(), plain).trimEnd().split('\n');
    expect(lines.slice(-5)).toEqual([
      expect.stringMatching(/says nothing of the others\.$/),
      '1 operation with 2 rules was not chosen.',
      'PollForActivityTask        not conformant  2 pass, 2 fail, 1 warn, 1 info, 1 skip, 2 inconclusive',
      'CountPendingActivityTasks  conformant      2 pass, 1 warn',
      'Not conformant (partial run): 2 MUST rules failed, 1 MUST rule inconclusive.',
    ]);
    for (const width of [30, 72]) {
      const narrow = summaryText(severalOperations(), { ...plain, width }).split('\n');
      expect(narrow.filter((line) => line.length > width && /^\S+ +(not )?conformant/.test(line))).toEqual(
        [],
      );
    }
    const coloured = summaryText(severalOperations(), { ...plain, colour: true });
    expect(coloured).toContain('\u001b[32mconformant    \u001b[39m  2 pass');
    expect(coloured).toContain('\u001b[31mnot conformant\u001b[39m  2 pass');
  });

  it('groups findings by operation where there are several, and only there', () => {
    const text = summaryText(severalOperations(), plain);
    expect(text).toMatch(
      /Warnings \(2\)\n\nPollForActivityTask \(1\)\n\n {2}WARN {2}poll-for-activity-task\.hold\.full[\s\S]*\n\nCountPendingActivityTasks \(1\)\n\n {2}WARN {2}count-pending/,
    );
    expect(summaryText(sampleReport(), plain)).not.toMatch(/^PollForActivityTask/m);
    const known = { rule: 'count-pending-activity-tasks.task-list.truncated', reason: 'not yet' };
    const gate = {
      baseline: 'b',
      passed: true,
      findings: [],
      known: [known],
      flaky: [],
      healed: [],
      notJudged: [],
    };
    expect(summaryText({ ...severalOperations({ failOn: 'should' }), gate }, plain)).toContain(
      `Known to fail (1)\n\nCountPendingActivityTasks (1)\n  WARN  ${known.rule}  not yet\n`,
    );
  });

  it('counts nothing of operations that were not chosen', () => {
    const text = summaryText(severalOperations(), plain);
    expect(text).toContain('Run      12 rules in');
    expect(text).toContain('4 PASS  2 FAIL  2 WARN  1 INFO  1 SKIP  2 INCONCLUSIVE\n');
    expect(text).toContain('Skipped (1)\n');
    expect(text).not.toMatch(/PollForDecisionTask|poll-for-decision-task|Access control/);
  });

  it('says what a partial run was about', () => {
    const rules = sampleRules().filter((rule) => rule.status === 'pass');
    const text = summaryText(sampleReport(rules, { only: ['hold', 'delivery'] }), { ...plain, width: 120 });
    expect(text).toContain('Partial run (--only hold, delivery)');
    expect(text.trimEnd()).toMatch(/Conformant \(partial run\): 2 MUST rules held, none failed\.$/);
  });
});
