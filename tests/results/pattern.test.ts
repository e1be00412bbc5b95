import { expect, it } from 'vitest';
import { matches } from '../../results/pattern.ts';

it.each([
  ['poll-for-activity-task.hold.full', 'poll-for-activity-task.hold.full', true],
  ['poll-for-activity-task.hold.full', 'hold.*', true],
  ['poll-for-activity-task.hold.full', '*', true],
  ['poll-for-activity-task.hold.full', '*l*l', true],
  ['poll-for-activity-task.hold.full', '**.full', true],
  ['poll-for-activity-task.hold.full', 'hold.f', false],
  ['poll-for-activity-task.hold.full', 'old.*', false],
  ['poll-for-activity-task.hold.full', '*l*l*l*l', false],
  ['poll-for-activity-task.hold.full', 'hold.full*full', false],
  ['holdxfull', 'poll-for-activity-task.hold.full', false],
])('%s and %s: %s', (id, pattern, expected) => expect(matches(id, pattern)).toBe(expected));

it('a pattern of many stars, as a file may have it, is judged at once', () => {
  // 30 of them took a regular expression longer than anybody waits.
  expect(matches('task-list.unicode-whitespace-and-more', `${'*e'.repeat(30)}!`)).toBe(false);
});
