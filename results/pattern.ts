/** Whether a rule's id matches a pattern, in which `*` stands for any text. */
export function matches(id: string, pattern: string): boolean {
  const [first = '', ...others] = pattern.split('*');
  const last = others.pop();
  if (last === undefined) return id === first;
  if (!id.startsWith(first) || !id.endsWith(last)) return false;
  // Not by a regular expression: one of many stars takes for ever, and patterns are read from files of results too.
  let at = first.length;
  for (const part of others) {
    const found = id.indexOf(part, at);
    if (found < 0) return false;
    at = found + part.length;
  }
  return at + last.length <= id.length;
}
