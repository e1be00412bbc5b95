/**
 * What a reader cannot see, or would see as something else: control and format characters (bidirectional overrides,
 * zero-width ones), lone surrogates, noncharacters, unassigned and private ones, fillers, and every white space but
 * the ordinary three. It covers all that XML 1.0 forbids.
 */
const hidden = /(?![ \n\t])[\p{C}\p{Z}\p{Default_Ignorable_Code_Point}]/gu;

/**
 * The text with every hidden character written as `\uXXXX`, so that a server's text can neither deceive a reader nor
 * steer a terminal. Line ends and tabs stay. JSON text stays the same JSON.
 */
export function visible(text: string): string {
  return text.replace(hidden, escaped);
}

/** The same on one line: what goes into a heading, an attribute or a line of a log. */
export function visibleLine(text: string): string {
  return visible(text).replace(/\s+/g, ' ').trim();
}

/**
 * Text for a terminal, which is a CI service's log as well: services obey commands that they find there, GitHub and
 * TeamCity those at the start of a line, Azure and older runners of GitHub those anywhere in it.
 */
export function commandless(text: string): string {
  return text.replace(/##(?=\[|vso\[|teamcity\[)/gi, '#\\u0023').replace(/^(\s*)::/gm, '$1\\u003a:');
}

/** The text without its end where it is longer than `length`, with "…" for what is missing. */
export function shortened(text: string, length: number): string {
  if (text.length <= length) return text;
  // The cut may fall between the halves of a surrogate pair.
  return `${text.slice(0, length - 1).replace(/[\ud800-\udbff]$/, '')}…`;
}

/** By UTF-16 code unit, as JSON and JavaScript write it. */
function escaped(character: string): string {
  return character
    .split('')
    .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
    .join('');
}
