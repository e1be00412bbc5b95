import fc from 'fast-check';
import {
  astralCharacters,
  firstOrOther,
  longestUnit,
  longTextOf,
  nameCharacters,
  plainCharacters,
  textOf,
  textUnits,
} from './characters.ts';

/** Text that means something to a parser, a decoder or a terminal, or that one of them would tidy up. */
const meaningful = fc.constantFrom(
  ...String.raw`null 0 "" {} [1,2.50,1e400,null] {"a":{"b":"\u0000\n"}} {"a":1,"a":2} {"a":`.split(' '),
  ...String.raw`\ a\ \u0041 \ud800 %00 <a><b>c</b></a> &amp;&#0; ]]>`.split(' '),
  ...'https://example.com/a?b=c|d#e arn arn:aws:swf:us-east-1:1:/domain/a'.split(' '),
  ...[' ', ' a ', '\ta\t', '\n', 'a\r\nb\rc\nd\n', '\ufeffa', '\0', 'a\0b', '\u001b[31m', '\u2028\u2029'],
);

/** Far from every bound however it is counted: at most 60 characters of four bytes, between two plain ones. */
const astral = fc
  .tuple(plainCharacters, textOf(astralCharacters, 1, 60), plainCharacters)
  .map((parts) => parts.join(''));

/** Texts of at most 256 UTF-16 units, the empty one and those of exactly 256 among them, of any character. */
export const texts: fc.Arbitrary<string> = firstOrOther(
  { weight: 4, arbitrary: textOf(plainCharacters, 0, 12) },
  { weight: 1, arbitrary: fc.constant('') },
  { weight: 6, arbitrary: textOf(textUnits, 1, 12) },
  { weight: 3, arbitrary: textOf(textUnits, 1, Math.floor(256 / longestUnit)) },
  { weight: 4, arbitrary: longTextOf(nameCharacters, 0, 256) },
  { weight: 2, arbitrary: astral },
  { weight: 6, arbitrary: meaningful },
);
