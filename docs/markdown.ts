/** A text in which nothing is taken for Markdown. */
export function escaped(text: string): string {
  return text.replace(/[\\`*_<>|[\]]/g, '\\$&');
}

/** A name as code; names have no backquotes. */
export function code(name: string): string {
  return `\`${name}\``;
}
