import type { Rule } from '../../kit/rule.ts';
import type { Mutant, Variant } from '../../reference/mutants/mutant.ts';
import { matches } from '../../results/pattern.ts';
import type { RuleResult } from '../../results/rule.ts';

/** What the matrix keeps of a rule's result. */
export type Seen = Pick<RuleResult, 'id' | 'level' | 'status' | 'message'>;

/** A problem of the matrix, as a sentence: what is wrong, and with which rule and server. */
export type Problem = string;

/** The rule found the server wanting. An INFO rule never fails: it says something else than of the plain server. */
export function isRed({ id, level, status, message }: Seen, plain: readonly Seen[]): boolean {
  if (level === 'info') {
    const asUsual = plain.find((seen) => seen.id === id);
    return status === 'info' && asUsual?.status === 'info' && message !== asUsual.message;
  }
  return status === (level === 'must' ? 'fail' : 'warn');
}

/**
 * What is wrong with a mutant's row, of the rules that were run on it: a rule that it breaks is not red, or one is red
 * that it does not declare.
 */
export function mutantProblems(mutant: Mutant, seen: readonly Seen[], plain: readonly Seen[]): Problem[] {
  const { name, breaks } = mutant;
  const red = seen.filter((each) => isRed(each, plain));
  return [
    ...(red.some(({ id }) => breaks.includes(id)) ? [] : [`${name} survives: no rule that it breaks is red`]),
    ...seen
      .filter((each) => breaks.includes(each.id) && !red.includes(each))
      .map((each) => `${name}: declared but not red: ${told(each)}`),
    ...undeclaredProblems(mutant, seen, plain),
  ];
}

/** What is wrong with a mutant's row of rules that it does not break: one is red. */
function undeclaredProblems(
  { name, breaks, collateral = [] }: Mutant,
  seen: readonly Seen[],
  plain: readonly Seen[],
): Problem[] {
  const declared = [...breaks, ...collateral.flatMap(({ rules }) => rules)];
  const isDeclared = ({ id }: Seen) => declared.some((pattern) => matches(id, pattern));
  return [
    ...seen
      .filter((each) => isRed(each, plain) && each.level !== 'info' && !isDeclared(each))
      .map((each) => `${name}: red but not declared (in its breaks, or its collateral): ${told(each)}`),
    ...faultsOfOurs(name, seen),
  ];
}

/**
 * What is wrong with a mutant's row on which every rule was run, beside what is told of the rules that it breaks: there, one rule's
 * traffic may keep another from learning anything.
 */
export function wholeRunProblems(mutant: Mutant, seen: readonly Seen[], plain: readonly Seen[]): Problem[] {
  const learned = seen.filter(({ status }) => status !== 'inconclusive');
  const red = seen.filter((each) => isRed(each, plain));
  const stale = (mutant.collateral ?? []).filter(
    ({ rules }) => !red.some(({ id }) => rules.some((pattern) => matches(id, pattern))),
  );
  return [
    ...mutantProblems(mutant, learned, plain),
    ...stale.map(
      ({ rules }) => `${mutant.name}: declared as collateral, but none is red: ${rules.join(', ')}`,
    ),
  ];
}

/** What is wrong with a variant's row, on which every rule was run: one is not green that the variant gives no reason for. */
export function variantProblems({ name, warns = [], skips = [] }: Variant, seen: readonly Seen[]): Problem[] {
  const isSkipped = (id: string) => skips.some((pattern) => matches(id, pattern));
  const expected = (id: string) => (isSkipped(id) ? ['skip'] : ['pass', 'info']);
  return [
    ...seen
      .filter(({ id, status }) => !warns.includes(id) && ![...expected(id), 'error'].includes(status))
      .map(
        (each) =>
          `${name} is conformant${isSkipped(each.id) ? ', and declared to skip it' : ''}: ${told(each)}`,
      ),
    ...seen
      .filter(({ id, status }) => warns.includes(id) && status !== 'warn')
      .map((each) => `${name}: declared to warn, but does not: ${told(each)}`),
    ...faultsOfOurs(name, seen),
  ];
}

/** What is wrong with the declarations: a rule that no mutant breaks, an id that is no rule's, a name given twice. */
export function declarationProblems(
  mutants: readonly Mutant[],
  variants: readonly Variant[],
  rules: readonly Rule[],
): Problem[] {
  const ids = rules.map(({ id }) => id);
  const names = [...mutants, ...variants].map(({ name }) => name);
  const broken = new Set(mutants.flatMap(({ breaks }) => breaks));
  const unknown = (name: string, patterns: readonly string[]) =>
    patterns
      .filter((pattern) => !ids.some((id) => matches(id, pattern)))
      .map((pattern) => `${name}: there is no rule ${pattern}`);
  return [
    ...ids.filter((id) => !broken.has(id)).map((id) => `${id} has no mutant: nothing shows that it can fail`),
    ...mutants.filter(({ breaks }) => breaks.length === 0).map(({ name }) => `${name} breaks no rule`),
    ...mutants.flatMap(({ name, breaks, collateral = [] }) =>
      unknown(name, [...breaks, ...collateral.flatMap((each) => each.rules)]),
    ),
    ...variants.flatMap(({ name, warns = [], skips = [] }) => unknown(name, [...warns, ...skips])),
    ...names
      .filter((name, i) => names.indexOf(name) !== i)
      .map((name) => `${name} is the name of two servers`),
  ];
}

/** A fault of the suite's own is never an outcome. */
function faultsOfOurs(name: string, seen: readonly Seen[]): Problem[] {
  return seen.filter(({ status }) => status === 'error').map((each) => `${name}: ${told(each)}`);
}

function told({ id, status, message }: Seen): string {
  return `${id}: ${status}: ${message}`;
}
