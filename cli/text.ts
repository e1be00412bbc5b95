import { styleText } from 'node:util';
import { commandless, shortened, visible, visibleLine } from '../reporters/visible.ts';

/** Columns of a stream's terminal; undefined where it is none, so that text for a file or a pipe is not cut. */
export function columns(stream: NodeJS.WriteStream): number | undefined {
  return stream.isTTY ? stream.columns : undefined;
}

/** Whether a stream takes colours. Node knows of NO_COLOR, FORCE_COLOR and terminals. */
export function coloured(stream: NodeJS.WriteStream): boolean {
  return styleText('bold', 'x', { stream }) !== 'x';
}

/** What may be a URL with credentials, which must not end up in a CI log. */
const maybeSecret = /@|:\/\/.*[?#]/;

/** A value that somebody gave, as a message repeats it. */
export function given(value: unknown): string {
  const text = typeof value === 'string' ? `"${value}"` : (JSON.stringify(value) ?? String(value));
  return maybeSecret.test(text) ? 'what was given' : shortened(visibleLine(text), 60);
}

/** A text of any origin, such as a fault's message, as the terminal may show it. */
export function harmless(text: string): string {
  return commandless(visible(text)).replace(/:\/\/[^\s/]*@/g, '://(blanked)@');
}

/** Says something that is no result. */
export function tell(text: string): void {
  process.stderr.write(`${harmless(text)}\n`);
}
