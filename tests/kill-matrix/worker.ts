// What a thread does for `npm run rule` and `npm run kill-matrix`: judges one server. Threads have event loops of their own.
import { mutants } from '../../reference/mutants/index.ts';
import { variants } from '../../reference/variants/index.ts';
import { rules } from '../../suites/index.ts';
import { judgeMutant, judgeVariant, plainServer, type Row, wholeRun } from './matrix.ts';

/** A server, and the rules that judge it, by id; all when absent. */
export interface Job {
  readonly server: string;
  readonly ids?: readonly string[];
}

export default function judge({ server, ids }: Job): Promise<Row> {
  const chosen = ids && rules.filter(({ id }) => ids.includes(id));
  const mutant = mutants.find(({ name }) => name === server);
  if (mutant) {
    if (!chosen) return wholeRun(mutant);
    return judgeMutant(
      mutant,
      chosen.filter(({ id }) => mutant.breaks.includes(id)),
    );
  }
  const variant = [plainServer, ...variants].find(({ name }) => name === server);
  if (!variant) throw new Error(`there is no server ${server}`);
  return judgeVariant(variant, chosen);
}
