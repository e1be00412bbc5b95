import type { Rule } from '../../kit/rule.ts';
import { matches } from '../../results/pattern.ts';
import type { SkippedBy } from '../../results/rule.ts';
import { operations, rules } from '../../suites/index.ts';

/** What a user chooses rules by. No operation means all, and so does no `only`. */
export interface Selection {
  /** The API's names. */
  readonly operation: readonly string[];
  readonly only: readonly string[];
  readonly skip: readonly string[];
}

/** Why a rule is not to run. */
export interface ReasonToSkip {
  readonly by: SkippedBy;
  readonly message: string;
}

/**
 * Tells why a rule is left out by `--operation`, `--only` and `--skip`; undefined when it is to run. To find the operation of a
 * pattern takes a look at every rule, which is done once for all of them.
 */
export function reasonsToSkip({
  operation,
  only,
  skip,
}: Selection): (rule: Rule) => ReasonToSkip | undefined {
  const whole = (pattern: string) => ({ pattern, whole: wholePattern(pattern, operation) });
  const [wanted, unwanted] = [only.map(whole), skip.map(whole)];
  return (rule) => {
    if (operation.length > 0 && !operation.includes(rule.operation)) {
      return { by: 'operation', message: 'of an operation that is not chosen by --operation' };
    }
    if (wanted.length > 0 && !wanted.some((each) => matches(rule.id, each.whole))) {
      return { by: 'only', message: 'not chosen by --only' };
    }
    const skipping = unwanted.find((each) => matches(rule.id, each.whole));
    return skipping && { by: 'skip', message: `left out by --skip ${skipping.pattern}` };
  };
}

/** The rules that are chosen. */
export function selectRules(selection: Selection): Rule[] {
  const reasonToSkip = reasonsToSkip(selection);
  return rules.filter((rule) => reasonToSkip(rule) === undefined);
}

/**
 * A pattern with its operation in front, which may be left out where only one of the chosen operations has rules that match:
 * `hold.full` is `poll-for-activity-task.hold.full`. Any other pattern as it is.
 */
export function wholePattern(pattern: string, operation: readonly string[] = []): string {
  const [slug, ...others] = operationsMeant(pattern, operation);
  return slug === undefined || others.length > 0 ? pattern : `${slug}.${pattern}`;
}

/** The slugs that may stand in front of a pattern which names no operation; none where it matches as it is. */
export function operationsMeant(pattern: string, operation: readonly string[] = []): string[] {
  if (rules.some(({ id }) => matches(id, pattern))) return [];
  return operations
    .filter(({ name }) => operation.length === 0 || operation.includes(name))
    .map(({ slug }) => slug)
    .filter((slug) => rules.some(({ id }) => matches(id, `${slug}.${pattern}`)));
}
