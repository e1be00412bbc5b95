import fc from 'fast-check';
import { firstOrOther, nameCharacters, textOf } from './_internals/characters.ts';
import { repeatedTo, texts } from './_internals/texts.ts';

/** The longest input of an activity (the API model, 2012-01-25, `Data`). */
const longestInput = 32_768;

const patterns = textOf(nameCharacters, 1, 16);

/**
 * Valid inputs of an activity: 0 to 32768 UTF-16 units of any text, as for identities. One in twenty is longer than 256,
 * and half of those have exactly 32768, so that a hundred cases move some 200 KB and not megabytes.
 */
export function inputs(): fc.Arbitrary<string> {
  const long = fc
    .tuple(fc.integer({ min: 257, max: longestInput }), patterns)
    .map(([length, pattern]) => repeatedTo(length, pattern));
  const longest = patterns.map((pattern) => repeatedTo(longestInput, pattern));
  return firstOrOther(
    { weight: 38, arbitrary: texts },
    { weight: 1, arbitrary: long },
    { weight: 1, arbitrary: longest },
  );
}
