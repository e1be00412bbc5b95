import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { rules } from '../../suites/index.ts';
import { bin, environment, folder } from './command.ts';

/** What takes longer to load than these commands may take, and is of no use to them. */
const heavy =
  /^(vitest|vite|@vitest\/.*|@aws-sdk\/.*|@smithy\/.*|undici|msw|@mswjs\/.*|xmlbuilder2|yaml|preact.*)$/;

const hook = pathToFileURL(join(import.meta.dirname, 'loaded.mjs')).href;

/** The packages that a command loads. */
async function packagesOf(args: readonly string[]): Promise<string[]> {
  await using home = await folder();
  const LOADED = join(home.path, 'loaded');
  await promisify(execFile)(process.execPath, ['--import', hook, bin, ...args], {
    cwd: home.path,
    env: environment(home.path, { LOADED }),
  });
  const urls = (await readFile(LOADED, 'utf8')).split('\n');
  const packages = urls.map((url) => /.*\/node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(url)?.[1]);
  return [...new Set(packages.filter((name) => name !== undefined))];
}

it.each([
  ['list', ['list']],
  ['list --json', ['list', '--json']],
  ['explain', ['explain', rules[0]?.id ?? '']],
  ['--help', ['--help']],
  ['run --help', ['run', '--help']],
  ['--version', ['--version']],
])('%s loads no client, no server and no renderer', async (_, args) => {
  const packages = await packagesOf(args);
  // Else the hook has seen nothing.
  expect(packages).toContain('commander');
  expect(packages.filter((name) => heavy.test(name))).toEqual([]);
});
