import { shortened, visibleLine } from '../results/visible.ts';

/** Long enough for what was expected and observed; the whole is in the other reports. */
const longest = 300;

/**
 * A text that somebody else wrote, as a code span: in one nothing is Markdown, HTML, a link, a reference or a mention.
 * It is right in a table, and out of one.
 */
export function code(text: string): string {
  const line = shortened(visibleLine(text), longest);
  if (line === '') return '';
  // A table is cut at its bars before code is looked for. One behind a backslash is escaped by some readers twice, by others once.
  const inTable = line.replace(/(\\*)\|/g, (_, slashes) => (slashes ? `${slashes}\\u007c` : '\\|'));
  const longestRun = Math.max(0, ...(inTable.match(/`+/g) ?? []).map((run) => run.length));
  const fence = '`'.repeat(longestRun + 1);
  // One space at either end is not shown, so that the text may begin with a backquote.
  const room = /^`|`$/.test(inTable) ? ' ' : '';
  return fence + room + inTable + room + fence;
}

/** A text of our own, in which nothing is taken for Markdown either. */
export function plain(text: string): string {
  return shortened(visibleLine(text), longest).replace(/[\\`*_<>|[\]&#~@$]|:(?=\/\/)/g, '\\$&');
}

/** A table; its cells are Markdown. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}
