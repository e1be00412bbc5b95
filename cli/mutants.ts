import type { Mutant } from '../reference/mutants/mutant.ts';
import { wrapped } from '../reporters/wrapped.ts';

/** The mutants with all that is declared of them. */
export function mutantsJson(mutants: readonly Mutant[]): string {
  const shown = mutants.map(({ name, does, breaks, collateral = [] }) => ({
    name,
    does,
    breaks,
    collateral,
  }));
  return `${JSON.stringify(shown, null, 2)}\n`;
}

/** A line each; in a terminal what a mutant does is wrapped in its column. */
export function mutantsText(mutants: readonly Mutant[], width = Number.POSITIVE_INFINITY): string {
  const indent = Math.max(...mutants.map(({ name }) => name.length)) + 2;
  const line = ({ name, does }: Mutant) =>
    name.padEnd(indent) + wrapped(does, Math.max(20, width - indent)).join(`\n${' '.repeat(indent)}`);
  return `${mutants.map(line).join('\n')}\n`;
}
