import { describe, expect, test } from 'vitest';
import {
  activityIds,
  domainNames,
  identities,
  illFormedTexts,
  inputs,
  taskListNames,
  workflowIds,
} from '../../generators/index.ts';
import {
  faultsOfStricterName,
  faultsOfTaskListName,
  faultsOfText,
  manyOf,
  samples,
  shrunk,
} from './judge.ts';

const names = [
  { what: 'domainNames', make: domainNames, faults: faultsOfStricterName },
  { what: 'taskListNames', make: taskListNames, faults: faultsOfTaskListName },
  { what: 'activityIds', make: activityIds, faults: faultsOfStricterName },
  { what: 'workflowIds', make: workflowIds, faults: faultsOfStricterName },
];

describe.each(names)('$what', ({ make, faults }) => {
  test('are valid', () => {
    for (const name of samples(make()).flat()) expect(faults(name), JSON.stringify(name)).toEqual([]);
  });

  test('reach both ends of the length, whatever the seed', () => {
    for (const sample of samples(make())) {
      const lengths = sample.map((name) => name.length);
      expect(lengths).toContain(1);
      expect(lengths).toContain(256);
      expect(lengths.filter((length) => length > 20 && length < 240).length).toBeGreaterThan(10);
    }
  });

  test.each([
    ['a single inner space', /\S \S/],
    ['a doubled inner space', /\S {2}\S/],
    ['another inner space', /\S[\u00a0\u2003\u3000]\S/],
    ['punctuation', /[{<&%'"\\]/],
    ['a combining mark', /\p{M}/u],
    ['a composed letter', /[\u00c0-\u017f]/],
    ['right-to-left letters', /[\p{Script=Hebrew}\p{Script=Arabic}]/u],
    ['Han, Hangul and Kana', /[\p{Script=Han}\p{Script=Hangul}\p{Script=Hiragana}]/u],
    ['a character beyond U+FFFF', /[\u{10000}-\u{10ffff}]/u],
    ['what looks like JSON', /["{[]\S*["}\]]/],
    ['what looks like markup', /<\S+>/],
    ['256 units of more than 256 bytes', /^(?=[\s\S]{256}$)[\s\S]*[^\0-\u007f]/],
  ])('hold %s', (_, pattern) => {
    for (const sample of samples(make())) expect(sample.some((name) => pattern.test(name))).toBe(true);
  });

  test('hold a marker at either end, within the bounds', () => {
    for (const containing of ['r1x7-3', 'n', 'ar', 'm'.repeat(64)]) {
      const marked = manyOf(make({ containing }));
      for (const name of marked) {
        expect(faults(name), JSON.stringify(name)).toEqual([]);
        expect(name.startsWith(containing) || name.endsWith(containing)).toBe(true);
      }
      expect(marked.some((name) => !name.startsWith(containing))).toBe(true);
      expect(marked.some((name) => !name.endsWith(containing))).toBe(true);
      expect(marked.some((name) => name.length === 256)).toBe(true);
    }
  });

  test('take no marker that would spoil them', () => {
    for (const containing of ['', ' ', 'a:b', 'arn', 'x'.repeat(65)]) {
      expect(() => make({ containing })).toThrow(RangeError);
    }
  });

  test('shrink to short plain ones', () => {
    expect(shrunk(make(), () => true).smallest).toBe('a');
    expect(shrunk(make(), (name) => name.length >= 5).smallest).toBe('aaaaa');
    expect(shrunk(make(), (name) => name.includes(' ')).smallest).toMatch(/^a* {1,2}a*$/);
    expect(shrunk(make(), (name) => name.length === 256).smallest).toBe('a'.repeat(256));
  });
});

test('taskListNames hold names that begin with, end with and contain arn', () => {
  for (const sample of samples(taskListNames())) {
    expect(sample.some((name) => /^arn./u.test(name))).toBe(true);
    expect(sample.some((name) => /.arn$/u.test(name))).toBe(true);
    expect(sample.some((name) => /.arn./u.test(name))).toBe(true);
  }
});

describe('identities', () => {
  test('are any text of at most 256, and reach both ends', () => {
    for (const sample of samples(identities())) {
      for (const text of sample) expect(faultsOfText(text, 256), JSON.stringify(text)).toEqual([]);
      expect(sample).toContain('');
      expect(sample.some((text) => text.length === 256)).toBe(true);
    }
  });

  test.each([
    ['line ends', /\r\n/],
    ['control characters', /[\u0001-\u0008\u0080-\u0084]/],
    ['white space at an end', /^\s|\s$/],
    ['the characters that names forbid', /[:/|]/],
    ['a character beyond U+FFFF', /[\u{10000}-\u{10ffff}]/u],
  ])('hold %s', (_, pattern) => {
    for (const sample of samples(identities())) expect(sample.some((text) => pattern.test(text))).toBe(true);
  });

  test('hold U+0000 rarely', () => {
    const withNull = manyOf(identities()).filter((text) => text.includes('\0'));
    expect(withNull.length).toBeGreaterThan(0);
    expect(withNull.length).toBeLessThan(50);
  });

  test('shrink to short plain ones', () => {
    expect(shrunk(identities(), () => true).smallest).toBe('');
    expect(shrunk(identities(), (text) => text !== '').smallest).toBe('a');
  });
});

describe('inputs', () => {
  test('are any text of at most 32768, and reach both ends', () => {
    for (const sample of samples(inputs())) {
      for (const text of sample) expect(faultsOfText(text, 32_768)).toEqual([]);
      expect(sample).toContain('');
      expect(sample.some((text) => text.length === 32_768)).toBe(true);
      expect(sample.some((text) => text.length > 256 && text.length < 32_768)).toBe(true);
    }
  });

  test('are mostly short: a hundred are well below a megabyte', () => {
    for (const sample of samples(inputs())) {
      const bytes = sample.reduce((sum, text) => sum + Buffer.byteLength(text), 0);
      expect(bytes / 3).toBeLessThan(1_000_000);
    }
  });

  test('shrink to short plain ones', () => {
    expect(shrunk(inputs(), () => true).smallest).toBe('');
    expect(shrunk(inputs(), (text) => text.length >= 300).smallest).toMatch(/^a{300,}$/);
  });
});

test('illFormedTexts, and they alone, hold a lone surrogate', () => {
  for (const text of samples(illFormedTexts()).flat()) expect(text.isWellFormed()).toBe(false);
});

test('a thousand of each are made in a moment', () => {
  for (const arbitrary of [
    domainNames(),
    taskListNames(),
    activityIds(),
    workflowIds(),
    identities(),
    inputs(),
  ]) {
    const start = performance.now();
    manyOf(arbitrary);
    expect(performance.now() - start).toBeLessThan(3000);
  }
});
