import { describe, expect, it } from 'vitest';
import { variants } from '../reference/variants.ts';
import { rules } from '../suites/index.ts';
import { checkAgainst, line } from './support.ts';

/** Nothing is wrong with the server. */
const good = ['pass', 'info', 'skip'];

// One after the other: each is a whole run, and two at once would disturb each other's timing.
describe('on a conformant server no rule is red', () => {
  it('and their names are their own', () => {
    const names = variants.map(({ name }) => name);
    expect(names.filter((name, i) => names.indexOf(name) !== i)).toEqual([]);
  });

  it.each([{ name: 'the plain reference', options: {}, warns: [] }, ...variants])(
    '$name',
    async (variant) => {
      const { options, warns = [] } = variant;
      const results = await checkAgainst(options, rules, 40);
      const wrong = results.filter(({ id, status }) =>
        warns.includes(id) ? status !== 'warn' : !good.includes(status),
      );
      expect(wrong.map(line)).toEqual([]);
    },
  );
});
