// The emulators that are judged here: each has a baseline, emulators/NAME.yaml, whose `about` says how it is had and started.
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';
import { z } from 'zod';
import { type BaselineEntry, baseline } from '../results/baseline.ts';

export const root = fileURLToPath(new URL('..', import.meta.url));
const folder = fileURLToPath(new URL('.', import.meta.url));

/** How its registry's own client installs it, and exactly which version. */
const install = z.union([
  z.strictObject({ pip: z.array(z.string()).min(1) }),
  z.strictObject({
    cargo: z.strictObject({
      crate: z.string(),
      version: z.string(),
      bin: z.string(),
      /** Built without optimizing, where that takes too long. */
      debug: z.literal(true).optional(),
    }),
  }),
  z.strictObject({ go: z.string() }),
]);
export type Install = z.infer<typeof install>;

const about = z.strictObject({
  name: z.string(),
  version: z.string(),
  home: z.url(),
  registry: z.string(),
  install,
  /** A shell command that ends when it is told to: `{bin}` is the folder of its programs, `{dir}` its own, `{port}` where it is to listen. */
  start: z.string().includes('{port}'),
  endpoint: z.string().includes('{port}').default('http://127.0.0.1:{port}'),
  pollHold: z.number(),
  cases: z.number().int().optional(),
  rate: z.number().int().optional(),
  /** Of which nothing can be learned here. */
  skip: z.array(z.strictObject({ rule: z.string(), reason: z.string() })).default([]),
});

export interface Emulator extends z.infer<typeof about> {
  /** What its file is called: how a user names it. */
  readonly id: string;
  /** Its file, from the project's folder. */
  readonly baseline: string;
  readonly rules: readonly BaselineEntry[];
}

/** All that have a file here. @throws where a file is not as it should be */
export function emulators(): Emulator[] {
  const files = readdirSync(folder).filter((file) => file.endsWith('.yaml'));
  return files.sort().map((file) => {
    const { rules, about: given } = baseline.parse(parse(readFileSync(`${folder}${file}`, 'utf8')));
    const id = file.replace(/\.yaml$/, '');
    return { ...about.parse(given), id, baseline: `emulators/${file}`, rules };
  });
}
