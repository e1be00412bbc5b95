import { type ChildProcess, spawn } from 'node:child_process';
import { finished } from 'node:stream/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { abortable } from '../client/abortable.ts';
import type { Exchange } from '../client/exchange.ts';
import { type Redact, redactorOf } from '../engine/evidence/redact.ts';
import { Interrupted } from '../engine/index.ts';
import type { KnownTarget } from '../engine/settings/read.ts';
import { describe } from '../kit/describe.ts';
import { speaksSwf } from '../kit/own-trouble.ts';
import { Target, Unusable } from '../kit/target.ts';
import { endGroup, groupLives, signalGroup } from './process-group.ts';
import { ServerLog } from './server-log.ts';
import { tell } from './text.ts';
import { WrongUse } from './wrong-use.ts';

/** How often a server that starts is asked, and how often a log is told that we wait; CI services give up on silence. */
const askMs = 100;
const tellMs = 15_000;

/** Output that is on its way when a process ends is read within milliseconds; what has left the group may keep it open. */
const lastOutputMs = 500;

/**
 * Starts the server by a shell's command.
 * @param signal of an interruption
 * @throws WrongUse when something answers there already: it would be judged in place of the command's server. Interrupted.
 */
export async function startServer(
  command: string,
  options: KnownTarget,
  out: string,
  signal: AbortSignal,
): Promise<StartedServer> {
  const target = new Target(options, signal);
  try {
    if (serves(await ask(target, signal))) {
      const what = `${options.endpoint.href} answers already: stop what runs there, or leave --start out to judge it`;
      throw new WrongUse({ where: '--start', what });
    }
    const redact = redactorOf(options);
    return new StartedServer(command, target, new ServerLog(out, redact), redact);
  } catch (error) {
    await target.wire.close();
    throw signal.aborted ? new Interrupted([]) : error;
  }
}

/** A server that a command of the user's runs: the leader of a process group that is ended with all that is in it. */
export class StartedServer {
  readonly log: ServerLog;
  readonly #target: Target;
  readonly #redact: Redact;
  readonly #child: ChildProcess;
  readonly #over = new AbortController();
  #ended: string | undefined;
  #ending = false;
  #isGone = false;

  constructor(command: string, target: Target, log: ServerLog, redact: Redact) {
    this.#target = target;
    this.#redact = redact;
    this.log = log;
    // A group of its own: a terminal's Ctrl-C must not end the server before we have closed what we started on it. One pipe
    // for both streams keeps their order. The shell's own messages are about the command alone, as it is an argument.
    this.#child = spawn('/bin/sh', ['-c', 'exec /bin/sh -c "$1" 2>&1', 'sh', command], {
      detached: true,
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    this.#child.stdout?.on('data', (chunk: Buffer) => log.add(chunk));
    this.#child.on('error', (error) => this.#onEnd(`could not be started: ${error.message}`));
    this.#child.on('exit', (code, by) => this.#onEnd(by ? `ended by ${by}` : `ended with exit code ${code}`));
    process.on('exit', this.#kill);
  }

  /** How the command ended by itself; undefined while it runs. */
  get ended(): string | undefined {
    return this.#ended;
  }

  /** What the command wrote last, for the terminal. */
  get lastWords(): string {
    const { lastLines, path } = this.log;
    if (lastLines.length === 0) return 'It wrote nothing.';
    return [
      `The last lines of its output, which is in ${path}:`,
      ...lastLines.map((line) => `  | ${line}`),
    ].join('\n');
  }

  /**
   * Waits until the server answers as SWF does: what only listens has its routes, or what is behind it, still to come.
   * @throws Unusable when the command ends before, or it takes longer than so many seconds; Interrupted.
   */
  async answers(withinSeconds: number): Promise<void> {
    const { signal: interruption, options } = this.#target;
    const { href } = options.endpoint;
    const overdue = AbortSignal.timeout(withinSeconds * 1000);
    const signal = AbortSignal.any([interruption, this.#over.signal, overdue]);
    const since = performance.now();
    tell(`waiting for ${href} to answer`);
    const timer = setInterval(() => {
      const waited = Math.round((performance.now() - since) / 1000);
      tell(`waiting for ${href} to answer, ${waited} s of ${withinSeconds} s`);
    }, tellMs);
    let last = 'no connection was made';
    try {
      for (;;) {
        const exchange = await ask(this.#target, signal);
        if (speaksSwf(exchange)) return;
        last = describe(exchange);
        await abortable(askMs, signal);
      }
    } catch (error) {
      if (interruption.aborted) throw new Interrupted([]);
      if (this.#ended !== undefined) {
        await this.#lastOutput();
        throw new Unusable(`the command of --start ${this.#ended} before ${href} answered`);
      }
      if (!overdue.aborted) throw error;
      throw new Unusable(
        `${href} did not answer as SWF does within ${withinSeconds} s: ${this.#redact(last)}`,
      );
    } finally {
      clearInterval(timer);
    }
  }

  /** Ends the command with all that it started, and waits until nothing is left. */
  async end(): Promise<void> {
    this.#ending = true;
    const { pid } = this.#child;
    if (pid !== undefined && !this.#isGone && !(await endGroup(pid))) {
      tell(`not ended: processes of the command of --start, in the process group ${pid}`);
    }
    await this.#lastOutput();
    this.#child.stdout?.destroy();
    this.log.close();
    process.off('exit', this.#kill);
    if (serves(await ask(this.#target, AbortSignal.timeout(60_000)))) {
      const { href } = this.#target.options.endpoint;
      tell(
        `not ended: something still answers at ${href}; it has left the process group of --start's command`,
      );
    }
    await this.#target.wire.close();
  }

  #onEnd(how: string): void {
    const { pid } = this.#child;
    // Its number may be another's later on.
    this.#isGone = pid === undefined || !groupLives(pid);
    if (this.#ending) return;
    this.#ended = how;
    this.#over.abort();
  }

  async #lastOutput(): Promise<void> {
    const { stdout } = this.#child;
    if (stdout) await Promise.race([finished(stdout).catch(() => undefined), delay(lastOutputMs)]);
  }

  /** Where we end at once, by a second Ctrl-C or a fault of our own, there is no time to ask. */
  readonly #kill = () => {
    const { pid } = this.#child;
    if (pid !== undefined && !this.#isGone) signalGroup(pid, 'SIGKILL');
    this.log.close();
  };
}

/** Asks as the run does first: with its trust, its headers and its signature. */
function ask(target: Target, signal: AbortSignal): Promise<Exchange> {
  return target.call('DescribeDomain', { name: target.domains.main }, signal);
}

/** What a gateway says whose server is not there, and many a server that is not ready yet. */
const notYet = [502, 503, 504];

/** Whether a server is there, whatever it answered. */
function serves({ answer }: Exchange): boolean {
  return answer !== undefined && !notYet.includes(answer.status);
}
