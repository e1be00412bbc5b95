import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { progress } from '../../reporters/progress.ts';
import { hiddenCharacters } from './hidden.ts';
import { hostileText, sampleRule } from './sample.ts';

const failed = sampleRule({
  id: 'poll-for-activity-task.wire.json',
  status: 'fail',
  message: 'an empty body',
});
const ids = [
  'poll-for-activity-task.delivery.ready-task',
  'poll-for-activity-task.wire.json',
  'poll-for-activity-task.hold.full',
];
const started = { kind: 'started', rules: 3, ids, pollHold: 60 } as const;

function recorded(tty: boolean) {
  const written: string[] = [];
  const shown = progress({
    stream: { write: (text: string) => written.push(text) },
    tty,
    colour: false,
    width: 80,
  });
  return { shown, written, text: () => written.join('') };
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe('progress in a log', () => {
  it('writes plain lines: the start, each failure, and a sign of life every 15 s', () => {
    const { shown, text } = recorded(false);
    shown.handle({ kind: 'prepared', endpoint: 'http://127.0.0.1:5000', embedded: false, roundTripMs: 3.4 });
    shown.handle(started);
    shown.handle({ kind: 'ruleEnded', rule: sampleRule() });
    shown.handle({ kind: 'ruleEnded', rule: failed });
    vi.advanceTimersByTime(31_000);
    shown.handle({ kind: 'ruleEnded', rule: sampleRule({ id: 'poll-for-activity-task.hold.full' }) });
    shown.handle({ kind: 'cleaning', executions: 12 });
    vi.advanceTimersByTime(60_000);
    expect(text().split('\n')).toEqual([
      'Prepared http://127.0.0.1:5000, round trip 3 ms',
      '3 rules started; the longest last about one hold, 60 s',
      '  FAIL  wire.json  an empty body',
      '1 of 3 rules still run after 15 s (hold 60 s), 1 failed: hold.full',
      '1 of 3 rules still run after 30 s (hold 60 s), 1 failed: hold.full',
      'All 3 rules ended after 31 s (hold 60 s), 1 failed',
      'Closing 12 workflow executions on the target',
      '',
    ]);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('neutralises what a server sent', () => {
    const { shown, text } = recorded(false);
    shown.handle(started);
    shown.handle({ kind: 'ruleEnded', rule: { ...failed, message: hostileText } });
    expect(text()).not.toMatch(hiddenCharacters);
  });
});

describe('progress on a terminal', () => {
  it('rewrites one line, within the width, and leaves failures standing', () => {
    const { shown, written } = recorded(true);
    shown.handle(started);
    shown.handle({ kind: 'ruleEnded', rule: failed });
    vi.advanceTimersByTime(2000);
    expect(written.at(-1)).toBe(
      '\r\u001b[2K2 of 3 rules still run after 2 s (hold 60 s), 1 failed: delivery.ready-task, h…',
    );
    // A full line would wrap, and only its last part be erased.
    expect(written.at(-1)?.length).toBe('\r\u001b[2K'.length + 79);
    expect(written).toContain('\r\u001b[2K  FAIL  wire.json  an empty body\n');
    shown.stop();
    expect(written.at(-1)).toBe('\r\u001b[2K');
    expect(vi.getTimerCount()).toBe(0);
  });
});
