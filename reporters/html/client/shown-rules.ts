import { detailOf } from '../detail.ts';
import { type Kind, kindNames, type View } from './fragment.ts';

/** A rule as it stands in the page, which is drawn without the script. */
export interface ShownRule {
  readonly id: string;
  readonly article: HTMLElement;
  readonly details: HTMLDetailsElement;
  /** Its operation's slug. */
  readonly operation: string;
  /** Where its detail goes; a rule that held has none. */
  readonly place: HTMLElement | undefined;
  readonly values: Readonly<Record<Kind, readonly string[]>>;
  /** What the search looks at: id, title, message, what was expected and observed. */
  readonly words: string;
}

export function shownRules(): ShownRule[] {
  return [...document.querySelectorAll<HTMLElement>('article.rule')].flatMap((article) => {
    const details = article.querySelector('details');
    if (!details) return [];
    const searched = [...article.querySelectorAll('[data-searched]')].map((element) => element.textContent);
    const values = (kind: Kind) => (article.dataset[kind] ?? '').split(' ');
    return [
      {
        id: article.id,
        article,
        details,
        operation: article.dataset.operation ?? '',
        place: article.querySelector<HTMLElement>(`[${detailOf}]`) ?? undefined,
        values: { status: values('status'), level: values('level'), evidence: values('evidence') },
        words: searched.join('\n').toLowerCase(),
      },
    ];
  });
}

export function matches(rule: Pick<ShownRule, 'id' | 'operation' | 'values' | 'words'>, view: View): boolean {
  if (rule.id === view.rule) return true;
  const words = view.text.toLowerCase().split(/\s+/);
  return (
    (view.operation === '' || rule.operation === view.operation) &&
    kindNames.every(
      (kind) => view[kind].length === 0 || rule.values[kind].some((value) => view[kind].includes(value)),
    ) &&
    words.every((word) => rule.words.includes(word))
  );
}

/** The operations that have rules on the page: how their ids begin, and their names. */
export function shownOperations(): Map<string, string> {
  const headings = document.querySelectorAll<HTMLElement>('h2[data-operation]');
  return new Map(
    [...headings].map(({ dataset, textContent }) => [dataset.operation ?? '', textContent ?? '']),
  );
}

/** Hides the rules that were not chosen, and the areas and operations that have no other; says how many are left. */
export function showChosen(rules: readonly ShownRule[], view: View): number {
  for (const rule of rules) rule.article.hidden = !matches(rule, view);
  for (const area of document.querySelectorAll<HTMLElement>('.area, .operation')) {
    area.hidden = area.querySelector('article.rule:not([hidden])') === null;
  }
  return rules.filter(({ article }) => !article.hidden).length;
}
