import type { Rule } from '../../kit/rule.ts';
import { matches } from '../../results/pattern.ts';
import type { SkippedBy } from '../../results/rule.ts';
import { rules } from '../../suites/index.ts';

/** Why a rule is left out by `--only` and `--skip`; undefined when it is to run. No `only` means all. */
export function reasonToSkip(
  rule: Rule,
  only: readonly string[],
  skip: readonly string[],
): { readonly by: SkippedBy; readonly message: string } | undefined {
  if (only.length > 0 && !only.some((pattern) => matches(rule.id, pattern))) {
    return { by: 'only', message: 'not chosen by --only' };
  }
  const skipping = skip.find((pattern) => matches(rule.id, pattern));
  return skipping === undefined ? undefined : { by: 'skip', message: `left out by --skip ${skipping}` };
}

/** The rules that `--only` and `--skip` leave. */
export function selectRules(only: readonly string[], skip: readonly string[]): Rule[] {
  return rules.filter((rule) => reasonToSkip(rule, only, skip) === undefined);
}
