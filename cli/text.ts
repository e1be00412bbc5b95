import { styleText } from 'node:util';
import { commandless, visible } from '../results/visible.ts';

/** Columns of a stream's terminal; undefined where it is none, so that text for a file or a pipe is not cut. */
export function columns(stream: NodeJS.WriteStream): number | undefined {
  return stream.isTTY ? stream.columns : undefined;
}

/** Whether a stream takes colours. Node knows of NO_COLOR, FORCE_COLOR and terminals. */
export function coloured(stream: NodeJS.WriteStream): boolean {
  return styleText('bold', 'x', { stream }) !== 'x';
}

/** A text of any origin, such as a fault's message, as the terminal may show it. */
export function harmless(text: string): string {
  return commandless(visible(text)).replace(/:\/\/[^\s/]*@/g, '://(blanked)@');
}

/** Says something that is no result. */
export function tell(text: string): void {
  process.stderr.write(`${harmless(text)}\n`);
}
