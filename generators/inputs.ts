import type fc from 'fast-check';
import { firstOrOther, longTextOf, nameCharacters } from './_internals/characters.ts';
import { texts } from './_internals/texts.ts';

/** The longest input of an activity (the API model, 2012-01-25, `Data`). */
const longestInput = 32_768;

/**
 * Valid inputs of an activity: 0 to 32768 UTF-16 units of any text, as for identities. One in twenty is longer than 256,
 * and half of those have exactly 32768, so that a hundred cases move some 200 KB and not megabytes.
 */
export function inputs(): fc.Arbitrary<string> {
  return firstOrOther(
    { weight: 19, arbitrary: texts },
    { weight: 1, arbitrary: longTextOf(nameCharacters, 257, longestInput) },
  );
}
