import { describe, expect, it } from 'vitest';
import { mutants } from '../../reference/mutants/index.ts';
import { rules } from '../../suites/index.ts';

describe('the rules', () => {
  it('have ids of their own, within an area of their operation', () => {
    const ids = rules.map((rule) => rule.id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const id of ids) expect(id).toMatch(/^[a-z]+(-[a-z]+)*\.[a-z]+(-[a-z]+)*\.[a-z0-9]+(-[a-z0-9]+)*$/);
  });

  it('stand operation by operation, and area by area', () => {
    const groups = rules.map(({ operation, area }) => `${operation} ${area}`);
    const areas = groups.filter((group, i) => group !== groups[i - 1]);
    expect(new Set(areas).size).toBe(areas.length);
  });

  it.each(rules.map((rule) => [rule.id, rule] as const))('%s says all that a report needs', (_, rule) => {
    expect(rule.says).toMatch(/^\S.*\S$/s);
    expect(rule.fix).toMatch(/\.$/);
    expect(rule.citation.quote.length).toBeGreaterThan(5);
    expect(rule.citation.source).toMatch(/^\S.*\S$/);
    expect(rule.evidence.length).toBeGreaterThan(0);
    expect(new Set(rule.evidence).size).toBe(rule.evidence.length);
  });

  it.each(rules.map(({ id }) => id))('%s has a mutant that it is seen red on', (id) => {
    expect(
      mutants.some(({ breaks }) => breaks.includes(id)),
      `write one in reference/mutants/`,
    ).toBe(true);
  });
});
