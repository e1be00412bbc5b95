/** Whether a rule's id matches a pattern, in which `*` stands for any text. */
export function matches(id: string, pattern: string): boolean {
  const literal = pattern.split('*').map((part) => part.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&'));
  return new RegExp(`^${literal.join('.*')}$`).test(id);
}
