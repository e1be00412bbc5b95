import { rules } from '../suites/index.ts';
import type { Rule } from '../suites/rule.ts';

/** Whether a rule's id matches a pattern, in which `*` stands for any text. */
export function matches(id: string, pattern: string): boolean {
  const [first = '', ...others] = pattern.split('*');
  const last = others.pop();
  if (last === undefined) return id === first;
  if (!id.startsWith(first) || !id.endsWith(last)) return false;
  // Not by a regular expression: one of many stars takes for ever, and patterns are read from files of results too.
  let at = first.length;
  for (const part of others) {
    const found = id.indexOf(part, at);
    if (found < 0) return false;
    at = found + part.length;
  }
  return at + last.length <= id.length;
}

/** Why a rule is left out by `--only` and `--skip`; undefined when it is to run. No `only` means all. */
export function reasonToSkip(
  rule: Rule,
  only: readonly string[],
  skip: readonly string[],
): string | undefined {
  if (only.length > 0 && !only.some((pattern) => matches(rule.id, pattern))) return 'not chosen by --only';
  const skipping = skip.find((pattern) => matches(rule.id, pattern));
  return skipping === undefined ? undefined : `left out by --skip ${skipping}`;
}

/** The rules that `--only` and `--skip` leave. */
export function selectRules(only: readonly string[], skip: readonly string[]): Rule[] {
  return rules.filter((rule) => reasonToSkip(rule, only, skip) === undefined);
}
