import { describe, expect, it } from 'vitest';
import { duration, partialNote, verdictSentence } from '../../reporters/words.ts';
import { exitCodeOf } from '../../results/verdict.ts';
import { sampleReport, sampleRule, sampleRules } from './sample.ts';

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

describe('duration', () => {
  it.each([
    [0, '0 ms'],
    [12.4, '12 ms'],
    [1500, '1.5 s'],
    [64_310, '64.3 s'],
    [125_400, '2 min 5 s'],
  ])('%d ms is %s', (ms, words) => expect(duration(ms)).toBe(words));
});
