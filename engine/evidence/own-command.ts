import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { quoted } from '../settings/repeat.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));

/**
 * How the command line is called where a run is made. A checkout is not installed, so that npx would not find it: there npm runs
 * it with the Node that the checkout brings, in the folder of its package.json.
 */
export function ownCommand(directory = process.cwd()): string {
  if (!import.meta.url.endsWith('.ts')) return 'npx swf-conformance';
  if (resolve(directory) === resolve(root)) return 'npm run --silent swf-conformance --';
  return `node ${quoted(join(root, 'cli/bin.ts'))}`;
}
