function characters(first: number, last: number): readonly string[] {
  return Array.from({ length: last - first + 1 }, (_, index) => String.fromCharCode(first + index));
}

/** The 32 control characters U+0000-U+001F, none of which a name may hold (PollForActivityTask, `taskList`). */
export const c0Controls = characters(0x00, 0x1f);

/** The 33 control characters U+007F-U+009F, none of which a name may hold (PollForActivityTask, `taskList`). */
export const c1Controls = characters(0x7f, 0x9f);

/**
 * Unicode's white space (PropList.txt, White_Space) but for U+0020 and the control characters. The documentation says
 * "whitespace" without a definition, so that at the ends of a name these are a question and not a mistake.
 */
export const unicodeWhitespace: readonly string[] = [
  ...['\u00a0', '\u1680', ...characters(0x2000, 0x200a), '\u2028', '\u2029', '\u202f', '\u205f', '\u3000'],
];
