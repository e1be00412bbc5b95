import { Writable } from 'node:stream';
import type { Reporter, TestCase } from 'vitest/node';
import type { RunEnd } from '../../results/part.ts';
import type { RuleResult } from '../../results/rule.ts';
import { entryId, runnerOf } from './runner.ts';
import { channelName, type WorkerMessage, type WorkerSettings } from './worker-messages.ts';

export interface RunListener {
  onResult(result: RuleResult): void;
  onCleaning(executions: number): void;
}

/**
 * Runs the rules under vitest, in one worker thread, and gives what is known at the end.
 * @param signal interrupts the rules; the worker then closes what it started, and ends.
 * @param blob the file into which vitest writes all of it, to be merged with that of other runs
 */
export async function runInVitest(
  settings: WorkerSettings,
  listener: RunListener,
  signal: AbortSignal,
  blob?: string,
): Promise<RunEnd> {
  let end: RunEnd | undefined;
  const errors: unknown[] = [];
  const reporter: Reporter = {
    onTestCaseResult(testCase: TestCase) {
      const meta = testCase.meta();
      if (meta.result) listener.onResult(meta.result);
      if (meta.end) end = meta.end;
    },
    onTestRunEnd(modules, unhandledErrors) {
      errors.push(...unhandledErrors, ...modules.flatMap((module) => module.errors()));
    },
  };
  const channel = new BroadcastChannel(channelName(settings.target.runId));
  const interrupt = () => channel.postMessage('interrupt');
  channel.onmessage = ({ data }) => {
    const message = data as WorkerMessage;
    if (message !== 'ready') listener.onCleaning(message.cleaning);
    else if (signal.aborted) interrupt();
  };
  signal.addEventListener('abort', interrupt, { once: true });
  // vitest sets the exit code of the process when a test fails; that is for our caller to decide.
  const { exitCode } = process;
  try {
    const vitest = await runnerOf(
      {
        reporters: blob === undefined ? [reporter] : [reporter, ['blob', { outputFile: blob }]],
        provide: { run: settings },
      },
      { stdout: new SilentOutput(), stderr: new SilentOutput() },
    );
    try {
      // It makes the reporters ready, and finds no file to run.
      await vitest.standalone();
      await vitest.runTestSpecifications([vitest.getRootProject().createSpecification(entryId)], true);
    } finally {
      await vitest.close();
    }
  } finally {
    process.exitCode = exitCode;
    signal.removeEventListener('abort', interrupt);
    channel.close();
  }
  if (end) return end;
  throw new Error(
    `the rules could not be run: ${errors.map(describeError).join('; ') || 'vitest ended early'}`,
  );
}

/**
 * What vitest and the worker say, beside the result. vitest must not have the process's own streams: it writes cursor
 * codes to a terminal, and waits for good for a reader that has gone (`2>&1 | head`).
 */
export class SilentOutput extends Writable {
  override _write(chunk: Buffer, _encoding: BufferEncoding, done: () => void): void {
    // Where the blob is: in a temporary folder, so that the user is told of the place to which it is moved.
    if (!chunk.toString().startsWith('blob report written to')) process.stderr.write(chunk);
    done();
  }
}

function describeError(error: unknown): string {
  const { message, stack } = error as { message?: string; stack?: string };
  return stack ?? message ?? String(error);
}
