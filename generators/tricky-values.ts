/**
 * Valid names that a careless server reads as something else, or refuses: each is too rare among the generated ones to
 * be met in every run. None contains `arn`, which older documentation forbade.
 */
export const trickyNames: readonly string[] = [
  // What a parser, a store or a URL would make of them.
  ...'null undefined NaN true "" [] {} ["a","b"] constructor toString __proto__ %2F %61 a+b . .. * %'.split(
    ' ',
  ),
  // A single character, digits, capitals, what joins words, white space inside, all other punctuation of ASCII.
  ...['a', '0', '1e3', '20120125', 'ABC', 'a.b', 'a_b', '-a', 'a b', 'a  b'],
  '!"#$%&\'()*+,;<=>?@[\\]^`{}~',
  // Look like the forbidden characters, or are next to them: U+007E and U+00A0 to the control characters.
  ...['a\uff1ab', 'a\uff0fb', 'a\uff5cb', 'a~b', 'a\u00a0b', 'a\u00a1b', 'a\u200db', 'a\u2028b'],
  // Beyond ASCII, beyond Latin-1, beyond U+FFFF; composed and combining.
  ...['\u00e9', 'e\u0301', '\u00df', '\u6f22', '\u{1f600}', 'a\u{20000}b'],
  // The bounds, in characters of one to four bytes. 128 of those beyond U+FFFF are 256 to who counts UTF-16 units.
  ...['a', '\u00e9', '\u6f22'].flatMap((character) => [character.repeat(255), character.repeat(256)]),
  '\u{1f600}'.repeat(128),
];

/** Names that contain `arn`, which only may not be all of a name. */
export const trickyNamesWithArn: readonly string[] = ['arnica', 'barn', 'barns', 'arn1', 'arn aws swf'];

/** Valid identities that a careless server refuses, drops or writes otherwise: anything up to 256 characters is one. */
export const trickyIdentities: readonly string[] = [
  ...['', ' ', ' a ', 'a\n', '\ta\r\nb', 'a\u0001b', 'a\u007fb', '\u0085', '\u2028'],
  ...[
    'a',
    '-a',
    '0',
    '20120125',
    'null',
    '{"pid":1}',
    '1@host:1/a|b',
    'arn',
    'A.b_c-d',
    '<a>&amp;"\'\\u0041%20',
  ],
  ...['a b', 'a~b', 'a\u00a0b', '\u00e9', 'e\u0301', '\u6f22', '\u{1f600}', 'a\u{20000}b'],
  ...['a', '\u00e9', '\u6f22'].flatMap((character) => [character.repeat(255), character.repeat(256)]),
  '\u{1f600}'.repeat(128),
];

/**
 * Texts of 257 characters and more, too long in code points as in UTF-16 units; each with one that is not. Those whose
 * twin is plain come first, for a server that counts bytes is right to refuse them all.
 */
export const tooLongTexts: readonly { readonly long: string; readonly fitting: string }[] = [
  ...[257, 258, 300, 512, 1000, 1025, 2000].map((length) => 'a'.repeat(length)),
  `${'a'.repeat(256)}\u{1f600}`,
  ...['\u00e9', '\u6f22'].map((character) => character.repeat(257)),
  '\u{1f600}'.repeat(257),
].map((long) => ({ long, fitting: long.slice(0, 256) }));

/** What is no string in JSON, made from a text that a careless server would find in it. */
export function mistypedValues(text: string): readonly unknown[] {
  return [1, 0, -1, 1.5, true, false, [], [text], [text, text], {}, { name: text }];
}
