import { c0Controls, c1Controls } from './index.ts';

/**
 * Names that careless software changes on the way, each in a few of its ways: too rare among the generated ones to be met
 * in every run. All are valid as an activityId. (telling.ts has the names and texts that it refuses or misreads.)
 */
export const fragileNames: readonly string[] = [
  'aBc dEf',
  // The composed and the decomposed form, and compatibility characters: each normalization changes one of them.
  'a\u00e9e\u0301\ufb01\u212ba',
  'a  b   c',
  'a\u00a0b\u2028c\u2029d\u2003e\u3000f\ufeffg\u200dh',
  'a\u{1f600}b\u{20000}c',
  ...['null', '007', '1.50', '[1, 2.50,1e400]'],
  ...['%41+b%2Bc', '&amp;<b>"\'&#65;', 'a\\nb\\\\c\\u0041'],
  ...['x'.repeat(256), '\u4e00'.repeat(256)],
];

/** Texts of at most 256 characters that careless software changes, in which anything may stand. */
export const fragileTexts: readonly string[] = [
  ...fragileNames,
  ...['{}', '{"a":1, "a":2}', ' a ', '\ta\tb', '\ufeffa', 'a\r\nb\rc\nd', 'a\n', '\0a', 'a\0b'],
  `a${[...c0Controls, ...c1Controls].join('a')}a`,
];
