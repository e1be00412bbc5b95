import { isMap, isScalar, isSeq, parseDocument, stringify, type YAMLMap } from 'yaml';
import { type BaselineFile, isJson } from '../engine/settings/baseline-file.ts';
import type { BaselineEntry } from '../results/baseline.ts';
import type { BaselineChanges } from '../results/baseline-changes.ts';
import { idParts } from '../results/by-operation.ts';

/** Why a new entry fails is for a person to say. */
export const noReason = 'not looked at yet';

/**
 * The text of a baseline after the changes. Of YAML only the lines that change are touched, so that comments, order and
 * style stay, and a reviewer sees what is new; new entries stand where their id belongs.
 */
export function editedBaseline(file: BaselineFile, changes: BaselineChanges, reason = noReason): string {
  const added = changes.added.map((entry): BaselineEntry => ({ ...entry, reason }));
  return isJson(file.path) ? editedJson(file, changes, added) : editedYaml(file, changes, added);
}

function editedJson(
  { text, baseline }: BaselineFile,
  { changed, removed }: BaselineChanges,
  added: readonly BaselineEntry[],
): string {
  const rules = baseline.rules.flatMap((entry): BaselineEntry[] => {
    if (removed.includes(entry.rule)) return [];
    const change = changed.find(({ rule }) => rule === entry.rule);
    return [change ? { ...entry, ...change } : entry];
  });
  const [, indent = '  '] = /^\{\r?\n([ \t]+)"/.exec(text) ?? [];
  return `${JSON.stringify({ ...baseline, rules: withAdded(rules, added) }, null, indent)}\n`;
}

/** A stretch of the text, and what stands there instead. */
interface Edit {
  readonly from: number;
  readonly to: number;
  readonly text: string;
}

function editedYaml(
  { text, baseline }: BaselineFile,
  { changed, removed }: BaselineChanges,
  added: readonly BaselineEntry[],
): string {
  const seq = parseDocument(text).get('rules');
  const items = isSeq(seq) ? seq.items.filter((item) => isMap(item)) : [];
  // A list in braces, or none yet, has no lines of its own.
  if (items.length === 0 || (isSeq(seq) && seq.flow)) {
    const rest = baseline.rules.filter(({ rule }) => !removed.includes(rule));
    return stringify({ ...baseline, rules: withAdded(rest, added) }, { lineWidth: 0 });
  }
  const edits: Edit[] = [];
  const places = items.map((item) => placeIn(text, item));
  for (const [index, item] of items.entries()) {
    const { rule } = baseline.rules[index] as BaselineEntry;
    const place = places[index] as Place;
    const change = changed.find((each) => each.rule === rule);
    if (removed.includes(rule)) edits.push({ ...place, text: '' });
    else if (change && item.flow) {
      const entry = { ...(baseline.rules[index] as BaselineEntry), ...change };
      edits.push({ ...place, text: asItem(entry, place.indent) });
    } else if (change) edits.push(...changesOf(text, item, change, place.indent));
  }
  const last = places.at(-1) as Place;
  const after = withAdded(baseline.rules, added);
  for (const [index, entry] of after.entries()) {
    if (!added.includes(entry)) continue;
    // Before the next one that is there already.
    const next = after.slice(index).find((each) => !added.includes(each));
    const at = (next && places[baseline.rules.indexOf(next)]?.from) ?? last.to;
    const isOpen = at === text.length && !text.endsWith('\n');
    edits.push({ from: at, to: at, text: `${isOpen ? '\n' : ''}${asItem(entry, last.indent)}` });
  }
  const edited = withEdits(text, edits);
  return removed.length === items.length && added.length === 0 ? emptied(edited) : edited;
}

function withAdded(entries: readonly BaselineEntry[], added: readonly BaselineEntry[]): BaselineEntry[] {
  const all = [...entries];
  for (const entry of added) all.splice(placeOf(entry.rule, all), 0, entry);
  return all;
}

/**
 * Where a new entry belongs: before the first of its operation whose id is greater, or behind the last of them; where there is none
 * yet, before the first operation that is greater. So those of one operation stay together, also in a list that was sorted by hand.
 */
function placeOf(rule: string, entries: readonly BaselineEntry[]): number {
  const operation = operationIn(rule);
  const first = entries.findIndex((entry) => operationIn(entry.rule) === operation && entry.rule > rule);
  if (first >= 0) return first;
  const last = entries.findLastIndex((entry) => operationIn(entry.rule) === operation);
  if (last >= 0) return last + 1;
  const next = entries.findIndex((entry) => operationIn(entry.rule) > operation);
  return next < 0 ? entries.length : next;
}

function operationIn(rule: string): string {
  return idParts(rule)[0];
}

interface Place {
  /** Where its first line begins, or that of the comment right above it. */
  readonly from: number;
  /** Where the line after its last one begins. */
  readonly to: number;
  /** What stands before its hyphen. */
  readonly indent: string;
}

function placeIn(text: string, item: YAMLMap): Place {
  const [start, end] = item.range as [number, number, number];
  const hyphen = text.lastIndexOf('-', start);
  let from = text.lastIndexOf('\n', hyphen) + 1;
  const indent = text.slice(from, hyphen);
  for (;;) {
    const above = text.lastIndexOf('\n', from - 2) + 1;
    // A comment above an entry is about it, but for one that has an empty line or the list's head in between.
    if (from === 0 || !/^[ \t]*#/.test(text.slice(above, from)) || !text.startsWith(`${indent}#`, above))
      break;
    from = above;
  }
  const newline = text[end - 1] === '\n' ? end - 1 : text.indexOf('\n', end);
  return { from, to: newline < 0 ? text.length : newline + 1, indent };
}

/** The lines of an entry that are new. */
function changesOf(
  text: string,
  item: YAMLMap,
  change: BaselineChanges['changed'][number],
  indent: string,
): Edit[] {
  const edits: Edit[] = [];
  for (const name of ['status', 'fingerprint'] as const) {
    const value = change[name];
    if (value === undefined) continue;
    const written = stringify(value, { lineWidth: 0 }).trim();
    const [from, to] = rangeOf(item, name) ?? [];
    if (from !== undefined && to !== undefined) {
      const isBlock = text[to - 1] === '\n';
      edits.push({ from, to, text: isBlock ? `${written}\n` : written });
    } else {
      // After the status, which every entry has that is no flaky one.
      const [, end] = rangeOf(item, 'status') ?? [0, text.length];
      const newline = text.indexOf('\n', end);
      const at = newline < 0 ? text.length : newline;
      edits.push({ from: at, to: at, text: `\n${indent}  ${name}: ${written}` });
    }
  }
  return edits;
}

/** Where a member's value stands. */
function rangeOf(item: YAMLMap, name: string): readonly [from: number, to: number] | undefined {
  const value = item.get(name, true);
  return isScalar(value) && value.range ? [value.range[0], value.range[1]] : undefined;
}

function asItem(entry: BaselineEntry, indent: string): string {
  const lines = stringify([entry], { lineWidth: 0 }).trimEnd().split('\n');
  return lines.map((line) => `${indent}${line}\n`).join('');
}

function withEdits(text: string, edits: readonly Edit[]): string {
  // From the end, so that places before stay where they are. At one place the old text goes before a new one is put there,
  // and of two new ones the later goes in first.
  return edits
    .map((edit, order) => ({ ...edit, order }))
    .sort((a, b) => b.from - a.from || b.to - a.to || b.order - a.order)
    .reduce((left, { from, to, text: put }) => left.slice(0, from) + put + left.slice(to), text);
}

/** A list without entries is not left as nothing. */
function emptied(text: string): string {
  return text.replace(/^rules:[ \t]*$/m, 'rules: []');
}
