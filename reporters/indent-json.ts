const token = /"(?:[^"\\]|\\.)*"|[{}[\],:]|[^\s{}[\],:"]+/g;

/** Deeper than this, indenting hides more than it shows, and costs the square of the depth. */
const deepest = 40;

/**
 * JSON text indented by two; any other text, and JSON that is nested very deep, as it is. It moves white space only:
 * to parse and print it again would drop duplicate members and round numbers, which may be what the reader looks for.
 */
export function indentJson(text: string): string {
  if (!isJson(text)) return text;
  let indented = '';
  let depth = 0;
  let justOpened = false;
  for (const part of text.match(token) ?? []) {
    const closes = part === '}' || part === ']';
    if (closes) depth -= 1;
    // Nothing between the brackets of an empty object or array.
    if (justOpened !== closes) indented += newLine(depth);
    justOpened = part === '{' || part === '[';
    if (justOpened) depth += 1;
    if (depth > deepest) return text;
    indented += part;
    if (part === ',') indented += newLine(depth);
    if (part === ':') indented += ' ';
  }
  return indented;
}

function newLine(depth: number): string {
  return `\n${'  '.repeat(depth)}`;
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
