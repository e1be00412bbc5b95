import type { z } from 'zod';
import { suggestion } from './nearest.ts';
import { given } from './text.ts';
import type { Mistake } from './wrong-use.ts';

/** Settings as they were read, and all that is wrong with them. */
export interface Judged<Settings> {
  readonly settings: Settings;
  readonly mistakes: Mistake[];
}

/** Reads settings of one origin. @param whereIs how that origin calls a member */
export function judge<Settings extends object>(
  schema: z.ZodObject<z.ZodRawShape> & z.ZodType<Settings>,
  raw: unknown,
  whereIs: (member: string) => string,
): Judged<Partial<Settings>> {
  const result = schema.safeParse(raw);
  if (result.success) return { settings: result.data, mistakes: [] };
  const mistakes = new Map<string, Mistake>();
  for (const issue of result.error.issues) {
    if (issue.code === 'unrecognized_keys') {
      for (const key of issue.keys) {
        const what = `there is no such setting${suggestion(key, Object.keys(schema.shape))}`;
        mistakes.set(key, { where: whereIs(given(key)), what });
      }
      continue;
    }
    // A number may be out of two bounds at once, which are told as one.
    const path = issue.path.join('.');
    if (!mistakes.has(path)) {
      mistakes.set(path, { where: whereIs(String(issue.path[0] ?? '')), what: issue.message });
    }
  }
  return { settings: {}, mistakes: [...mistakes.values()] };
}
