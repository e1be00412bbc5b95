import { CommanderError } from 'commander';
import { redactorOf } from '../engine/evidence/redact.ts';
import { listenAlone } from './own-events.ts';
import { makeProgram } from './program.ts';
import { tell } from './text.ts';

const wrongUse = 2;
const ownFault = 4;

/** Does what the arguments say, and ends the process. */
export async function main(args: readonly string[]): Promise<void> {
  let unwritten: string | undefined;
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (!isGone(error)) unwritten = error.message;
  });
  // There is nowhere left to say it.
  process.stderr.on('error', () => undefined);
  for (const event of ['uncaughtException', 'unhandledRejection']) {
    listenAlone(event, (error) => process.exit(tellFault(error)));
  }
  const code = await exitCodeOf(args);
  await new Promise((written) => process.stdout.write('', written));
  if (unwritten !== undefined)
    tell(
      `swf-conformance: standard output could not be written, so that what it says is not whole: ${unwritten}`,
    );
  // Not left to the event loop: a connection that something forgot must not keep a CI job waiting.
  process.exit(unwritten === undefined ? code : ownFault);
}

async function exitCodeOf(args: readonly string[]): Promise<number> {
  try {
    let code = 0;
    const program = makeProgram((result) => {
      code = result;
    });
    await program.parseAsync(args, { from: 'user' });
    return code;
  } catch (error) {
    // commander has told what it is about: help or the version with 0, else what was wrong.
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : wrongUse;
    return tellFault(error);
  }
}

/**
 * Whoever reads us has read enough, as `| head` does, or is gone, as a closed terminal is (EIO); the rest is still done, and
 * the exit code is still told.
 */
function isGone({ code }: NodeJS.ErrnoException): boolean {
  return code === 'EPIPE' || code === 'EIO';
}

/** Says that it is our fault, with all that a report of it needs; but for what is none, though it may come up anywhere. */
function tellFault(error: unknown): number {
  if (error instanceof Error && 'syscall' in error && error.syscall === 'uv_cwd') {
    tell('swf-conformance: the current directory is not there any more: change to one that is');
    return wrongUse;
  }
  const { AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN } = process.env;
  const redact = redactorOf({
    credentials: {
      accessKeyId: AWS_ACCESS_KEY_ID,
      secretAccessKey: AWS_SECRET_ACCESS_KEY,
      sessionToken: AWS_SESSION_TOKEN,
    },
  });
  const [message = '', stack = ''] = error instanceof Error ? [String(error), error.stack] : [String(error)];
  tell(redact(`swf-conformance failed by a fault of its own, not of the target: ${message}`));
  tell(redact(`Please report it with the command and these lines; Node ${process.versions.node}\n${stack}`));
  return ownFault;
}
