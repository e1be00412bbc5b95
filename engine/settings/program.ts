import { tooFewFiles, tooFewFilesFor } from '../open-files.ts';
import { selectRules } from '../plan/select.ts';
import { schemasIn } from './forms.ts';
import { judge, type Mistake } from './judge.ts';
import { completed } from './read.ts';
import { selectionMistakes } from './selection-mistakes.ts';
import { settingsIn, settings as table } from './table/index.ts';
import type { Complete, GivenIn } from './types.ts';

/** A program's settings have a target: an endpoint, or handlers. */
type Aimed<T extends { endpoint?: unknown; handlers?: unknown }> =
  | (T & { readonly endpoint: URL | string; readonly handlers?: undefined })
  | (T & { readonly handlers: NonNullable<T['handlers']> });

/** What is checked, and how, of a program's run. All but the target may be left out. */
export type RunSettings = Aimed<GivenIn<'program'>>;

/** The same of a suite in a vitest run. */
export type SuiteSettings = Aimed<GivenIn<'suite'>>;

const callers = { program: 'runConformance', suite: 'conformanceSuite' } as const;

/**
 * Reads what a program sets, as a configuration file is read.
 * @throws TypeError with all that is wrong
 */
export function readSettings(values: object, place: 'program' | 'suite'): Complete {
  const named = Object.entries(values).filter(([, value]) => value !== undefined);
  const known = settingsIn(place).map(([name]) => name);
  const elsewhere = named.map(([name]) => name).filter((name) => isElsewhere(name, known));
  const raw = named
    .filter(([name]) => !elsewhere.includes(name))
    .map(([name, value]) => [name, value instanceof URL ? value.href : value]);
  const { settings, mistakes, names } = judge(schemasIn(place), Object.fromEntries(raw), (name) => name);
  const others = elsewhere.map((where) => ({ where, what: `${callers[place]} has no such setting` }));
  const read = completed(settings, 'other');
  const all = [...mistakes, ...others, ...contradictions(read, names)];
  if (all.length > 0) throw new TypeError(all.map(({ where, what }) => `${where}: ${what}`).join('\n'));
  return read;
}

/** Whether it is one of the command line's, such as `out`: nobody mistook its name. */
function isElsewhere(name: string, known: readonly string[]): boolean {
  return Object.hasOwn(table, name) && !known.includes(name);
}

function contradictions(settings: Complete, names: readonly string[]): Mistake[] {
  const { with: groups, maxPollers, handlers } = settings;
  const few = handlers ? undefined : tooFewFilesFor(selectRules(settings).length);
  const tooFew = groups.includes('limits') && !handlers ? tooFewFiles(maxPollers) : undefined;
  return [
    ...(names.includes('endpoint') || names.includes('handlers')
      ? []
      : [{ where: 'endpoint', what: 'a target is missing: give an endpoint or handlers' }]),
    ...selectionMistakes(settings).map(({ name, what }) => ({ where: name, what })),
    ...(few ? [{ where: 'ulimit -n', what: few }] : []),
    ...(tooFew ? [{ where: 'maxPollers', what: tooFew }] : []),
  ];
}
