import { expect, it } from 'vitest';
import { matches } from '../../results/pattern.ts';

it.each([
  ['hold.full', 'hold.full', true],
  ['hold.full', 'hold.*', true],
  ['hold.full', '*', true],
  ['hold.full', '*l*l', true],
  ['hold.full', '**.full', true],
  ['hold.full', 'hold.f', false],
  ['hold.full', 'old.*', false],
  ['hold.full', '*l*l*l*l', false],
  ['hold.full', 'hold.full*full', false],
  ['holdxfull', 'hold.full', false],
])('%s and %s: %s', (id, pattern, expected) => expect(matches(id, pattern)).toBe(expected));

it('a pattern of many stars, as a file may have it, is judged at once', () => {
  // 30 of them took a regular expression longer than anybody waits.
  expect(matches('task-list.unicode-whitespace-and-more', `${'*e'.repeat(30)}!`)).toBe(false);
});
