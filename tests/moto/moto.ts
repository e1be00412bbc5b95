// moto, a real emulator that nobody here wrote, as `npm run emulators` has it.
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { emulators, root } from '../../emulators/emulator.ts';
import { installed, placeOf } from '../../emulators/install.ts';
import { freePort } from '../../emulators/judge.ts';

const moto = emulators().find(({ id }) => id === 'moto');
if (!moto) throw new Error('emulators/moto.yaml is not there');
export const { baseline } = moto;

export function say(text: string): void {
  process.stdout.write(`${text}\n`);
}

/** Starts moto, installed where it is not yet, and waits until it answers. */
export async function startMoto(): Promise<{ endpoint: string; process: ChildProcess }> {
  const missing = installed(moto as NonNullable<typeof moto>);
  if (missing !== undefined) throw new Error(`moto cannot be had: ${missing}`);
  const port = await freePort();
  const endpoint = `http://127.0.0.1:${port}`;
  const program = join(placeOf({ id: 'moto' }), 'bin', 'moto_server');
  const process = spawn(program, ['-H', '127.0.0.1', '-p', String(port)], { stdio: 'ignore' });
  for (let i = 0; i < 300 && process.exitCode === null; i++) {
    const answer = await fetch(`${endpoint}/moto-api/`).catch(() => undefined);
    await answer?.body?.cancel();
    if (answer) return { endpoint, process };
    await sleep(200);
  }
  process.kill();
  throw new Error('moto did not start');
}

/** Runs a program in the project's folder; all that it printed, and its exit code. */
export async function run(
  program: string,
  args: readonly string[],
  env = {},
): Promise<{ code: number | null; printed: string }> {
  const options = { cwd: root, env: { ...process.env, ...env }, timeout: 240_000, maxBuffer: 2 ** 26 };
  let printed = '';
  const child = execFile(program, args, options, (_, stdout, stderr) => {
    printed = stdout + stderr;
  });
  const [code] = await once(child, 'close');
  return { code, printed };
}

/** The suite as a user runs it. */
export function cli(...args: string[]): ReturnType<typeof run> {
  return run(process.execPath, [join(root, 'cli', 'bin.ts'), ...args]);
}
