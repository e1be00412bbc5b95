import { describe, expect, it } from 'vitest';
import type { Rule } from '../../kit/rule.ts';
import type { Mutant } from '../../reference/mutants/mutant.ts';
import { rules } from '../../suites/index.ts';
import {
  declarationProblems,
  mutantProblems,
  type Seen,
  variantProblems,
  wholeRunProblems,
} from './judge.ts';

const mutant: Mutant = {
  name: 'late',
  breaks: ['poll-for-activity-task.hold.full', 'poll-for-activity-task.hold.maximum'],
  collateral: [{ rules: ['poll-for-activity-task.task.*'], why: 'There is no task.' }],
  does: 'It is late.',
  options: {},
};

const seen = (id: string, status: Seen['status'], message = 'said'): Seen => {
  const level =
    id === 'poll-for-activity-task.hold.full'
      ? 'should'
      : id === 'poll-for-activity-task.hold.abandoned'
        ? 'info'
        : 'must';
  return { id, level, status, message };
};

const killed = [
  seen('poll-for-activity-task.hold.full', 'warn'),
  seen('poll-for-activity-task.hold.maximum', 'fail'),
];

describe('of a mutant', () => {
  it('nothing is told when the rules that it breaks are red, and no others', () => {
    const others = [
      seen('poll-for-activity-task.empty.ok', 'pass'),
      seen('poll-for-activity-task.empty.sdk', 'inconclusive'),
      seen('poll-for-activity-task.task.sdk', 'fail'),
    ];
    expect(mutantProblems(mutant, [...killed, ...others], [])).toEqual([]);
  });

  it('is told that it survives', () => {
    const green = [
      seen('poll-for-activity-task.hold.full', 'pass'),
      seen('poll-for-activity-task.hold.maximum', 'pass'),
    ];
    expect(mutantProblems(mutant, green, [])).toEqual([
      'late survives: no rule that it breaks is red',
      'late: declared but not red: poll-for-activity-task.hold.full: pass: said',
      'late: declared but not red: poll-for-activity-task.hold.maximum: pass: said',
    ]);
  });

  it.each(['pass', 'skip', 'inconclusive'] as const)('is told that a rule that it breaks is %s', (status) => {
    const [full] = killed as [Seen];
    expect(mutantProblems(mutant, [full, seen('poll-for-activity-task.hold.maximum', status)], [])).toEqual([
      `late: declared but not red: poll-for-activity-task.hold.maximum: ${status}: said`,
    ]);
  });

  it.each([
    ['poll-for-activity-task.empty.ok', 'fail'],
    ['poll-for-activity-task.hold.full', 'warn'],
  ] as const)('is told that %s is red, which it does not declare', (id, status) => {
    const row = [seen('poll-for-activity-task.hold.maximum', 'fail'), seen(id, status)];
    expect(mutantProblems({ ...mutant, breaks: ['poll-for-activity-task.hold.maximum'] }, row, [])).toEqual([
      `late: red but not declared (in its breaks, or its collateral): ${id}: ${status}: said`,
    ]);
  });

  it('is told that a rule is at fault itself', () => {
    expect(mutantProblems(mutant, [...killed, seen('poll-for-activity-task.empty.ok', 'error')], [])).toEqual(
      ['late: poll-for-activity-task.empty.ok: error: said'],
    );
  });

  it('an INFO rule is red when it says something else than of the plain server', () => {
    const plain = [seen('poll-for-activity-task.hold.abandoned', 'info', 'as usual')];
    const informed = { ...mutant, breaks: ['poll-for-activity-task.hold.abandoned'] };
    expect(mutantProblems(informed, plain, plain)).toContain('late survives: no rule that it breaks is red');
    const otherwise = [seen('poll-for-activity-task.hold.abandoned', 'info', 'otherwise')];
    expect(mutantProblems(informed, otherwise, plain)).toEqual([]);
    // Where nothing is known of the plain server, nothing is known of this one.
    const unknown = [seen('poll-for-activity-task.hold.abandoned', 'inconclusive')];
    for (const before of [[], unknown]) expect(mutantProblems(informed, otherwise, before)).not.toEqual([]);
  });

  describe('on which every rule was run', () => {
    it('is told that what it declares as collateral does not show', () => {
      expect(
        wholeRunProblems(mutant, [...killed, seen('poll-for-activity-task.task.sdk', 'pass')], []),
      ).toEqual(['late: declared as collateral, but none is red: poll-for-activity-task.task.*']);
      expect(
        wholeRunProblems(mutant, [...killed, seen('poll-for-activity-task.task.sdk', 'fail')], []),
      ).toEqual([]);
    });

    it('a rule that it breaks may have learned nothing, as long as another is red', () => {
      const [full] = killed as [Seen];
      const blind = seen('poll-for-activity-task.hold.maximum', 'inconclusive');
      expect(
        wholeRunProblems(mutant, [full, blind, seen('poll-for-activity-task.task.sdk', 'fail')], []),
      ).toEqual([]);
      expect(wholeRunProblems(mutant, [blind, seen('poll-for-activity-task.task.sdk', 'fail')], [])).toEqual([
        'late survives: no rule that it breaks is red',
      ]);
    });
  });
});

describe('of a variant', () => {
  const variant = {
    name: 'odd',
    does: 'It is odd.',
    warns: ['poll-for-activity-task.hold.full'],
    options: {},
  };

  it('nothing is told when no rule is red or skipped but those that it declares', () => {
    const row = [
      seen('poll-for-activity-task.hold.full', 'warn'),
      seen('poll-for-activity-task.empty.ok', 'pass'),
      seen('poll-for-activity-task.hold.abandoned', 'info'),
    ];
    expect(
      variantProblems({ ...variant, skips: ['poll-for-activity-task.empty.s*'] }, [
        ...row,
        seen('poll-for-activity-task.empty.sdk', 'skip'),
      ]),
    ).toEqual([]);
  });

  it('is told that a rule is skipped, or is not that should be', () => {
    const row = [
      seen('poll-for-activity-task.hold.full', 'warn'),
      seen('poll-for-activity-task.empty.ok', 'skip'),
      seen('poll-for-activity-task.empty.sdk', 'pass'),
    ];
    expect(variantProblems({ ...variant, skips: ['poll-for-activity-task.empty.sdk'] }, row)).toEqual([
      'odd is conformant: poll-for-activity-task.empty.ok: skip: said',
      'odd is conformant, and declared to skip it: poll-for-activity-task.empty.sdk: pass: said',
    ]);
  });

  it.each(['fail', 'inconclusive', 'error'] as const)('is told that a rule is %s', (status) => {
    const problems = variantProblems(variant, [
      seen('poll-for-activity-task.hold.full', 'warn'),
      seen('poll-for-activity-task.empty.ok', status),
    ]);
    expect(problems).toEqual([expect.stringContaining(`poll-for-activity-task.empty.ok: ${status}: said`)]);
  });

  it('is told that a rule does not warn that should', () => {
    expect(variantProblems(variant, [seen('poll-for-activity-task.hold.full', 'pass')])).toEqual([
      'odd: declared to warn, but does not: poll-for-activity-task.hold.full: pass: said',
    ]);
  });
});

describe('of the declarations', () => {
  const [first, second] = rules as [Rule, Rule];
  const of = (name: string, ...breaks: string[]): Mutant => ({ name, breaks, does: '', options: {} });

  it('nothing is told when each rule has a mutant', () => {
    expect(declarationProblems([of('a', first.id, second.id)], [], [first, second])).toEqual([]);
  });

  it('is told which rule has no mutant, which names none, and whose name is taken', () => {
    const mutants = [of('a', first.id), of('a', 'no.rule'), of('b')];
    const variants = [{ name: 'a', does: '', warns: ['no.other'], options: {} }];
    expect(declarationProblems(mutants, variants, [first, second])).toEqual([
      `${second.id} has no mutant: nothing shows that it can fail`,
      'b breaks no rule',
      'a: there is no rule no.rule',
      'a: there is no rule no.other',
      'a is the name of two servers',
      'a is the name of two servers',
    ]);
  });
});
