// What a step tells GitHub: workflow commands on standard output, and the files that the environment names.
import { appendFileSync, statSync } from 'node:fs';

export interface Annotation {
  readonly kind: 'error' | 'warning' | 'notice';
  readonly title: string;
  readonly message: string;
}

/** An annotation as a workflow command: GitHub undoes the escapes. */
export function annotationLine({ kind, title, message }: Annotation): string {
  const property = escaped(title).replace(/:/g, '%3A').replace(/,/g, '%2C');
  return `::${kind} title=${property}::${escaped(message)}\n`;
}

function escaped(text: string): string {
  return text.replace(/%/g, '%25').replace(/\r/g, '%0D').replace(/\n/g, '%0A');
}

/** Sets outputs of the step; none of their values has a line end. */
export function setOutputs(outputs: Readonly<Record<string, string>>, file: string): void {
  const lines = Object.entries(outputs).map(([name, value]) => `${name}=${value.replace(/[\r\n]/g, ' ')}\n`);
  appendFileSync(file, lines.join(''));
}

/** GitHub drops a step's summary as a whole when it is larger. */
const mostBytes = 1024 * 1024;
const cut = '\n\n(GitHub shows 1 MiB of it: the rest is in the reports.)\n';

/** Adds to the summary of the step as much as GitHub takes, in whole lines. */
export function addSummary(markdown: string, file: string): void {
  const before = statSync(file, { throwIfNoEntry: false })?.size ?? 0;
  const room = mostBytes - before;
  const bytes = Buffer.from(markdown);
  if (bytes.length <= room) appendFileSync(file, bytes);
  else if (room > cut.length) {
    const end = bytes.lastIndexOf('\n', room - cut.length - 1);
    appendFileSync(file, Buffer.concat([bytes.subarray(0, Math.max(0, end)), Buffer.from(cut)]));
  }
}
