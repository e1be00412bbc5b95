import { beforeAll, describe, expect, it, vi } from 'vitest';
import { mutants } from '../reference/mutants/index.ts';
import { rules } from '../suites/index.ts';
import type { Rule } from '../suites/rule.ts';
import { checkAgainst, line } from './support.ts';

// Most of a mutant's time is waiting; more at once would make the bounds of the hold rules a matter of this machine's load.
vi.setConfig({ maxConcurrency: 8 });

const byId = new Map(rules.map((rule) => [rule.id, rule]));

/** What a rule that the server breaks comes to. */
const red = { must: 'fail', should: 'warn', info: 'info' } as const;

/** What the rules that never fail say of the plain reference. */
const plain = new Map<string, string>();

beforeAll(async () => {
  const infos = rules.filter(({ level }) => level === 'info');
  for (const { id, message } of await checkAgainst({}, infos)) plain.set(id, message);
});

describe('the mutants', () => {
  it('have names of their own', () => {
    const names = mutants.map(({ name }) => name);
    expect(names.filter((name, i) => names.indexOf(name) !== i)).toEqual([]);
  });

  it('break rules that exist', () => {
    const unknown = mutants.flatMap(({ name, breaks }) =>
      breaks.filter((id) => !byId.has(id)).map((id) => `${name}: ${id}`),
    );
    expect(unknown).toEqual([]);
  });

  it('break every rule', () => {
    const broken = new Set(mutants.flatMap(({ breaks }) => breaks));
    expect(rules.map(({ id }) => id).filter((id) => !broken.has(id))).toEqual([]);
  });
});

describe('on a mutant the rules that it breaks are red', () => {
  it.concurrent.each(mutants.map((mutant) => [mutant.name, mutant] as const))('%s', async (_, mutant) => {
    const broken = mutant.breaks.map((id) => byId.get(id)).filter((rule): rule is Rule => rule !== undefined);
    const results = await checkAgainst(mutant.options, broken);
    const green = results.filter(({ id, level, status, message }) => {
      return status !== red[level] || (level === 'info' && message === plain.get(id));
    });
    expect(green.map(line)).toEqual([]);
  });
});
