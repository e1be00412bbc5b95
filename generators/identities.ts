import type fc from 'fast-check';
import { texts } from './_internals/texts.ts';

/**
 * Valid identities: 0 to 256 UTF-16 units of any text, both ends of that weighted in. The documentation leaves the form
 * to the user ("user defined") and the model has no pattern, so that white space at the ends, line ends and control
 * characters are in, U+0000 rarely; lone surrogates are not.
 */
export function identities(): fc.Arbitrary<string> {
  return texts;
}
