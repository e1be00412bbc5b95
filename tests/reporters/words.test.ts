import { describe, expect, it } from 'vitest';
import { duration, partialNote, verdictSentence } from '../../reporters/words.ts';
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
    const rules = [sampleRule(), sampleRule({ id: 'delivery.b', status: 'skip', message: 'not asked for' })];
    const report = sampleReport(rules, { only: ['delivery'] });
    expect(verdictSentence(report)).toBe(
      'Conformant (partial run): 1 MUST rule held, none failed, 1 skipped.',
    );
    expect(partialNote(report)).toContain('--only delivery');
    expect(partialNote(sampleReport())).toBeUndefined();
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
