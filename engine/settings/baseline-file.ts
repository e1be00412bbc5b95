import { readFileSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { z } from 'zod';
import { type Baseline, baseline, baselineVersion } from '../../results/baseline.ts';
import { quoted } from './quoted.ts';

/** Some hundred entries with long reasons take 100 KB. */
const mostBytes = 4 * 1024 * 1024;

/** A baseline, and the text that it was read from. */
export interface BaselineFile {
  readonly path: string;
  readonly text: string;
  readonly baseline: Baseline;
}

export function isJson(path: string): boolean {
  return /\.json$/i.test(path);
}

/** Whether its name says how it is written. */
export function isBaselineName(path: string): boolean {
  return /\.(ya?ml|json)$/i.test(path);
}

/** The baseline in a file, by its name YAML or JSON; else all that is wrong with it, each in words that name the file. */
export function readBaseline(path: string): BaselineFile | { mistakes: string[] } {
  if (!isBaselineName(path)) {
    return {
      mistakes: [`${quoted(path)} is neither YAML nor JSON by its name: give a .yaml, .yml or .json file`],
    };
  }
  let text: string;
  try {
    if (statSync(path).size > mostBytes) return { mistakes: [`${path} is too big to be a baseline`] };
    text = readFileSync(path, 'utf8');
  } catch (error) {
    const { code = '', message } = error as NodeJS.ErrnoException;
    return { mistakes: [`${path} cannot be read: ${reasons[code] ?? message}`] };
  }
  const parsed = parse(path, text);
  if ('mistakes' in parsed) return parsed;
  const { data, error } = baseline.safeParse(parsed.value);
  return data
    ? { path, text, baseline: data }
    : { mistakes: error.issues.map((issue) => mistakeText(path, issue, parsed.value)) };
}

function parse(path: string, text: string): { value: unknown } | { mistakes: string[] } {
  // Not before there is a baseline: every command loads the settings, and with them this file.
  const { parseDocument } = createRequire(import.meta.url)('yaml') as typeof import('yaml');
  // JSON is YAML; its own reader would tell a mistake by quoting the file, which may hold what no log should.
  const document = parseDocument(text, { prettyErrors: false, strict: true });
  const [error] = document.errors;
  const name = isJson(path) ? 'JSON' : 'YAML';
  if (error) {
    const [line] = [text.slice(0, error.pos[0]).split('\n').length];
    return { mistakes: [`${path} is not ${name} (line ${line})`] };
  }
  try {
    if (isJson(path)) JSON.parse(text);
    // Aliases of aliases could fill the memory: there is a bound.
    return { value: document.toJS({ maxAliasCount: 100 }) };
  } catch {
    return { mistakes: [`${path} is not ${name}`] };
  }
}

/** Where it is, and what is wrong there. */
function mistakeText(
  path: string,
  { path: members, message, ...issue }: z.core.$ZodIssue,
  value: unknown,
): string {
  const [list, index] = members;
  const entry = list === 'rules' && typeof index === 'number' ? entryName(value, index) : '';
  const where = (entry ? members.slice(2) : members).map(String).join('.');
  const place = [path, entry, where].filter((part) => part !== '').join(': ');
  if (issue.code === 'unrecognized_keys') {
    return `${place}: there is no such member ${(issue.keys as string[]).map(quoted).join(', ')}`;
  }
  if (where === 'version') return `${place}: it is to be ${baselineVersion}`;
  if (issue.code === 'invalid_value') return `${place}: give ${(issue.values as unknown[]).join(' or ')}`;
  return `${place}: ${message}`;
}

/** An entry by its rule, which a reader finds sooner than a number. */
function entryName(value: unknown, index: number): string {
  const { rules } = value as { rules: unknown[] };
  const entry = rules[index];
  const rule = typeof entry === 'object' && entry !== null && 'rule' in entry ? entry.rule : undefined;
  return typeof rule === 'string'
    ? `entry ${index + 1} (${quoted(rule).slice(1, -1)})`
    : `entry ${index + 1}`;
}

const reasons: Record<string, string> = {
  ENOENT: 'there is no such file: swf-conformance baseline update writes one',
  EISDIR: 'it is a directory',
  EACCES: 'permission denied',
};
