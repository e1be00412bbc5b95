import { operationsMeant, type Selection, selectRules } from '../plan/select.ts';
import { quoted } from './quoted.ts';

/** What is wrong with the choice of rules as a whole, by the name of the setting. What a single pattern may be, forms.ts says. */
export function selectionMistakes(
  selection: Selection,
): { readonly name: 'only' | 'skip'; readonly what: string }[] {
  const ambiguous = (['only', 'skip'] as const).flatMap((name) =>
    selection[name].flatMap((pattern) => {
      const slugs = operationsMeant(pattern, selection.operation);
      if (slugs.length < 2) return [];
      const which = `${slugs.map((slug) => `${slug}.${pattern}`).join(' or ')}, or *.${pattern} for all`;
      return [{ name, what: `${quoted(pattern)} is of several operations: give ${which}` }];
    }),
  );
  if (ambiguous.length > 0 || selectRules(selection).length > 0) return ambiguous;
  return [{ name: 'skip', what: 'no rule is left: leave at least one' }];
}
