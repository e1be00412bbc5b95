import { expect, it } from 'vitest';
import { checkRule } from '../../engine/run/check-rule.ts';
import type { Rule } from '../../kit/rule.ts';
import { Target } from '../../kit/target.ts';
import { ReferenceService, startReferenceServer } from '../../reference/index.ts';
import { rules } from '../../suites/index.ts';

/** As moto and LocalStack do when their threads meet: what several decisions ask for is done, and then it fails. */
class FailsAfterwards extends ReferenceService {
  override async perform(...[operation, input, call]: Parameters<ReferenceService['perform']>) {
    const answer = await super.perform(operation, input, call);
    const { decisions } = input;
    if (Array.isArray(decisions) && decisions.length > 1) throw new Error('after it was carried out');
    return answer;
  }
}

it('takes a task for its own whose decision was carried out, and yet answered 500', async () => {
  const server = await startReferenceServer({
    pollHoldSeconds: 2,
    service: (options) => new FailsAfterwards(options),
  });
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  const target = new Target(
    { endpoint: new URL(server.url), region: 'us-east-1', credentials, pollHold: 2, runId: '0' },
    new AbortController().signal,
  );
  try {
    const rule = rules.find(({ id }) => id === 'poll-for-activity-task.task-list.valid') as Rule;
    const { status, message } = await checkRule(rule, target, { seed: 1, cases: 10 });
    expect([status, message]).toEqual(['pass', '']);
  } finally {
    await target.wire.close();
    await server.close();
  }
});
