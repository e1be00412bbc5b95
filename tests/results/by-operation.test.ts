import { expect, it } from 'vitest';
import { byOperation, idParts } from '../../results/by-operation.ts';

const rule = (slug: string, operation: string, area: string, name: string) => ({
  id: `${slug}.${area}.${name}`,
  operation,
  area,
});

it('rules are grouped by operation and by area, each where it first appears', () => {
  const rules = [
    rule('poll-for-activity-task', 'PollForActivityTask', 'hold', 'a'),
    rule('count-tasks', 'CountTasks', 'hold', 'b'),
    rule('poll-for-activity-task', 'PollForActivityTask', 'domain', 'c'),
    rule('poll-for-activity-task', 'PollForActivityTask', 'hold', 'd'),
  ];
  const [a, b, c, d] = rules;
  expect(byOperation(rules)).toEqual([
    {
      name: 'PollForActivityTask',
      slug: 'poll-for-activity-task',
      areas: [
        { name: 'hold', rules: [a, d] },
        { name: 'domain', rules: [c] },
      ],
      rules: [a, d, c],
    },
    { name: 'CountTasks', slug: 'count-tasks', areas: [{ name: 'hold', rules: [b] }], rules: [b] },
  ]);
  expect(byOperation([])).toEqual([]);
});

it('an id has a part that names its operation, and a rest', () => {
  expect(idParts('poll-for-activity-task.hold.full')).toEqual(['poll-for-activity-task.', 'hold.full']);
  expect(idParts('nonsense')).toEqual(['', 'nonsense']);
});
