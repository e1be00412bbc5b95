import fc from 'fast-check';
import { expect, test } from 'vitest';
import { allNearMisses, nearMisses, taskListNames } from '../../generators/index.ts';
import { manyOf } from './judge.ts';

test('every kind that applies to a name is there', () => {
  expect(allNearMisses('Café bar')).toEqual([
    { kind: 'one-more', value: 'Café bar1' },
    { kind: 'prefix', value: 'Café ba' },
    { kind: 'upper-case', value: 'CAFÉ BAR' },
    { kind: 'lower-case', value: 'café bar' },
    { kind: 'swapped-case', value: 'cAFÉ BAR' },
    { kind: 'space-doubled', value: 'Café  bar' },
    { kind: 'decomposed', value: 'Cafe\u0301 bar' },
    { kind: 'leading-space', value: ' Café bar' },
    { kind: 'trailing-space', value: 'Café bar ' },
  ]);
  expect(allNearMisses('e\u0301  x')).toContainEqual({ kind: 'composed', value: 'é  x' });
  expect(allNearMisses('e\u0301  x')).toContainEqual({ kind: 'space-single', value: 'e\u0301 x' });
});

test('what would be invalid, or the name itself, is left out', () => {
  const kinds = (name: string) => allNearMisses(name).map(({ kind }) => kind);
  expect(kinds('1')).toEqual(['one-more', 'leading-space', 'trailing-space']);
  expect(kinds('1'.repeat(256))).toEqual(['prefix']);
  expect(kinds('a 1')).toContain('prefix');
  expect(allNearMisses('a 1')).toContainEqual({ kind: 'prefix', value: 'a' });
  expect(kinds('arn1')).not.toContain('prefix');
  expect(kinds('1😀')).toContain('prefix');
});

test('near misses of any name differ from it and from each other, and all but the spaced are valid', () => {
  for (const name of manyOf(taskListNames())) {
    const misses = allNearMisses(name);
    const values = misses.map(({ value }) => value);
    expect(misses.length).toBeGreaterThan(0);
    expect(values).not.toContain(name);
    expect(new Set(values).size).toBe(values.length);
    for (const { kind, value } of misses) {
      if (kind === 'leading-space') expect(value).toBe(` ${name}`);
      else if (kind === 'trailing-space') expect(value).toBe(`${name} `);
      else expect(value).not.toMatch(/^\s|\s$|[:/|]|\p{Cc}|^arn$|^$/u);
      expect(value.length).toBeLessThanOrEqual(256);
      expect(value.isWellFormed()).toBe(true);
    }
  }
});

test('nearMisses yields each of them', () => {
  const seen = new Set(fc.sample(nearMisses('Café bar'), { seed: 3, numRuns: 200 }).map(({ kind }) => kind));
  expect(seen).toEqual(new Set(allNearMisses('Café bar').map(({ kind }) => kind)));
});
