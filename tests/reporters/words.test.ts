import { describe, expect, it } from 'vitest';
import { operationSentence, operationsOf, subject } from '../../reporters/operations.ts';
import { duration, notChosenNote, partialNote, verdictSentence } from '../../reporters/words.ts';
import { exitCodeOf } from '../../results/verdict.ts';
import { sampleReport, sampleRule, sampleRules, severalOperations } from './sample.ts';

describe('verdictSentence', () => {
  it('says what failed', () => {
    expect(verdictSentence(sampleReport())).toBe(
      'Not conformant: 2 MUST rules failed, 1 MUST rule inconclusive.',
    );
  });

  it('names SHOULD rules only where they count', () => {
    expect(verdictSentence(sampleReport(sampleRules(), { failOn: 'should' }))).toBe(
      'Not conformant: 2 MUST rules failed, 1 MUST rule inconclusive, 1 SHOULD rule failed, 1 SHOULD rule inconclusive.',
    );
  });

  it('never says conformant without what was skipped, and that a run was partial', () => {
    const rules = [
      sampleRule(),
      sampleRule({ id: 'poll-for-activity-task.delivery.b', status: 'skip', message: 'not asked for' }),
    ];
    const report = sampleReport(rules, { only: ['delivery'] });
    expect(verdictSentence(report)).toBe(
      'Conformant (partial run): 1 MUST rule held, none failed, 1 skipped.',
    );
    expect(partialNote(report)).toContain('--only delivery');
    expect(partialNote(sampleReport())).toBeUndefined();
  });

  it('is no pass where a budget left rules out, unless that was allowed', () => {
    const rules = [
      sampleRule(),
      sampleRule({ id: 'poll-for-activity-task.delivery.b', status: 'skip', message: 'no time' }),
    ];
    const budget = { seconds: 30, leftOut: ['poll-for-activity-task.delivery.b'], allowed: false };
    const report = sampleReport(rules, { budget });
    report.summary.partial = true;
    expect(verdictSentence(report)).toBe(
      'No pass, as the budget left rules out: 1 MUST rule held, none failed, 1 skipped.',
    );
    expect(partialNote(report)).toContain('Partial run (--budget 30)');
    expect(partialNote(report)).toContain('The budget left out 1 rule, 1 of them MUST. That is no pass');
    expect(exitCodeOf(report)).toBe(1);
    report.run.budget = { ...budget, allowed: true };
    expect(verdictSentence(report)).toMatch(/^Conformant \(partial run\)/);
    expect(partialNote(report)).not.toContain('no pass');
    expect(exitCodeOf(report)).toBe(0);
    const failed = sampleReport(sampleRules(), { budget });
    expect(verdictSentence(failed)).toMatch(/^Not conformant/);
  });

  it('is never conformant where every rule was skipped', () => {
    const skipped = sampleReport([sampleRule({ status: 'skip', message: 'limits are judged on demand' })]);
    expect(verdictSentence(skipped)).toBe('Not conformant: nothing was judged, as every rule was skipped.');
  });

  it('gives no verdict where there is none', () => {
    const broken = sampleReport([sampleRule({ status: 'error', message: 'TypeError' })]);
    expect(verdictSentence(broken)).toBe('No verdict: the suite itself failed on 1 rule.');
    const lost = sampleReport([sampleRule()]);
    lost.summary = { ...lost.summary, verdict: 'unusable', message: 'connection refused for 10 s' };
    expect(verdictSentence(lost)).toBe('No verdict, the target became unusable: connection refused for 10 s');
  });
});

describe('the operations of a report', () => {
  it('are those of which a rule was to be run, each with its own verdict, and the others', () => {
    const report = severalOperations();
    const { judged, others } = operationsOf(report);
    expect(judged.map(({ name, slug, rules }) => [name, slug, rules.length])).toEqual([
      ['PollForActivityTask', 'poll-for-activity-task', 9],
      ['CountPendingActivityTasks', 'count-pending-activity-tasks', 3],
    ]);
    expect(judged.map((operation) => operationSentence(operation, report))).toEqual([
      'Not conformant: 2 MUST rules failed, 1 MUST rule inconclusive.',
      'Conformant: 2 MUST rules held, none failed.',
    ]);
    expect(others.map(({ name, rules }) => [name, rules.length])).toEqual([['PollForDecisionTask', 2]]);
  });

  it('count an operation that --only left out as not run, and say of one that was run in part that it was', () => {
    const left = { status: 'skip', skippedBy: 'only', message: 'not chosen by --only' } as const;
    const operation = 'RespondActivityTaskFailed';
    const report = sampleReport([
      sampleRule(),
      sampleRule({ id: 'poll-for-activity-task.hold.full', ...left }),
      sampleRule({ id: 'respond-activity-task-failed.task-token.old', operation, ...left }),
    ]);
    const { judged, others } = operationsOf(report);
    expect(judged.map((each) => operationSentence(each, report))).toEqual([
      'Conformant (in part): 1 MUST rule held, none failed, 1 skipped.',
    ]);
    expect(others.map(({ name }) => name)).toEqual([operation]);
  });

  it('have no verdict where the suite failed or the target was lost', () => {
    const report = sampleReport([sampleRule({ status: 'error' })]);
    const [failed] = operationsOf(report).judged;
    expect(failed && operationSentence(failed, report)).toBe(
      'No verdict: the suite itself failed on 1 rule.',
    );
    expect(failed && operationSentence({ ...failed, verdict: 'unusable' }, report)).toBe(
      'No verdict: the target became unusable.',
    );
  });

  it('that were not chosen are in no count of the verdict, and are noted', () => {
    const report = severalOperations();
    const conformant = sampleReport(
      report.rules.filter(({ status }) => status === 'pass' || status === 'skip'),
    );
    expect(verdictSentence(conformant)).toBe('Conformant: 4 MUST rules held, none failed, 1 skipped.');
    expect(notChosenNote(report)).toBe('1 operation with 2 rules was not chosen.');
    expect(notChosenNote(sampleReport())).toBeUndefined();
    expect(partialNote(report)).toContain('--operation PollForActivityTask, CountPendingActivityTasks');
  });

  it('are named up to three, and counted then', () => {
    const named = (...names: string[]) => subject(names.map((name) => ({ name })));
    expect(named('A')).toBe('A');
    expect(named('A', 'B')).toBe('A and B');
    expect(named('A', 'B', 'C')).toBe('A, B and C');
    expect(named('A', 'B', 'C', 'D')).toBe('4 operations');
    expect(named()).toBe('no operation');
    expect(named(`A\n\u202e${'x'.repeat(99)}`)).toMatch(/^A \\u202exx+…$/);
  });
});

describe('duration', () => {
  it.each([
    [0, '0 ms'],
    [12.4, '12 ms'],
    [1500, '1.5 s'],
    [64_310, '64.3 s'],
    [125_400, '2 min 5 s'],
  ])('%d ms is %s', (ms, words) => expect(duration(ms)).toBe(words));
});
