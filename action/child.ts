// The commands that the action runs, one after another, and how a cancelled job ends them.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';

/** So much of what a command told last is told again where there is nothing else to tell. */
const longestTail = 4000;

/** The exit code where there is none, as the command was killed: no fault of the server. */
const killed = 4;

// The command needs no inputs: a header among them may be a secret.
const { INPUTS: _, ...env } = process.env;

let running: ChildProcess | undefined;
let wasCancelled = false;

/** Hands on the signals by which GitHub asks a cancelled job to end: the command tidies up, and the action ends after it. */
export function listenForCancellation(): void {
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      wasCancelled = true;
      running?.kill(signal);
    });
  }
}

export function cancelled(): boolean {
  return wasCancelled;
}

export interface Ended {
  readonly code: number;
  /** The end of what it wrote there. */
  readonly stderr: string;
}

/** Runs a command to its end, with its output in the log. */
export async function run(file: string, args: readonly string[]): Promise<Ended> {
  if (wasCancelled) return { code: 130, stderr: '' };
  const child = spawn(file, args, { env, stdio: ['ignore', 'inherit', 'pipe'] });
  running = child;
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    process.stderr.write(text);
    stderr = (stderr + text).slice(-longestTail);
  });
  const [code, signal] = await once(child, 'close');
  running = undefined;
  return { code: code ?? killed, stderr: signal ? `${stderr}\nended by ${signal}` : stderr };
}
