/**
 * All that can be set of a run, each once: the options of the commands, the configuration file and its schema, the inputs of
 * the action, the settings of a program and of a vitest suite, what replay takes over, what shards have in common, and what
 * commands repeat are made of this. A setting has one name: `pollHold` is the option `--poll-hold`, the input `poll-hold`, and
 * `pollHold` everywhere else.
 *
 * Plain data, and no imports of packages: the action reads it where none is installed. What the values of a type may be,
 * `forms.ts` says.
 */
import { outcomeSettings } from './outcome.ts';
import { ruleSettings } from './rules.ts';
import type { Place, Setting } from './setting.ts';
import { targetSettings } from './target.ts';

export const settings = { ...targetSettings, ...ruleSettings, ...outcomeSettings };

export type Table = typeof settings;
export type Name = keyof Table;

/** The settings that can be given there, in the order of the table. */
export function settingsIn(place: Place): [Name, Setting][] {
  return entries().filter(([, setting]) => setting.in.includes(place));
}

export function entries(): [Name, Setting][] {
  return Object.entries(settings) as [Name, Setting][];
}

/** The option of a setting: pollHold is `--poll-hold`. */
export function optionOf(name: string): string {
  return `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}
