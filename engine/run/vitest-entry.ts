// The one file that vitest runs: every rule is a test, all concurrent, in one worker with one connection pool.
import { describe, inject, test } from 'vitest';
import type { Rule } from '../../kit/rule.ts';
import { Target } from '../../kit/target.ts';
import { rules } from '../../suites/index.ts';
import { redacted, redactorOf } from '../evidence/redact.ts';
import { deadlineOf } from '../plan/budget.ts';
import { checkRule } from './check-rule.ts';
import { cleanUpRun } from './clean-up.ts';
import { scheduleRules } from './schedule.ts';
import { channelName, type WorkerMessage } from './worker-messages.ts';

const settings = inject('run');
const interruption = new AbortController();
const channel = new BroadcastChannel(channelName(settings.target.runId));
channel.onmessage = ({ data }) => {
  if (data === 'interrupt') interruption.abort();
};
// An interruption from before we listened is told again.
channel.postMessage('ready' satisfies WorkerMessage);
const endpoint = new URL(settings.target.endpoint);
const target = new Target({ ...settings.target, endpoint }, interruption.signal);

// Here, and not where results are told: what vitest writes down of a test must hold no secret either.
const redact = redactorOf(settings.target);
const { facts, budget } = settings;
const deadline = budget && deadlineOf(budget);
const check = async (rule: Rule) =>
  redacted(await checkRule(rule, target, { ...settings, deadline }), redact);

const chosen = rules.filter(({ id }) => facts.ids.includes(id));
let scheduled: ReturnType<typeof scheduleRules> | undefined;

for (const rule of chosen) {
  test.concurrent(rule.id, async ({ task }) => {
    scheduled ??= scheduleRules(chosen, check);
    const result = await scheduled.get(rule.id);
    if (!result) return;
    task.meta.result = result;
    if (result.status === 'fail' || result.status === 'error') throw new Error(result.message);
  });
}

// After the rules, however they ended: a sequential suite waits for the concurrent ones before it.
describe('the end of the run', { concurrent: false }, () => {
  test('what the run created is closed', async ({ task }) => {
    channel.postMessage({ cleaning: target.openExecutions } satisfies WorkerMessage);
    task.meta.facts = facts;
    task.meta.end = await cleanUpRun(target, redact);
    channel.close();
  });
});
