import { execFile } from 'node:child_process';
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { environment } from './command.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
/** Node 24 comes from here, also where the system's own is older. */
const tools = join(root, 'node_modules', '.bin');

/** Runs a command in a folder as a user would. Rejects when it does not exit 0. */
export function command(cwd: string, file: string, args: readonly string[]) {
  // npm's cache stays the user's own, so that nothing is fetched that is there.
  const path = [tools, process.env.PATH].join(delimiter);
  const env = environment(process.env.HOME ?? cwd, { PATH: path });
  return promisify(execFile)(file, args, { cwd, env, maxBuffer: 1024 * 1024 * 16 });
}

/** Packs what would be published, and installs it where nothing else is. */
export async function packed(home: string): Promise<{ tarball: string; project: string }> {
  const project = join(home, 'project');
  await mkdir(project);
  await command(root, 'npm', ['pack', '--pack-destination', home]);
  const tarball = join(home, (await readdir(home)).find((name) => name.endsWith('.tgz')) ?? '');
  await writeFile(join(project, 'package.json'), '{ "private": true }');
  await command(project, 'npm', ['install', '--no-audit', '--no-fund', '--prefer-offline', tarball]);
  return { tarball, project };
}
