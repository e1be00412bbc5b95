/**
 * The text in lines of at most so many columns, between words where that can be. A word that is longer than a line stays
 * whole, so that it can be copied; or is cut, where its length is up to a server.
 */
export function wrapped(text: string, width: number, longWord: 'whole' | 'cut' = 'whole'): string[] {
  const lines: string[] = [];
  let rest = text;
  while (rest.length > width) {
    let end = rest.lastIndexOf(' ', width);
    // A long name or number is not left alone on its line.
    if (longWord === 'cut' && end <= width / 2) end = width;
    if (end <= 0) end = rest.indexOf(' ', width);
    if (end < 0) break;
    lines.push(rest.slice(0, end));
    rest = rest.slice(end).trimStart();
  }
  return [...lines, rest];
}
