// moto, a real emulator that nobody here wrote, as it is installed into .moto.
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../..', import.meta.url));
const home = join(root, '.moto');
const release = 'moto[server]==5.2.1';

export const motoServer = join(home, 'bin', 'moto_server');

export function say(text: string): void {
  process.stdout.write(`${text}\n`);
}

export function install(): void {
  if (existsSync(motoServer)) return;
  say(`installing ${release} into .moto`);
  execFileSync('python3', ['-m', 'venv', home], { stdio: 'inherit' });
  execFileSync(join(home, 'bin', 'pip'), ['install', '--quiet', release], { stdio: 'inherit' });
}

export async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve));
  const address = probe.address();
  await new Promise((resolve) => probe.close(resolve));
  if (typeof address !== 'object' || !address) throw new Error('no free port');
  return address.port;
}
