import { isOfChosenOperation } from './not-chosen.ts';
import type { RuleResult } from './rule.ts';

/** Why access control was not judged, or not all of it, in one sentence; empty when it was. */
export function accessControlNote(
  rules: readonly Pick<RuleResult, 'requires' | 'status' | 'skippedBy' | 'message'>[],
): string {
  const all = rules.filter((rule) => rule.requires.includes('authentication') && isOfChosenOperation(rule));
  const skipped = all.filter(({ status }) => status === 'skip');
  if (skipped.length === 0) return '';
  const reasons = [...new Set(skipped.map(({ message }) => message))].join('; ');
  if (skipped.length === all.length) return `Access control was not judged: ${reasons}.`;
  return `Access control was judged in part, ${all.length - skipped.length} of ${all.length} rules: ${reasons}.`;
}
