import { describe, expect, it } from 'vitest';
import { cutInto, weightOf } from '../../engine/shards/shard.ts';
import { rules } from '../../suites/index.ts';

const settings = { cases: 100, authenticates: true, with: ['limits'], maxPollers: 100 };
const idsOf = (part: readonly { id: string }[]) => part.map(({ id }) => id);

describe('the cut into shards', () => {
  it.each([1, 2, 3, 4, 7, rules.length])(
    'gives each rule to one of %d parts, and each part a rule',
    (count) => {
      const parts = cutInto(count, rules, settings);
      expect(parts).toHaveLength(count);
      expect(parts.flatMap(idsOf).sort()).toEqual(idsOf(rules).sort());
      for (const part of parts) expect(part).not.toEqual([]);
    },
  );

  it('is the same in whichever order the rules are', () => {
    const cut = (of: typeof rules) => cutInto(3, of, settings).map((part) => idsOf(part).sort());
    expect(cut(rules.toReversed())).toEqual(cut(rules));
  });

  it.each([2, 3, 4, 6])('into %d is balanced, at few cases and at many', (count) => {
    for (const cases of [5, 100, 1000]) {
      const weights = cutInto(count, rules, { ...settings, cases }).map((part) =>
        part.reduce((sum, rule) => sum + weightOf(rule, { ...settings, cases }), 0),
      );
      expect(Math.max(...weights) / Math.min(...weights)).toBeLessThan(1.05);
    }
  });

  it('is balanced by what is judged: rules that will be skipped cost nothing', () => {
    const parts = cutInto(3, rules, { cases: 100, authenticates: undefined, maxPollers: undefined });
    const sent = parts.map((part) =>
      part
        .filter((rule) => !['access', 'limit'].includes(rule.area))
        .reduce((sum, rule) => sum + weightOf(rule, settings), 0),
    );
    expect(Math.max(...sent) / Math.min(...sent)).toBeLessThan(1.05);
    const [access] = rules.filter((rule) => rule.area === 'access');
    if (!access) throw new Error('there is no such rule');
    expect(weightOf(access, { cases: 100, authenticates: undefined, maxPollers: undefined })).toBe(1);
    expect(weightOf(access, settings)).toBeGreaterThan(1);
  });
});
