import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { rules } from '../../suites/index.ts';
import { areaOf } from '../../suites/rule.ts';

describe('the rules', () => {
  it('have ids of their own, within an area', () => {
    const ids = rules.map((rule) => rule.id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const id of ids) expect(id).toMatch(/^[a-z]+(-[a-z]+)*\.[a-z0-9]+(-[a-z0-9]+)*$/);
  });

  it('stand area by area', () => {
    const areas = rules.map(areaOf).filter((area, i, all) => area !== all[i - 1]);
    expect(new Set(areas).size).toBe(areas.length);
  });

  it.each(rules.map((rule) => [rule.id, rule] as const))('%s says all that a report needs', (_, rule) => {
    expect(rule.says).toMatch(/^\S.*\S$/s);
    expect(rule.fix).toMatch(/\.$/);
    expect(rule.citation.quote.length).toBeGreaterThan(5);
    expect(rule.evidence.length).toBeGreaterThan(0);
  });
});

describe('the catalogue', () => {
  it('and the rules have the same ids, levels and evidence', () => {
    const built = rules.map(({ id, level, evidence }) => `${id} ${level} ${evidence.join('+')}`);
    expect(built.sort()).toEqual(catalogueRows().sort());
  });
});

/** The rows of docs/catalogue.md: their ids, level and evidence. */
function catalogueRows(): string[] {
  const text = readFileSync(new URL('../../docs/catalogue.md', import.meta.url), 'utf8');
  return text.split('\n').flatMap((line) => {
    const row = /^\| ([\w., -]+\.[\w., -]+) \| (MUST|SHOULD|INFO) \| ([^|]+) \|/.exec(line);
    if (!row) return [];
    const [, ids = '', level = '', evidence = ''] = row;
    return ids.split(', ').map((id) => `${id} ${level.toLowerCase()} ${evidence.split(/\+|, /).join('+')}`);
  });
}
