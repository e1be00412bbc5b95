import { expect, it } from 'vitest';
import { mutants } from '../../reference/mutants/index.ts';
import type { Mutant } from '../../reference/mutants/mutant.ts';
import { rules } from '../../suites/index.ts';
import { coverOf } from './cover.ts';

const mutant = (name: string, ...breaks: string[]): Mutant => ({ name, breaks, does: '', options: {} });

it('takes the mutant that breaks most of what is left, and none that adds nothing', () => {
  const a = mutant('a', 'poll-for-activity-task.hold.full');
  const ab = mutant('ab', 'poll-for-activity-task.hold.full', 'poll-for-activity-task.hold.maximum');
  const bc = mutant('bc', 'poll-for-activity-task.hold.maximum', 'poll-for-activity-task.empty.ok');
  expect(coverOf([a, ab, bc])).toEqual([ab, bc]);
  expect(coverOf([bc, a, ab])).toEqual([bc, a]);
});

it('of all mutants breaks every rule', () => {
  const broken = new Set(coverOf(mutants).flatMap(({ breaks }) => breaks));
  expect([...broken].sort()).toEqual(rules.map(({ id }) => id).sort());
});
