import fc from 'fast-check';
import { plainCharacters, textOf } from './_internals/characters.ts';

/**
 * Short texts that are no Unicode: a lone surrogate, or a pair in the wrong order, between plain characters. JSON can
 * write them by escapes alone ("\ud800"; RFC 8259, section 8.2: the behaviour of software that reads them is
 * unpredictable). No other arbitrary here yields such a text.
 */
export function illFormedTexts(): fc.Arbitrary<string> {
  const around = textOf(plainCharacters, 0, 8);
  const lone = fc.integer({ min: 0xd800, max: 0xdfff }).map((unit) => String.fromCharCode(unit));
  return fc
    .tuple(around, fc.oneof({ weight: 4, arbitrary: lone }, fc.constant('\udc00\ud800')), around)
    .map((parts) => parts.join(''));
}
