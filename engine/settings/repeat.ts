import type { TargetOptions } from '../../kit/options.ts';
import { entries, optionOf } from './table/index.ts';
import type { Setting } from './table/setting.ts';

/** What was set, by name. */
export type Values = Readonly<Record<string, unknown>>;

/** What is set of a target, by the names of the settings. */
export function valuesOf({ mock, ...target }: TargetOptions): Values {
  return { ...target, ...(mock && { endpoint: undefined, mock: mock.module ?? 'MODULE' }) };
}

/** The options that set the same again, each with its value; what is secret, or was read from a file, is to be filled in. */
export function optionsFor(values: Values, requires: readonly string[], embedded: boolean): string[] {
  return entries().flatMap(([name, setting]) => {
    const value = values[name];
    const isAboutOthers = setting.requires !== undefined && !requires.includes(setting.requires);
    // What is not told by results decides nothing that they say, such as how long a server may take to start.
    const isKnown = setting.reported !== undefined || setting.withheld;
    if (!isKnown || isUnset(value) || isAboutOthers || (embedded && setting.brought)) return [];
    if (!setting.in.includes('run')) return setting.in.includes('file') ? ['--config FILE'] : [];
    return optionTexts(name, setting, value);
  });
}

/** What a run with these settings needs besides what its results say, as it is given: `--header 'X-Key: VALUE'`, `principals`. */
export function withheldOf(values: Values): string[] {
  return entries().flatMap(([name, setting]) => {
    const value = values[name];
    if (!setting.withheld || isUnset(value)) return [];
    if (!setting.in.includes('run')) return [name];
    return isFilledIn(setting)
      ? optionTexts(name, setting, value)
      : [`${optionOf(name)} ${setting.value?.replaceAll("'", '')}`];
  });
}

function isUnset(value: unknown): boolean {
  return value === undefined || value === false || (Array.isArray(value) && value.length === 0);
}

/** Whether its value can be told nowhere: it is secret, or the content of a file. */
function isFilledIn({ secret, type }: Setting): boolean {
  return secret !== undefined || type === 'certificates';
}

function optionTexts(name: string, setting: Setting, value: unknown): string[] {
  const option = optionOf(name);
  if (setting.value === undefined) return [option];
  if (setting.type === 'headers') {
    return Object.keys(value as object).map((header) => `${option} ${quoted(`${header}: VALUE`)}`);
  }
  if (isFilledIn(setting)) return [`${option} ${setting.value}`];
  return [value].flat().map((each) => `${option} ${quoted(String(each))}`);
}

/** Quoted for a POSIX shell, where it needs to be. */
export function quoted(text: string): string {
  return /^[\w./:@%+=-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}
