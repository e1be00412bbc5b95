// The kill matrix: reference servers with one mistake, or none, judged by the rules. All in this thread.

import type { Rule } from '../../kit/rule.ts';
import type { Mutant, Variant } from '../../reference/mutants/mutant.ts';
import { idParts } from '../../results/by-operation.ts';
import { rules } from '../../suites/index.ts';
import { Admission } from './admission.ts';
import { checkAgainst } from './check.ts';
import { mutantProblems, type Problem, type Seen, variantProblems, wholeRunProblems } from './judge.ts';

/** A rule that a mutant breaks is given what a run gives it by default; for the others fewer cases will do. */
const cases = { declared: 100, other: 40 };

/**
 * The rules on limits are judged too, on servers with fewer places than the service has. Beside a dozen other servers, 100
 * polls were not always open before a hold of 2 s was over.
 */
const withLimits = { pollersPerTaskList: 100, pollHoldSeconds: 4 };

/** What came of the rules on one server. */
export interface Row {
  readonly seen: readonly Seen[];
  readonly problems: readonly Problem[];
}

/** The reference server as it is. */
export const plainServer: Variant = {
  name: 'plain server',
  does: 'It does what is documented.',
  options: {},
};

const admission = new Admission();
let plain: Promise<readonly Seen[]> | undefined;

/** A mutant against the rules that it breaks and all others of the first one's area. */
export function sweepMutant(mutant: Mutant): Promise<Row> {
  const area = areaOfMutant(mutant);
  return judge(
    mutant,
    rules.filter(
      ({ id, area: own }) => (own === area && isOfOperation(mutant, id)) || mutant.breaks.includes(id),
    ),
  );
}

/** A mutant against rules that it breaks, all of them when absent: alone, or where they miss it, beside the others of its area. */
export async function judgeMutant(
  mutant: Mutant,
  chosen = rules.filter(({ id }) => mutant.breaks.includes(id)),
): Promise<Row> {
  const row = await judge(mutant, chosen);
  if (row.problems.length === 0) return row;
  // Some mistakes show only while other rules send something too.
  const ids = chosen.map(({ id }) => id);
  const seen = (await sweepMutant(mutant)).seen.filter(({ id }) => ids.includes(id));
  return { seen, problems: mutantProblems(mutant, seen, await plainInfo()) };
}

/** A mutant against every rule: whether what it declares as collateral is there is seen too. */
export function wholeRun(mutant: Mutant): Promise<Row> {
  return judge(mutant, rules, { problemsOf: wholeRunProblems, defaults: withLimits });
}

/** A variant against rules; all when absent. */
export function judgeVariant(variant: Variant, chosen: readonly Rule[] = rules): Promise<Row> {
  const options = { ...withLimits, ...variant.options };
  const settings = { seed: 1, cases: cases.other };
  return judged(
    chosen.length,
    () => checkAgainst(options, chosen, () => settings),
    (seen) => variantProblems(variant, seen),
  );
}

/** The area that a mutant is about, of whichever operation. */
export function areaOfMutant({ breaks: [first = ''] }: Mutant): string {
  return first.split('.')[1] ?? '';
}

/** Whether a rule is of the operation that a mutant is about. */
function isOfOperation({ breaks: [first = ''] }: Mutant, id: string): boolean {
  return id.startsWith(idParts(first)[0]);
}

/** A mutant against these rules. */
async function judge(
  mutant: Mutant,
  chosen: readonly Rule[],
  {
    problemsOf = mutantProblems,
    defaults = {},
  }: { readonly problemsOf?: typeof mutantProblems; readonly defaults?: Mutant['options'] } = {},
): Promise<Row> {
  const { options, breaks } = mutant;
  const casesOf = ({ id }: Rule) => (breaks.includes(id) ? cases.declared : cases.other);
  const asUsual = await plainInfo();
  return judged(
    chosen.length,
    () => checkAgainst({ ...defaults, ...options }, chosen, (rule) => ({ seed: 1, cases: casesOf(rule) })),
    (seen) => problemsOf(mutant, seen, asUsual),
  );
}

/**
 * What rules say of a server, and what is wrong with that. Where something is, and this thread was late meanwhile, the server is
 * judged again, alone: a rule takes a thread that is late for a server that is.
 */
async function judged(
  chosen: number,
  check: () => Promise<readonly Seen[]>,
  problemsOf: (seen: readonly Seen[]) => readonly Problem[],
): Promise<Row> {
  const { result, wasLate } = await admission.run(chosen, check);
  const problems = problemsOf(result);
  if (problems.length === 0 || !wasLate) return { seen: result, problems };
  const again = (await admission.alone(check)).result;
  return { seen: again, problems: problemsOf(again) };
}

/** What the INFO rules say of the plain reference server. @throws Error when one learns nothing there */
function plainInfo(): Promise<readonly Seen[]> {
  const chosen = rules.filter(({ level }) => level === 'info');
  const check = () => checkAgainst({}, chosen);
  plain ??= judged(chosen.length, check, (seen) => variantProblems(plainServer, seen)).then((row) => {
    if (row.problems.length > 0) throw new Error(row.problems.join('\n'));
    return row.seen;
  });
  return plain;
}
