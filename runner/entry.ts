// The one file that vitest runs: every rule is a test, all concurrent, in one worker with one connection pool.
import { describe, inject, test } from 'vitest';
import { rules } from '../suites/index.ts';
import { Target } from '../target/target.ts';
import { checkRule } from './check.ts';
import { reasonToSkip } from './select.ts';
import { channelName, type WorkerMessage } from './worker.ts';

const settings = inject('run');
const interruption = new AbortController();
const channel = new BroadcastChannel(channelName(settings.runId));
channel.onmessage = ({ data }) => {
  if (data === 'interrupt') interruption.abort();
};
// An interruption from before we listened is told again.
channel.postMessage('ready' satisfies WorkerMessage);
const target = new Target({ ...settings, endpoint: new URL(settings.endpoint) }, interruption.signal);

for (const rule of rules) {
  if (reasonToSkip(rule, settings.only, settings.skip) !== undefined) continue;
  test.concurrent(rule.id, async ({ task }) => {
    const result = await checkRule(rule, target, settings);
    task.meta.result = result;
    if (result.status === 'fail' || result.status === 'error') throw new Error(result.message);
  });
}

// After the rules, however they ended: a sequential suite waits for the concurrent ones before it.
describe('the end of the run', { concurrent: false }, () => {
  test('what the run created is closed', async ({ task }) => {
    channel.postMessage({ cleaning: target.openExecutions } satisfies WorkerMessage);
    // Not the run's signal: an interrupted run is tidied up too.
    const leftBehind = await target.cleanUp(AbortSignal.timeout(cleanUpMs));
    const targetAnswers = interruption.signal.aborted || (await target.answers());
    const { requests, throttled } = target.wire;
    await target.wire.close();
    channel.close();
    task.meta.end = { requests, throttled, leftBehind, targetAnswers };
  });
});

/** Some hundred executions are terminated in well under a second; a target that has died must not hold us for long. */
const cleanUpMs = 15_000;
