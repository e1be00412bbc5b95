import { PassThrough } from 'node:stream';
import { WriteStream } from 'node:tty';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { tooOld } from '../../cli/node-version.ts';
import { coloured, columns, erases, harmless } from '../../cli/text.ts';
import { mistakesText } from '../../cli/wrong-use.ts';
import { isLoopback, isThisMachine } from '../../client/loopback.ts';
import { nearest } from '../../engine/settings/nearest.ts';
import { quoted } from '../../engine/settings/quoted.ts';
import manifest from '../../package.json' with { type: 'json' };
import { wrapped } from '../../reporters/wrapped.ts';

describe('the version of Node', () => {
  it.each(['22.19.0', '22.20.1', '23.0.0', '24.21.0', '100.0.0'])('%s is recent enough', (version) => {
    expect(tooOld(version)).toBeUndefined();
  });

  it.each(['16.20.2', '20.20.2', '22.18.0', '22.2.0'])('%s is too old, which one line says', (version) => {
    expect(tooOld(version)).toBe(`swf-conformance needs Node 22.19 or later, and this is ${version}`);
  });

  it('is the one that package.json asks for', () => {
    expect(manifest.engines.node).toBe('>=22.19');
  });
});

describe('what may have been meant', () => {
  const ids = ['hold.full', 'hold.maximum', 'empty.ok', 'hold.*'];
  it.each([
    ['hold.ful', ['hold.full']],
    ['HOLD.FULL', ['hold.full']],
    ['maximum', ['hold.maximum']],
    ['something.else', []],
  ])('by %s', (word, meant) => {
    expect(nearest(word, ids)).toEqual(meant);
  });
});

describe('colour', () => {
  const { getColorDepth } = WriteStream.prototype;
  const stream = (isTTY: boolean) =>
    Object.assign(new PassThrough(), { isTTY, getColorDepth }) as unknown as WriteStream;
  afterEach(() => void vi.unstubAllEnvs());

  it.each([
    ['on a terminal', true, { TERM: 'xterm' }, true],
    ['not in a file or a pipe', false, {}, false],
    ['not where NO_COLOR is set', true, { NO_COLOR: '1', TERM: 'xterm' }, false],
    ['in a file where FORCE_COLOR is set', false, { FORCE_COLOR: '1' }, true],
  ])('is used %s', (_where, isTTY, variables: Record<string, string>, expected) => {
    // Node takes a CI service's terminal for one without colours.
    for (const name of ['NO_COLOR', 'FORCE_COLOR', 'NODE_DISABLE_COLORS', 'TERM', 'CI'])
      vi.stubEnv(name, variables[name]);
    expect(coloured(stream(isTTY))).toBe(expected);
  });
});

describe('a terminal', () => {
  const stream = (isTTY: boolean, width = 80) =>
    Object.assign(new PassThrough(), { isTTY, columns: width }) as unknown as WriteStream;
  afterEach(() => void vi.unstubAllEnvs());

  it('of no width has none, and so has what is no terminal', () => {
    expect([columns(stream(true)), columns(stream(true, 0)), columns(stream(false))]).toEqual([
      80,
      undefined,
      undefined,
    ]);
  });

  it('that is dumb erases nothing, as what is no terminal', () => {
    vi.stubEnv('TERM', 'xterm');
    expect([erases(stream(true)), erases(stream(false))]).toEqual([true, false]);
    vi.stubEnv('TERM', 'dumb');
    expect(erases(stream(true))).toBe(false);
  });
});

describe('text for the terminal', () => {
  it('cannot steer it', () => {
    expect(quoted('\u001b[2J')).toBe('"\\u001b[2J"');
    expect(harmless('a\u001b[2J\nb')).toBe('a\\u001b[2J\nb');
    const mistakes = [{ where: '--a\u0007', what: 'b\u202ec' }];
    expect(mistakesText(mistakes, 'it')).not.toMatch(/[\u0007\u202e]/);
  });

  it('holds no credentials of a URL', () => {
    expect(harmless('at https://user:hunter2@host/')).toBe('at https://(blanked)@host/');
  });

  it('repeats long values in part', () => {
    expect(quoted('x'.repeat(1000))).toHaveLength(60);
  });

  it('is wrapped between words', () => {
    expect(wrapped('one two three', 7)).toEqual(['one two', 'three']);
    expect(wrapped('unbreakable', 3)).toEqual(['unbreakable']);
  });
});

it.each(['127.0.0.1', '127.8.9.1', '[::1]', '::1', 'localhost', 'swf.localhost', 'LOCALHOST.'])(
  '%s is this machine',
  (host) => {
    expect(isLoopback(host)).toBe(true);
  },
);

it.each(['128.0.0.1', 'localhost.example.com', '127.0.0.1.example.com', '[::2]', '0.0.0.0', 'notlocalhost'])(
  '%s may be another',
  (host) => {
    expect(isLoopback(host)).toBe(false);
  },
);

it.each([
  ['http://0.0.0.0:4566', true],
  ['http://[::]:4566', true],
  ['http://[::ffff:127.0.0.1]:4566', true],
  ['http://127.0.0.1', true],
  ['http://10.0.0.1', false],
  ['http://[::ffff:10.0.0.1]', false],
])('%s is on this machine: %s', (url, expected) => {
  expect(isThisMachine(new URL(url).hostname)).toBe(expected);
});
