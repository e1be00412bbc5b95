import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll } from 'vitest';

export const bin = fileURLToPath(new URL('../../cli/bin.ts', import.meta.url));

/** Nothing listens there: the port is reserved, and only root could. */
export const closedEndpoint = 'http://127.0.0.1:1';

/** A folder of its own, which is gone when the test is over. */
export async function folder(): Promise<{ path: string } & AsyncDisposable> {
  const path = await mkdtemp(join(tmpdir(), 'swf-conformance-'));
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }) };
}

/** The environment without what a developer's machine may say about AWS and colours; nothing leaves this machine. */
export function environment(home: string, changes: NodeJS.ProcessEnv = {}): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(
    ([name]) => !/^(AWS_|VITEST|NODE_ENV|NODE_OPTIONS|NO_COLOR|FORCE_COLOR)/.test(name),
  );
  return { ...Object.fromEntries(kept), HOME: home, AWS_EC2_METADATA_DISABLED: 'true', ...changes };
}

export interface Ended {
  code: number | null;
  stdout: string;
  stderr: string;
}

export interface Started {
  child: ChildProcess;
  /** Resolves once the text was written to either stream; fails when the process ends without. */
  says(text: string): Promise<void>;
  ended: Promise<Ended>;
}

/** Those that have not ended. A test that fails halfway ends no server. */
const running = new Set<ChildProcess>();
afterAll(() => {
  for (const child of running) child.kill('SIGKILL');
});

/** Starts the command line in a folder. */
export function start(cwd: string, args: readonly string[], changes: NodeJS.ProcessEnv = {}): Started {
  const child = spawn(process.execPath, [bin, ...args], { cwd, env: environment(cwd, changes) });
  running.add(child);
  const told = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const) {
    child[name].setEncoding('utf8').on('data', (text: string) => {
      told[name] += text;
      child.emit('told');
    });
  }
  const ended = once(child, 'close').then(([code]) => {
    running.delete(child);
    child.emit('told');
    return { code, ...told };
  });
  return {
    child,
    ended,
    async says(text) {
      while (!told.stdout.includes(text) && !told.stderr.includes(text)) {
        if (child.exitCode !== null) throw new Error(`it ended without saying "${text}": ${told.stderr}`);
        await once(child, 'told');
      }
    },
  };
}

/** Runs the command line in a folder of its own. */
export async function cli(args: readonly string[], changes: NodeJS.ProcessEnv = {}): Promise<Ended> {
  await using home = await folder();
  return await start(home.path, args, changes).ended;
}
