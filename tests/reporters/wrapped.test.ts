import { expect, it } from 'vitest';
import { wrapped } from '../../reporters/wrapped.ts';

it('breaks between words, and fills a line to its last column', () => {
  expect(wrapped('one two three', 7)).toEqual(['one two', 'three']);
  expect(wrapped('one two three', 100)).toEqual(['one two three']);
});

it('leaves a word whole that is longer than a line, or cuts it', () => {
  expect(wrapped('a /very/long/path b', 6)).toEqual(['a', '/very/long/path', 'b']);
  expect(wrapped('a /very/long/path b', 6, 'cut')).toEqual(['a /ver', 'y/long', '/path', 'b']);
});

it('has no bound where there is no width', () => {
  expect(wrapped('one two', Number.POSITIVE_INFINITY)).toEqual(['one two']);
});
