import type { Mutant } from '../../reference/mutants/mutant.ts';

/**
 * A few mutants that break all rules between them: while a rule is broken by none that was taken, the one that breaks the
 * most such rules is taken next; of equals the first.
 */
export function coverOf(mutants: readonly Mutant[]): Mutant[] {
  const left = new Set(mutants.flatMap(({ breaks }) => breaks));
  const gain = ({ breaks }: Mutant) => breaks.filter((id) => left.has(id)).length;
  const cover: Mutant[] = [];
  while (left.size > 0) {
    const best = mutants.reduce((a, b) => (gain(b) > gain(a) ? b : a));
    cover.push(best);
    for (const id of best.breaks) left.delete(id);
  }
  return cover;
}
