import type { z } from 'zod';
import { suggestion } from './nearest.ts';
import { quoted } from './quoted.ts';

/** One thing that the user has to change. */
export interface Mistake {
  /** Where it was made: an option, a variable of the environment, a setting of a program, or a file and its member. */
  readonly where: string;
  /** What is wrong, and what is allowed. */
  readonly what: string;
}

/** The settings that there are, each with what it may be. */
type Schemas = Readonly<Record<string, z.ZodType>>;
type Settings<S extends Schemas> = { [Name in keyof S]?: z.infer<S[Name]> };

/** Settings of one origin: the command line, a file or the environment. */
export interface Judged<S extends Schemas> {
  /** Those that are right. */
  readonly settings: Settings<S>;
  /** All that is wrong with the others. */
  readonly mistakes: readonly Mistake[];
  /** The names of all that were given, right or wrong. */
  readonly names: readonly string[];
  /** How that origin calls a setting. */
  whereIs(name: string): string;
}

/** Reads the settings of one origin, each by itself, so that one mistake hides no other. */
export function judge<S extends Schemas>(
  schemas: S,
  raw: object,
  whereIs: (name: string) => string,
): Judged<S> {
  const settings: Record<string, unknown> = {};
  const mistakes: Mistake[] = [];
  for (const [name, value] of Object.entries(raw)) {
    const schema = Object.hasOwn(schemas, name) ? schemas[name] : undefined;
    const result = schema?.safeParse(value);
    if (result === undefined) {
      const what = `there is no such setting${suggestion(name, Object.keys(schemas))}`;
      mistakes.push({ where: whereIs(name), what });
    } else if (result.success) {
      settings[name] = result.data;
    } else {
      const found = result.error.issues.map(({ path, message }) => ({
        // Members are told by their names; of a list it is enough to be told the value.
        where: [whereIs(name), ...path.filter((part) => typeof part === 'string')].join('.'),
        what: message,
      }));
      // A number may be out of two bounds at once, which are told as one.
      const isFirst = (mistake: Mistake, i: number) =>
        found.findIndex(({ where, what }) => where === mistake.where && what === mistake.what) === i;
      mistakes.push(...found.filter(isFirst));
    }
  }
  return { settings: settings as Settings<S>, mistakes, names: Object.keys(raw), whereIs };
}

/** What an origin says that is not there. */
export function nothing<S extends Schemas>(mistakes: readonly Mistake[] = []): Judged<S> {
  return { settings: {}, mistakes, names: [], whereIs: quoted };
}
