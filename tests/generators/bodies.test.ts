import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  brokenBodies,
  brokenBodyKinds,
  escaped,
  oddBodies,
  oddBodyKinds,
  taskListNames,
} from '../../generators/index.ts';
import { manyOf, shrunk } from './judge.ts';

const poll = { domain: 'dömäin', taskList: { name: 'a "list" 😀' }, identity: 'it' };

/** As strict as RFC 8259: the decoder refuses bad UTF-8 and keeps a byte order mark, which JSON.parse refuses. */
function parseStrictly(bytes: Uint8Array): unknown {
  return JSON.parse(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes));
}

describe('brokenBodies', () => {
  test.each(brokenBodyKinds)('%s is no JSON', (kind) => {
    for (const validBody of [poll, { domain: 'a', taskList: { name: 'b' } }, { domain: 'a' }]) {
      for (const body of manyOf(brokenBodies(validBody, [kind]), 100)) {
        expect(body.kind).toBe(kind);
        expect(() => parseStrictly(body.bytes), new TextDecoder().decode(body.bytes)).toThrow();
      }
    }
  });

  test('bad UTF-8 is all that is wrong with it', () => {
    for (const kind of brokenBodyKinds.filter((kind) => kind.endsWith('utf-8'))) {
      for (const { bytes } of manyOf(brokenBodies(poll, [kind]), 100)) {
        const { identity, ...others } = JSON.parse(new TextDecoder().decode(bytes));
        expect({ ...others, identity: poll.identity }).toEqual(poll);
        expect(identity).toContain('\ufffd');
      }
    }
  });

  test('all kinds come, and every place to cut at', () => {
    expect(new Set(manyOf(brokenBodies(poll)).map(({ kind }) => kind))).toEqual(new Set(brokenBodyKinds));
    const lengths = manyOf(brokenBodies(poll, ['cut-short'])).map(({ bytes }) => bytes.length);
    const whole = Buffer.byteLength(JSON.stringify(poll));
    expect(new Set(lengths)).toEqual(new Set(Array.from({ length: whole - 1 }, (_, index) => index + 1)));
  });
});

describe('oddBodies', () => {
  test.each(oddBodyKinds)('%s is JSON, and the request is in it', (kind) => {
    for (const body of manyOf(oddBodies(poll, [kind]), 100)) {
      expect(body.kind).toBe(kind);
      expect(body.bytes.length).toBeLessThan(1_000_000);
      const withoutMark = kind === 'byte-order-mark' ? body.bytes.subarray(3) : body.bytes;
      const { domain, taskList, identity } = parseStrictly(withoutMark) as typeof poll;
      expect({ domain, taskList, identity }).toEqual(poll);
      expect(Buffer.compare(body.bytes, Buffer.from(JSON.stringify(poll)))).not.toBe(0);
    }
  });

  test('all kinds come', () => {
    expect(new Set(manyOf(oddBodies(poll)).map(({ kind }) => kind))).toEqual(new Set(oddBodyKinds));
  });

  test('deep ones are up to 20000 levels deep, and shrink to fewer', () => {
    const depths = manyOf(oddBodies(poll, ['deep'])).map(({ bytes }) => bytes.length);
    expect(Math.max(...depths)).toBeGreaterThan(100_000);
    const { smallest } = shrunk(oddBodies(poll, ['deep']), ({ bytes }) => bytes.length > 1000);
    expect(smallest?.bytes.length).toBeLessThan(1010);
  });
});

test('escaped texts parse to the same text, and hold an escape', () => {
  const names = fc.oneof(taskListNames(), fc.constantFrom('😀', 'a\n\0"\\', '\u2028'));
  for (const name of manyOf(names, 200)) {
    for (const json of manyOf(escaped(name), 10)) {
      expect(JSON.parse(json)).toBe(name);
      expect(json).toMatch(/\\u[0-9a-fA-F]{4}/);
      expect(json.isWellFormed()).toBe(true);
    }
  }
  expect(manyOf(escaped(''), 1)).toEqual(['""']);
  const forms = manyOf(escaped('jk😀')).join('');
  expect(forms).toMatch(/\\u006a/);
  expect(forms).toMatch(/\\u006A/);
  expect(forms).toMatch(/\\ud83d\\ude00/);
});
