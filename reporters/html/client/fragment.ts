import { evidenceWords, levelWords, statusMeanings } from '../../words.ts';

/** What can be chosen of a rule; each value with what it means, in the order in which they are offered. */
export const meanings = {
  status: statusMeanings,
  level: levelWords,
  evidence: evidenceWords,
} as const;
export type Kind = keyof typeof meanings;
export const kindNames: readonly Kind[] = ['status', 'level', 'evidence'];

/** What the reader chose to see. Nothing chosen of a kind means all of it. */
export interface View {
  /** An operation, as the ids of its rules begin. */
  readonly operation: string;
  readonly status: readonly string[];
  readonly level: readonly string[];
  readonly evidence: readonly string[];
  readonly text: string;
  /** The rule that was asked for: it is shown whatever else was chosen. */
  readonly rule: string;
}

export const everything: View = { operation: '', status: [], level: [], evidence: [], text: '', rule: '' };

/**
 * Reads `#operation=poll-for-activity-task&status=fail,warn&level=must&text=hold&rule=ID`, or `#ID` for the rule alone.
 * @param operations those that can be chosen
 */
export function parseFragment(fragment: string, operations: readonly string[] = []): View {
  const text = fragment.replace(/^#/, '');
  const asked = new URLSearchParams(text.includes('=') ? text : `rule=${text}`);
  const chosen = (kind: Kind) => {
    const values = (asked.get(kind) ?? '').split(',');
    return Object.keys(meanings[kind]).filter((value) => values.includes(value));
  };
  return {
    operation: operations.find((operation) => operation === asked.get('operation')) ?? '',
    status: chosen('status'),
    level: chosen('level'),
    evidence: chosen('evidence'),
    text: asked.get('text') ?? '',
    rule: asked.get('rule') ?? '',
  };
}

/** The reverse; without a filter the rule's plain anchor, which works without a script too. */
export function fragmentOf(view: View): string {
  if (!isFiltered(view)) return view.rule;
  const parts = kindNames
    .filter((kind) => view[kind].length > 0)
    .map((kind) => `${kind}=${view[kind].join(',')}`);
  if (view.operation) parts.unshift(`operation=${encodeURIComponent(view.operation)}`);
  if (view.text) parts.push(`text=${encodeURIComponent(view.text)}`);
  if (view.rule) parts.push(`rule=${view.rule}`);
  return parts.join('&');
}

export function isFiltered(view: View): boolean {
  return view.operation !== '' || view.text !== '' || kindNames.some((kind) => view[kind].length > 0);
}
