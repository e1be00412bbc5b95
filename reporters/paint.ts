import { styleText } from 'node:util';
import type { Status } from '../results/rule.ts';

/** How text is coloured; without colour it is left as it is. */
export type Paint = (format: Parameters<typeof styleText>[0], text: string) => string;

export function painter(colour: boolean): Paint {
  // The caller knows the stream and NO_COLOR; styleText would ask the process's own standard output.
  return (format, text) => (colour ? styleText(format, text, { validateStream: false }) : text);
}

const formats = {
  pass: 'green',
  fail: ['bold', 'red'],
  warn: 'yellow',
  info: 'cyan',
  skip: 'gray',
  inconclusive: 'magenta',
  error: ['bold', 'red'],
} as const;

export function statusWord(status: Status, paint: Paint): string {
  const format = formats[status];
  return paint(typeof format === 'string' ? format : [...format], status.toUpperCase());
}
