import { setTimeout as delay } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { skipped } from '../../engine/run/check-rule.ts';
import { scheduleRules } from '../../engine/run/schedule.ts';
import type { Rule } from '../../kit/rule.ts';

function rule(id: string, alone?: true): Rule {
  const citation = { source: 'a source', quote: 'a quote' };
  const said = { says: 'It holds.', citation, fix: 'Mend it.', check: async () => {} };
  return {
    id,
    operation: 'Some',
    area: 'some',
    level: 'must',
    evidence: ['doc'],
    ...said,
    ...(alone && { alone }),
  };
}

it('rules begin together, but those that run alone when all others have ended, one by one', async () => {
  const told: string[] = [];
  const rules = [rule('a.first', true), rule('b.one'), rule('b.two'), rule('c.last', true)];
  const begun = scheduleRules(rules, async (each) => {
    told.push(`${each.id} begins`);
    await delay(each.id === 'b.one' ? 30 : 10);
    told.push(`${each.id} ends`);
    return skipped(each, 'only', '');
  });
  const results = await Promise.all(rules.map(({ id }) => begun.get(id)));
  expect(results.map((result) => result?.id)).toEqual(['a.first', 'b.one', 'b.two', 'c.last']);
  expect(told).toEqual([
    ...['b.one begins', 'b.two begins', 'b.two ends', 'b.one ends'],
    ...['a.first begins', 'a.first ends', 'c.last begins', 'c.last ends'],
  ]);
});
