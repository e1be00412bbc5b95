import type { Command, Option } from 'commander';
import type { Mistake } from '../engine/settings/judge.ts';
import { suggestion } from '../engine/settings/nearest.ts';
import { quoted } from '../engine/settings/quoted.ts';

/**
 * Values of options are text; those that read as numbers are numbers. What is none stays text, for the schema to
 * refuse.
 */
export function numbersRead(options: object, numeric: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(options).map(([name, value]) => {
      const isNumber = numeric.includes(name) && /^[+-]?\d+(\.\d+)?$/.test(value);
      return [name, isNumber ? Number(value) : value];
    }),
  );
}

/**
 * What a command was given beyond its options: its arguments, and a mistake for each that it does not know. commander
 * itself would stop at the first.
 */
export function strays(command: Command, known = 0): { operands: string[]; mistakes: Mistake[] } {
  const operands: string[] = [];
  const mistakes: Mistake[] = [];
  let afterUnknown = false;
  for (const argument of command.args) {
    const isOption = /^-./.test(argument);
    if (isOption) mistakes.push(unknownOption(argument, command.options));
    else if (operands.length < known && !afterUnknown) operands.push(argument);
    // What follows an unknown option was meant as its value.
    else if (!afterUnknown) mistakes.push({ where: quoted(argument), what: 'there is no such argument' });
    afterUnknown = isOption;
  }
  return { operands, mistakes };
}

function unknownOption(argument: string, options: readonly Option[]): Mistake {
  const name = argument.split('=')[0] ?? '';
  const names = options.flatMap(({ long }) => (long ? [long] : []));
  return { where: quoted(name).slice(1, -1), what: `there is no such option${suggestion(name, names)}` };
}
