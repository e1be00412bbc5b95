import { styleText } from 'node:util';
import { commandless, visible } from '../reporters/visible.ts';

/** Columns of a stream's terminal; undefined where it is none, so that text for a file or a pipe is not cut. */
export function columns(stream: NodeJS.WriteStream): number | undefined {
  return stream.isTTY ? stream.columns : undefined;
}

/** Whether a stream takes colours. Node knows of NO_COLOR, FORCE_COLOR and terminals. */
export function coloured(stream: NodeJS.WriteStream): boolean {
  return styleText('bold', 'x', { stream }) !== 'x';
}

/** The text in lines of at most so many columns, where words allow it. */
export function wrapped(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line && line.length + 1 + word.length > width) {
      lines.push(line);
      line = word;
    } else {
      line = line ? `${line} ${word}` : word;
    }
  }
  return [...lines, line];
}

/** A text of any origin, such as a fault's message, as the terminal may show it. */
export function harmless(text: string): string {
  return commandless(visible(text)).replace(/:\/\/[^\s/]*@/g, '://(blanked)@');
}

/** Says something that is no result. */
export function tell(text: string): void {
  process.stderr.write(`${harmless(text)}\n`);
}
