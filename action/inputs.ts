import { globSync } from 'node:fs';
import { optionOf, settings, settingsIn } from '../engine/settings/table/index.ts';
import { reporters } from '../engine/settings/table/setting.ts';

const options = settingsIn('action').map(([name, setting]) => ({
  name: optionOf(name).slice(2),
  ...setting,
}));
const named = (some: typeof options) => some.map(({ name }) => name);

/** The inputs that are options of the command, by how GitHub's text becomes an option's value. */
const lists = named(options.filter(({ list }) => list));
const switches = named(options.filter(({ value }) => value === undefined));
const values = [...named(options.filter(({ value, list }) => value !== undefined && !list)), 'config'];
/** Those of the action itself; GitHub has used the working directory already. */
const own = ['merge', 'version', 'package', 'working-directory'];

/** The options of `merge`: the rest is about a run. */
const ofMerge = named(options.filter((option) => option.in.includes('merge')));

/** What the inputs ask for. */
export interface Asked {
  /** Of swf-conformance. */
  readonly args: readonly string[];
  readonly out: string;
  /** What npm installs. */
  readonly package: string;
  /** Whether it is one part of a run, of which the merge tells what came out. */
  readonly isPart: boolean;
}

/**
 * Reads the inputs, as `toJSON(inputs)` gives them: all that were given, also such as the action does not have, and empty
 * ones. What an option may be is judged by the command.
 * @returns what they ask for, or what is wrong with them
 */
export function readInputs(json: string, ownVersion: string): Asked | { mistakes: string[] } {
  const given = Object.entries(JSON.parse(json) as Record<string, unknown>)
    // GitHub takes them in any case.
    .map(([name, value]) => [name.toLowerCase(), String(value).trim()] as const)
    .filter(([, value]) => value !== '');
  const inputs = new Map(given);
  const folders = lines(inputs.get('merge')).flatMap((pattern) => globSync(pattern).sort());
  const isMerge = inputs.has('merge');
  const mistakes = given.flatMap(([name, value]) => {
    const what = mistakeOf(name, value, isMerge);
    return what === undefined ? [] : [`input ${name}: ${what}`];
  });
  if (isMerge && folders.length === 0) mistakes.push('input merge: there is no such folder');
  if (mistakes.length > 0) return { mistakes };

  const out = inputs.get('out') ?? settings.out.default;
  const asked = given.filter(([name]) => name !== 'out').flatMap(([name, value]) => asOptions(name, value));
  // Every report: the summary of the job, the outputs and what is uploaded are made of them.
  const always = [`--out=${out}`, ...reporters.map((name) => `--reporter=${name}`)];
  return {
    // After "--" a folder is a folder, whatever its name begins with.
    args: isMerge ? ['merge', ...asked, ...always, '--', ...folders] : ['run', ...asked, ...always],
    out,
    package: inputs.get('package') ?? `swf-conformance@${inputs.get('version') ?? ownVersion}`,
    isPart: inputs.has('shard'),
  };
}

function mistakeOf(name: string, value: string, isMerge: boolean): string | undefined {
  const isOption = [...values, ...lists, ...switches].includes(name);
  if (!isOption && !own.includes(name)) return 'there is no such input, see action.yml';
  if (isOption && isMerge && !ofMerge.includes(name)) return 'it is about a run: leave it out with merge';
  if (switches.includes(name) && !/^(true|false)$/.test(value)) return 'it is neither true nor false';
  if (!lists.includes(name) && name !== 'merge' && /[\r\n]/.test(value)) return 'it has more than one line';
  return undefined;
}

/** With "=", so that a value that begins with "-" is a value too. */
function asOptions(name: string, value: string): string[] {
  if (switches.includes(name)) return value === 'true' ? [`--${name}`] : [];
  if (lists.includes(name)) return lines(value).map((line) => `--${name}=${line}`);
  return values.includes(name) ? [`--${name}=${value}`] : [];
}

function lines(text = ''): string[] {
  return text.split(/\r?\n/).flatMap((line) => line.trim() || []);
}
