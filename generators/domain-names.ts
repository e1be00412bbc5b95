import type fc from 'fast-check';
import { isFreeOfArn, type NameConstraints, names } from './_internals/names.ts';

/**
 * Valid domain names: 1 to 256 UTF-16 units, both ends of that weighted in, of any script, with inner white space,
 * punctuation and combining marks, and text that looks like JSON or markup.
 *
 * The model of a poll gives the length alone. RegisterDomain forbids white space at the ends, `:` `/` `|` and control
 * characters besides, and `arn` anywhere (2012) or alone (today): these names keep to all of it.
 */
export function domainNames(constraints: NameConstraints = {}): fc.Arbitrary<string> {
  return names(constraints, isFreeOfArn);
}
