// A machine on which the examples run as they stand: what they call is there, on a port that is free.
import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { delimiter, join } from 'node:path';
import { root } from '../action/runner.ts';
import { bin } from '../cli/command.ts';

export const { version }: { version: string } = JSON.parse(
  await readFile(join(root, 'package.json'), 'utf8'),
);

/** The text of an example, on a port of its own: 4566 may be in use. */
export async function example(path: string, port = 4566): Promise<string> {
  const text = await readFile(join(root, 'examples', path), 'utf8');
  return text.replaceAll('4566', String(port));
}

export async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve));
  const address = probe.address();
  await new Promise((resolve) => probe.close(resolve));
  if (typeof address !== 'object' || !address) throw new Error('no free port');
  return address.port;
}

/**
 * Puts into the folder the server that the examples start, which holds as long as they say, and beside it `make` and an `npx`
 * that runs this checkout in place of the published package.
 * @returns the `PATH` that has them
 */
export async function furnish(workspace: string, tools: string, mutant?: string): Promise<string> {
  await mkdir(tools, { recursive: true });
  const command = `'${process.execPath}' '${bin}'`;
  const mistake = mutant === undefined ? '' : `--mutant ${mutant}`;
  const published = `swf-conformance@${version}`;
  const scripts = {
    [join(workspace, 'my-swf-server')]: `exec ${command} serve --poll-hold 4 ${mistake} "$@"`,
    [join(tools, 'make')]: 'exit 0',
    [join(tools, 'npx')]: `[ "$1 $2" = '--yes ${published}' ] || exit 99\nshift 2\nexec ${command} "$@"`,
  };
  for (const [path, script] of Object.entries(scripts)) {
    await writeFile(path, `#!/bin/sh\n${script}\n`);
    await chmod(path, 0o755);
  }
  return [tools, process.env.PATH].join(delimiter);
}
