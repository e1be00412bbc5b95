import type { Failure } from './rule.ts';

/** Two failures that differ only beyond it are taken for one. */
const longest = 400;

/**
 * A failure as a line that is the same in every run in which the server fails in the same way: what was expected and
 * observed, part by part, without what differs from run to run (times, names, tokens, counts, a server's own wording).
 * Of a property it is what was observed alone, since what is expected there is made of the generated value.
 */
export function fingerprint({ differences, expected, observed, counterexample }: Failure): string {
  const parts = differences.length > 0 ? differences : [{ part: '', expected, observed }];
  const lines = parts.map((each) => {
    const [expected, observed] = [lasting(each.expected), lasting(each.observed)];
    if (counterexample) return `${each.part} -> ${observed}`.trimStart();
    return `${each.part && `${each.part}: `}${expected} -> ${observed}`;
  });
  const text = [...new Set(lines)].join('; ');
  return text.length <= longest ? text : text.slice(0, longest).replace(/[\uD800-\uDBFF]$/, '');
}

/** What stays of a text; the order matters. */
const changing: readonly [RegExp, string][] = [
  // No character of it can deceive a reader of a baseline, or break its lines.
  [/[\p{C}\p{Z}\p{Default_Ignorable_Code_Point}]+/gu, ' '],
  // A fault's message is the server's own wording, and names what was asked for.
  [/(HTTP \d{3} [\w.#]+): .*?( after [\d.]+ m?s)?$/, '$1$2'],
  // The body of an answer, also where it was cut.
  [/: *(\{.*|<.*)$/, ''],
  [/[{[]["{[].*[}\]…]/, '{…}'],
  // Generated values and the server's are quoted; that one is empty tells something.
  [/"(?!")(?:[^"\\]|\\.)*"|(?<!")"[^"]+$/g, '"…"'],
  [/ ?\([^()]*\)/g, ''],
  [/swfc-[\w-]+/g, '…'],
  [/\b(?=\w*\d)[\w-]{20,}\b/g, '…'],
  [/\b\d+(\.\d+)? ?(ms|s|min)\b/g, 'N s'],
];

/** Neither the status of an answer, nor part of a name such as application/x-amz-json-1.0. */
const number = /(?<!HTTP |\w-|[\w.])-?\d+(\.\d+)?\b/g;

function lasting(text: string): string {
  const cleaned = changing.reduce((left, [pattern, kept]) => left.replace(pattern, kept), text).trim();
  // A bare one, such as a status or the id of an event, tells one failure from another.
  return /^-?\d{1,3}$/.test(cleaned) ? cleaned : cleaned.replace(number, 'N');
}
