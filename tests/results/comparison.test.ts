import { describe, expect, it } from 'vitest';
import { compared } from '../../results/comparison.ts';
import type { RuleResult } from '../../results/rule.ts';
import { sampleReport, sampleRule } from '../reporters/sample.ts';

/** A comparison of runs of these rules each. */
function comparison(...runs: (readonly RuleResult[])[]) {
  return compared(runs.map((rules, index) => ({ name: `${index + 1}`, report: sampleReport([...rules]) })));
}

function rule(status: RuleResult['status'], changes: Partial<RuleResult> = {}): RuleResult {
  return sampleRule({ id: 'poll-for-activity-task.hold.full', status, ...changes });
}

describe('what became of a rule', () => {
  it.each([
    ['pass', 'pass', 'same'],
    ['fail', 'fail', 'same'],
    ['skip', 'skip', 'same'],
    ['skip', 'error', 'same'],
    ['pass', 'fail', 'worse'],
    ['pass', 'warn', 'worse'],
    ['pass', 'inconclusive', 'worse'],
    ['fail', 'pass', 'better'],
    ['warn', 'pass', 'better'],
    ['inconclusive', 'pass', 'better'],
    ['fail', 'inconclusive', 'changed'],
    ['inconclusive', 'fail', 'changed'],
    ['warn', 'fail', 'changed'],
    ['pass', 'skip', 'changed'],
    ['skip', 'fail', 'changed'],
    ['pass', 'error', 'changed'],
  ] as const)('from %s to %s is %s', (before, after, change) => {
    expect(comparison([rule(before)], [rule(after)]).rules[0]?.changes).toEqual([change]);
  });

  it('is told by what an INFO rule saw, but not by its numbers', () => {
    const info = (message: string) => [rule('info', { message })];
    const { rules } = comparison(
      info('open after 0.7 s'),
      info('open after 1.25 s'),
      info('refused after 1 s'),
    );
    expect(rules[0]?.changes).toEqual(['same', 'changed']);
  });

  it('is told between neighbours, also where a run did not know the rule', () => {
    const other = sampleRule({ id: 'poll-for-activity-task.empty.ok' });
    const { rules } = comparison(
      [rule('pass'), other],
      [other],
      [rule('fail', { title: 'As it is now.' }), other],
    );
    expect(rules.map(({ id, changes }) => [id, changes])).toEqual([
      ['poll-for-activity-task.hold.full', ['changed', 'changed']],
      ['poll-for-activity-task.empty.ok', ['same', 'same']],
    ]);
    expect(rules[0]?.title).toBe('As it is now.');
    expect(rules[0]?.results.map((result) => result?.status)).toEqual(['pass', undefined, 'fail']);
  });

  it('stands by area, whichever run knew the rule', () => {
    const ids = (...of: string[]) => of.map((id) => sampleRule({ id }));
    const { rules } = comparison(ids('hold.a', 'empty.a', 'hold.b'), ids('empty.b', 'hold.a'));
    expect(rules.map(({ id }) => id)).toEqual(['empty.b', 'empty.a', 'hold.a', 'hold.b']);
  });
});

describe('what newly fails', () => {
  const ids = (...runs: RuleResult[]) =>
    comparison(...runs.map((one) => [one])).newlyFailing.map(({ id }) => id);

  it.each([
    ['pass', 'fail', true],
    ['pass', 'inconclusive', true],
    ['skip', 'fail', true],
    ['pass', 'error', true],
    ['fail', 'fail', false],
    ['inconclusive', 'fail', false],
    ['fail', 'pass', false],
    ['pass', 'skip', false],
  ] as const)('a MUST from %s to %s: %s', (before, after, expected) => {
    expect(ids(rule(before), rule(after))).toEqual(expected ? ['poll-for-activity-task.hold.full'] : []);
  });

  it('compares the last with the first, whatever is between', () => {
    expect(ids(rule('pass'), rule('fail'), rule('pass'))).toEqual([]);
    expect(ids(rule('fail'), rule('pass'), rule('fail'))).toEqual([]);
    expect(ids(rule('pass'), rule('pass'), rule('fail'))).toEqual(['poll-for-activity-task.hold.full']);
  });

  it('counts a SHOULD where the last run fails on it, also when the first did not', () => {
    const should = (status: RuleResult['status'], failOn: 'must' | 'should') =>
      sampleReport([rule(status, { level: 'should' })], { failOn });
    const newly = (...reports: ReturnType<typeof should>[]) =>
      compared(reports.map((report) => ({ name: '', report }))).newlyFailing.length;
    expect(newly(should('pass', 'should'), should('warn', 'must'))).toBe(0);
    expect(newly(should('pass', 'must'), should('warn', 'should'))).toBe(1);
    expect(newly(should('warn', 'must'), should('warn', 'should'))).toBe(0);
  });

  it('says what held and was not judged any more', () => {
    const { noLongerJudged } = comparison(
      [
        rule('pass'),
        sampleRule({ id: 'poll-for-activity-task.empty.ok', status: 'fail' }),
        sampleRule({ id: 'poll-for-activity-task.wire.json' }),
      ],
      [rule('skip'), sampleRule({ id: 'poll-for-activity-task.wire.json', status: 'fail' })],
    );
    expect(noLongerJudged.map(({ id }) => id)).toEqual(['poll-for-activity-task.hold.full']);
  });
});
