import fc from 'fast-check';

// The alphabet of every generated text. The tables are fixed here rather than read from the Unicode data of the running
// Node, so that a seed yields the same values on every version of it. They hold no unassigned code points, no
// noncharacters and no private use: the documentation promises nothing of those.

/** The `oneof` of this folder: its first arbitrary is the simplest, and every value may shrink to one of its. */
export function firstOrOther<T>(...arbitraries: fc.MaybeWeightedArbitrary<T>[]): fc.Arbitrary<T> {
  return fc.oneof({ withCrossShrink: true }, ...arbitraries);
}

/** A text of `min` to `max` characters of an alphabet, every length as likely as another. */
export function textOf(unit: fc.Arbitrary<string>, min: number, max: number): fc.Arbitrary<string> {
  return fc.string({ unit, minLength: min, maxLength: max, size: 'max' });
}

/**
 * A text of `min` to `max` characters of an alphabet, half of them of exactly `max`: a few characters over and over, quick
 * to make and to shrink. The length is drawn from twice the range and cut, so that it shrinks from `max` as from any.
 */
export function longTextOf(unit: fc.Arbitrary<string>, min: number, max: number): fc.Arbitrary<string> {
  return fc
    .tuple(fc.integer({ min, max: 2 * max - min }), textOf(unit, 1, 16))
    .map(([length, pattern]) => repeatedTo(Math.min(length, max), pattern));
}

export function repeatedTo(length: number, pattern: string): string {
  return pattern.repeat(Math.ceil(length / pattern.length)).slice(0, length);
}

/** Letters, digits and what joins them. Every text shrinks towards these, and at last to `a`. */
export const plainCharacters = fc.constantFrom(
  ...'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.',
);

/** The printable ASCII that a name may hold beside: neither space, nor the forbidden `:` `/` `|`. */
const punctuation = fc.constantFrom(...'!"#$%&\'()*+,;<=>?@[\\]^`{}~');

export const asciiCharacters = firstOrOther({ weight: 3, arbitrary: plainCharacters }, punctuation);

type Range = readonly [first: number, last: number];

/** Letters and signs of many scripts: each is one UTF-16 unit, visible, no white space and no combining mark. */
const scripts: readonly Range[] = [
  [0x00c0, 0x00d6], // Latin-1
  [0x0100, 0x017f], // Latin Extended-A
  [0x0391, 0x03a1], // Greek capitals
  [0x03b1, 0x03c9], // Greek small letters, with the final sigma
  [0x0400, 0x045f], // Cyrillic
  [0x0531, 0x0556], // Armenian
  [0x05d0, 0x05ea], // Hebrew, written from right to left
  [0x0621, 0x063a], // Arabic
  [0x0905, 0x0939], // Devanagari
  [0x0e01, 0x0e30], // Thai
  [0x10d0, 0x10f0], // Georgian
  [0x1208, 0x1246], // Ethiopic
  [0x13a0, 0x13f4], // Cherokee
  [0x1780, 0x17b3], // Khmer
  [0x1e00, 0x1e99], // Latin Extended Additional
  [0x2010, 0x2027], // dashes and quotation marks
  [0x20a0, 0x20ab], // currency signs
  [0x2190, 0x21ea], // arrows
  [0x2200, 0x22f1], // mathematical signs, U+2215 and U+2223 among them, which look like slash and bar
  [0x3041, 0x3094], // Hiragana
  [0x30a1, 0x30fa], // Katakana
  [0x4e00, 0x9fa5], // Han
  [0xac00, 0xd7a3], // Hangul
  [0xff01, 0xff5e], // full-width ASCII, its colon, slash and bar among them
];

/** Characters beyond U+FFFF: two UTF-16 units, and four bytes, each. */
const astralRanges: readonly Range[] = [
  [0x1f600, 0x1f640], // emoji
  [0x1f400, 0x1f43e], // animals
  [0x10330, 0x1034a], // Gothic
  [0x10400, 0x1044f], // Deseret, which has capitals
  [0x20000, 0x2a6d6], // Han, Extension B
];

function charactersIn([first, last]: Range): fc.Arbitrary<string> {
  return fc.integer({ min: first, max: last }).map((point) => String.fromCodePoint(point));
}

export const scriptCharacters = fc.oneof(...scripts.map(charactersIn));
export const astralCharacters = fc.oneof(...astralRanges.map(charactersIn));

/** Any one character that may stand anywhere in a name. One UTF-16 unit each, so that lengths can be told exactly. */
export const nameCharacters = firstOrOther({ weight: 2, arbitrary: asciiCharacters }, scriptCharacters);

/** Letters alone, one UTF-16 unit each: too long is too long in units, in code points and in bytes. */
export const letters = firstOrOther(
  fc.constantFrom(...'abcdefghijklmnopqrstuvwxyz'),
  charactersIn([0x0430, 0x044f]),
  charactersIn([0x4e00, 0x9fa5]),
);

/** A letter with its combining marks: the composed form, where there is one, is another name. */
const combined = firstOrOther(
  fc
    .tuple(fc.constantFrom(...'aeinocAEO'), charactersIn([0x0300, 0x030c]))
    .map(([base, mark]) => base + mark),
  fc.constantFrom('か\u3099', 'क\u093f', 'ก\u0e49', 'ש\u05b8', 'ا\u0653', 'e\u0323\u0302'),
);

/** White space and joiners, which may stand inside a name. U+2028 and U+2029 end lines in JavaScript, not in JSON. */
const innerSpace = firstOrOther(
  { weight: 12, arbitrary: fc.constant(' ') },
  { weight: 4, arbitrary: fc.constant('  ') },
  fc.constantFrom('\u00a0', '\u2003', '\u202f', '\u3000', '\u200c', '\u200d', '\u2028', '\u2029'),
);

const spaced = fc.tuple(nameCharacters, innerSpace, nameCharacters).map((parts) => parts.join(''));

/** The most UTF-16 units in one of `nameUnits` and `textUnits`. */
export const longestUnit = 4;

/** Pieces of a name, of 1 to 4 UTF-16 units. None begins or ends with white space, or begins with a combining mark. */
export const nameUnits = firstOrOther(
  { weight: 6, arbitrary: nameCharacters },
  { weight: 1, arbitrary: combined },
  { weight: 2, arbitrary: spaced },
);

const whitespace = fc.constantFrom(' ', '\n', '\r\n', '\r', '\t', '\u0085', '\u2028', '\u00a0');

const controlCharacters = fc.oneof(
  { weight: 31, arbitrary: charactersIn([0x01, 0x1f]) },
  { weight: 33, arbitrary: charactersIn([0x7f, 0x9f]) },
  { weight: 1, arbitrary: fc.constant('\0') },
);

/** What a text may hold and a name may not. U+FFFD is what a bad decoder puts in the place of what it cannot read. */
const freeCharacters = fc.oneof(fc.constantFrom(...':/|\ufffd'), whitespace, controlCharacters);

/** Pieces of a text that has no rules: white space and control characters wherever they fall. */
export const textUnits = firstOrOther(
  { weight: 3, arbitrary: nameUnits },
  { weight: 1, arbitrary: freeCharacters },
);
