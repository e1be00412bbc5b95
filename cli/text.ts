import { styleText } from 'node:util';
import { commandless, visible } from '../results/visible.ts';

/**
 * Columns of a stream's terminal; undefined where it is none, so that text for a file or a pipe is not cut, and where it says that it
 * has 0 of them, as that of `docker run -t` does whose own output goes elsewhere.
 */
export function columns(stream: NodeJS.WriteStream): number | undefined {
  return stream.isTTY && stream.columns > 0 ? stream.columns : undefined;
}

/** Whether a stream's terminal can erase a line. Those of editors and of some CI services cannot, and call themselves dumb. */
export function erases(stream: NodeJS.WriteStream): boolean {
  return stream.isTTY === true && process.env.TERM !== 'dumb';
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
