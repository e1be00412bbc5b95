import { constants } from 'node:os';
import { listenAlone } from './own-events.ts';

/** npm and npx pass on the Ctrl-C that the terminal has sent to us already: so soon after the first it is the same one. */
const sameMs = 500;

/** Ctrl-C, or a request to end, such as that of a terminal that is closed. */
export interface Interruption {
  /** Aborted by the first one; a second one exits at once. */
  readonly signal: AbortSignal;
  /** What a shell expects of a process that a signal ended; undefined while there was none. */
  readonly exitCode: number | undefined;
  /** Stops listening. */
  end(): void;
}

export function listenForInterruption(): Interruption {
  const controller = new AbortController();
  let exitCode: number | undefined;
  let since = 0;
  const ends = (['SIGINT', 'SIGTERM', 'SIGHUP'] as const).map((name) =>
    listenAlone(name, () => {
      if (exitCode === undefined) {
        exitCode = 128 + constants.signals[name];
        since = performance.now();
        controller.abort();
      } else if (performance.now() - since > sameMs) {
        process.exit(exitCode);
      }
    }),
  );
  return {
    signal: controller.signal,
    get exitCode() {
      return exitCode;
    },
    end() {
      for (const end of ends) end();
    },
  };
}
