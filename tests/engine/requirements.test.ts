import { expect, it } from 'vitest';
import { whatLacks } from '../../engine/plan/requirements.ts';
import type { Requirement, Rule } from '../../kit/rule.ts';
import { rules } from '../../suites/index.ts';

const all = { mocked: false, authenticates: true, with: ['limits'], maxPollers: 1000 };

/** A rule that requires this. */
const ruleOn = (requirement: Requirement) =>
  rules.find(({ requires }) => requires?.includes(requirement)) as Rule;

it.each([
  ['connection', { mocked: true }, /a mock in this process/],
  ['authentication', { authenticates: false }, /not said to authenticate/],
  ['limits', { with: [] }, /on demand: --with limits/],
  ['limits', { maxPollers: undefined }, /on demand: --with limits/],
] as const)('a rule that requires %s is skipped where that is lacking', (requirement, lack, reason) => {
  const rule = ruleOn(requirement);
  expect(whatLacks(all, rule)).toBeUndefined();
  expect(whatLacks({ ...all, ...lack }, rule)).toMatch(reason);
});

it('whether there is a second region is for the rule to find out', () => {
  expect(whatLacks({ mocked: true }, ruleOn('second region'))).toBeUndefined();
});

it('a rule that requires nothing is judged anywhere', () => {
  const [free] = rules.filter(({ requires }) => requires === undefined) as [Rule];
  expect(whatLacks({ mocked: true }, free)).toBeUndefined();
});

it('what is about access or limits says so', () => {
  const silent = rules.filter(
    ({ id, requires = [] }) => /^(access|limit)\./.test(id) && requires.length === 0,
  );
  expect(silent.map(({ id }) => id)).toEqual([]);
});
