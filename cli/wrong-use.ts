import type { Mistake } from '../engine/settings/judge.ts';
import { wrapped } from '../reporters/wrapped.ts';
import { columns, harmless } from './text.ts';

/** The user asked for something that cannot be: nothing was done, and the exit code is 2. */
export class WrongUse extends Error {
  readonly mistakes: readonly Mistake[];

  constructor(...mistakes: Mistake[]) {
    super(mistakes.map(({ where, what }) => `${where}: ${what}`).join('\n'));
    this.mistakes = mistakes;
  }
}

/** All mistakes on one screen. */
export function mistakesText(mistakes: readonly Mistake[], command: string): string {
  const width = columns(process.stderr) ?? 100;
  // Beside its place, unless a file's name makes that too narrow.
  const indent = Math.min(Math.max(...mistakes.map(({ where }) => where.length)), 24) + 4;
  const lines = mistakes.flatMap(({ where, what }) => {
    const [first = '', ...more] = wrapped(what, Math.max(30, width - indent)).map(
      (line) => ' '.repeat(indent) + line,
    );
    const label = `  ${where}`;
    return label.length + 2 > indent ? [label, first, ...more] : [label + first.slice(label.length), ...more];
  });
  const count = mistakes.length === 1 ? 'one mistake' : `${mistakes.length} mistakes`;
  return harmless([`${command}: ${count}, nothing was done`, ...lines, `See ${command} --help`].join('\n'));
}
