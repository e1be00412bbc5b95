// What a thread of the matrix does: rules against one server. Each thread has an event loop of its own, so that servers that
// are checked side by side do not disturb one another's timing.
import { mutants } from '../../reference/mutants/index.ts';
import { variants } from '../../reference/variants/index.ts';
import { rules } from '../../suites/index.ts';
import { checkAgainst } from './check.ts';
import type { Seen } from './judge.ts';

export interface Job {
  /** A mutant's or a variant's name; absent for the plain reference server. */
  readonly server?: string;
  /** The rules, by id. */
  readonly ids: readonly string[];
}

/** A rule that a mutant breaks is given what a run gives it by default; for the others fewer will do. */
const cases = { declared: 100, other: 40 };

/** Every variant is judged by the rules of the limit too, which the cases of other rules must not meet. */
const variantLimit = { pollersPerTaskList: 100 };

export default async function check({ server, ids }: Job): Promise<Seen[]> {
  const mutant = mutants.find(({ name }) => name === server);
  const variant = variants.find(({ name }) => name === server);
  const results = await checkAgainst(
    mutant?.options ?? { ...variantLimit, ...variant?.options },
    rules.filter(({ id }) => ids.includes(id)),
    ({ id }) => ({ seed: 1, cases: mutant?.breaks.includes(id) ? cases.declared : cases.other }),
  );
  return results.map(({ id, level, status, message }) => ({ id, level, status, message }));
}
