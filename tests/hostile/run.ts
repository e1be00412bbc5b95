import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Ended, folder, start } from '../cli/command.ts';

export interface Outcome extends Ended {
  readonly seconds: number;
  /** The most memory that the process had at once, in MB. */
  readonly peakMb: number;
  /** The files that were written, by name. */
  readonly files: Readonly<Record<string, string>>;
}

/** Runs the command line against an endpoint, in a folder of its own. */
export async function runAgainst(
  url: string,
  args: readonly string[] = [],
  variables: NodeJS.ProcessEnv = {},
  prepare: (home: string) => Promise<void> = async () => {},
): Promise<Outcome> {
  await using home = await folder();
  const peak = join(home.path, 'peak');
  await prepare(home.path);
  const since = performance.now();
  const ended = await start(home.path, ['run', '--endpoint', url, ...args], {
    NODE_OPTIONS: `--import=${fileURLToPath(new URL('./peak.mjs', import.meta.url))}`,
    PEAK_FILE: peak,
    ...variables,
  }).ended;
  const seconds = (performance.now() - since) / 1000;
  const reports = join(home.path, 'conformance-report');
  const names = await readdir(reports);
  const files = Object.fromEntries(
    await Promise.all(names.map(async (name) => [name, await readFile(join(reports, name), 'utf8')])),
  );
  return { ...ended, seconds, peakMb: Number(await readFile(peak, 'utf8')) / 1024, files };
}
