import fc from 'fast-check';
import { letters, repeatedTo, textOf } from './characters.ts';
import { isFreeOfArn } from './names.ts';

const patterns = textOf(letters, 1, 16).filter((pattern) => isFreeOfArn(pattern + pattern));

/** Names of 257 to 2000 letters that begin with the given text: too long in UTF-16 units, code points and bytes alike. */
export function tooLongNames(beginning: string): fc.Arbitrary<string> {
  const lengths = fc.oneof(fc.constant(257), fc.integer({ min: 257, max: 2000 }));
  return fc
    .tuple(lengths, patterns)
    .map(([length, pattern]) => beginning + repeatedTo(length - beginning.length, pattern));
}
