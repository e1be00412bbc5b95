import { describe, expect, it } from 'vitest';
import { indentJson } from '../../reporters/indent-json.ts';
import { shortened, visible, visibleLine } from '../../results/visible.ts';
import { hiddenCharacters } from '../reporters/hidden.ts';
import { hostileText } from '../reporters/sample.ts';

describe('visible', () => {
  it('writes what cannot be seen as UTF-16 escapes', () => {
    expect(visible('a\u001b[31m\u0000\u202e\u{e0041}\ud83d')).toBe(
      'a\\u001b[31m\\u0000\\u202e\\udb40\\udc41\\ud83d',
    );
    expect(visible('no-break\u00a0space, wide\u3000space')).toBe('no-break\\u00a0space, wide\\u3000space');
    expect(visible(hostileText)).not.toMatch(hiddenCharacters);
  });

  it('leaves what can be seen, line ends and tabs', () => {
    const text = 'añ 日本語 عربي 😀\n\t{"a": "\\u0000"}';
    expect(visible(text)).toBe(text);
  });

  it('keeps JSON the same JSON', () => {
    const value = { text: hostileText, list: ['\u{e0041}', '\u0085'] };
    expect(JSON.parse(visible(JSON.stringify(value)))).toEqual(value);
  });

  it('puts a text on one line', () => {
    expect(visibleLine(' a\n\n\tb\rc ')).toBe('a b\\u000dc');
  });
});

describe('shortened', () => {
  it('cuts to the length, and never through a surrogate pair', () => {
    expect(shortened('abcdef', 6)).toBe('abcdef');
    expect(shortened('abcdef', 4)).toBe('abc…');
    expect(shortened('ab😀def', 4)).toBe('ab…');
  });
});

describe('indentJson', () => {
  it('indents as JSON.stringify does', () => {
    const value = { a: [1, { b: null }, [], {}], 'c:,{"\\': 'x"y', d: -1.5e3, e: true };
    expect(indentJson(JSON.stringify(value))).toBe(JSON.stringify(value, null, 2));
    for (const text of ['{}', '[]', '""', '0', '[[]]']) {
      expect(indentJson(text)).toBe(JSON.stringify(JSON.parse(text), null, 2));
    }
  });

  it('keeps duplicate members, order and the digits of numbers', () => {
    expect(indentJson('{"2":1.0,"1":12345678901234567890,"2":1e999}')).toBe(
      '{\n  "2": 1.0,\n  "1": 12345678901234567890,\n  "2": 1e999\n}',
    );
  });

  it('leaves what is no JSON, and what is nested very deep', () => {
    for (const text of ['', '{"a":', '<html>{"a": 1}</html>', '['.repeat(99) + ']'.repeat(99)]) {
      expect(indentJson(text)).toBe(text);
    }
  });
});
