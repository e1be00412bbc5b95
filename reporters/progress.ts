import { idParts } from '../results/by-operation.ts';
import type { RunEvent } from '../results/events.ts';
import type { RuleResult, Status } from '../results/rule.ts';
import { commandless, shortened, visibleLine } from '../results/visible.ts';
import { painter } from './paint.ts';
import { ruleLine } from './terminal-rule.ts';
import { duration, plural } from './words.ts';

export interface ProgressOptions {
  /** Where the lines go: a stream, or anything that takes text. */
  stream: { write(text: string): unknown };
  /** Whether the stream can rewrite its last line. */
  tty: boolean;
  colour: boolean;
  width: number;
}

export interface Progress {
  handle(event: RunEvent): void;
  /** Ends the line that is being rewritten. To be called however the run ends. */
  stop(): void;
}

/** How often a log that cannot be rewritten is told that the run goes on; CI services give up on silence. */
const plainInterval = 15_000;
const ttyInterval = 1000;

/** Shows a run while it lasts: how far it is, and each rule that fails as soon as it does. */
export function progress({ stream, tty, colour, width }: ProgressOptions): Progress {
  const paint = painter(colour);
  let state: State | undefined;
  let timer: NodeJS.Timeout | undefined;

  function line(text: string): void {
    stream.write(`${tty ? eraseLine : ''}${commandless(text)}\n`);
  }
  function rewrite(): void {
    // One column is kept free: a full line would wrap, and only its last part be erased.
    if (state) stream.write(`${eraseLine}${stateText(state, width - 1)}`);
  }
  function tell(): void {
    if (tty) rewrite();
    else if (state) line(stateText(state, width));
  }
  function start({ rules, ids, pollHold }: Started): void {
    stop();
    state = { rules, pollHold, running: new Set(ids), failed: 0, since: Date.now() };
    line(`${plural(rules, 'rule')} started; the longest last about one hold, ${pollHold} s`);
    if (tty) rewrite();
    timer = setInterval(tell, tty ? ttyInterval : plainInterval);
    // A run that died must not be kept alive by its progress.
    timer.unref();
  }
  function stop(): void {
    clearInterval(timer);
    if (state && tty) stream.write(eraseLine);
    state = undefined;
  }

  return {
    stop,
    handle(event) {
      switch (event.kind) {
        case 'prepared':
          line(preparedText(event));
          break;
        case 'started':
          start(event);
          break;
        case 'ruleEnded':
          if (state) count(state, event.rule);
          if (isFailure(event.rule.status)) line(ruleLine(event.rule, width, paint));
          if (tty) rewrite();
          break;
        case 'cleaning':
          if (state) line(stateText(state, width));
          stop();
          if (event.executions > 0)
            line(`Closing ${plural(event.executions, 'workflow execution')} on the target`);
      }
    },
  };
}

type Started = Extract<RunEvent, { kind: 'started' }>;

/** To the line's start, and all of it erased. */
const eraseLine = '\r\u001b[2K';

interface State {
  rules: number;
  pollHold: number;
  /** The ids of the rules that have not ended. */
  running: Set<string>;
  failed: number;
  since: number;
}

function count(state: State, { id, status }: RuleResult): void {
  state.running.delete(id);
  if (isFailure(status)) state.failed += 1;
}

function isFailure(status: Status): boolean {
  return status === 'fail' || status === 'error';
}

/** "12 of 121 rules still run after 31 s (hold 60 s), 2 failed: hold.full, hold.maximum, …" */
function stateText({ rules, running, failed, since, pollHold }: State, width: number): string {
  const time = `after ${Math.floor((Date.now() - since) / 1000)} s (hold ${pollHold} s)`;
  const failures = failed === 0 ? 'none failed' : `${failed} failed`;
  if (running.size === 0) return shortened(`All ${plural(rules, 'rule')} ended ${time}, ${failures}`, width);
  // Rules run at once, so that all have run for that long.
  // One line holds few whole ids; rules that several operations have last alike.
  const names = [...Map.groupBy(running, (id) => idParts(id)[1])].map(([name, { length }]) =>
    length === 1 ? name : `${name} (${length})`,
  );
  const text = `${running.size} of ${plural(rules, 'rule')} still run ${time}, ${failures}: ${names.join(', ')}`;
  return shortened(text, width);
}

function preparedText({
  endpoint,
  embedded,
  mock,
  roundTripMs,
}: Extract<RunEvent, { kind: 'prepared' }>): string {
  const server = embedded ? 'the embedded reference server' : visibleLine(endpoint);
  const what = mock === undefined ? server : `the mock ${visibleLine(mock)}`;
  return `Prepared ${what}, round trip ${duration(roundTripMs)}`;
}
