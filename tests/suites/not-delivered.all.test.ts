import { afterAll, beforeAll, expect, it } from 'vitest';
import { requestBudgetOf } from '../../engine/plan/costs.ts';
import { checkRule } from '../../engine/run/check-rule.ts';
import type { Rule } from '../../kit/rule.ts';
import { Target } from '../../kit/target.ts';
import {
  type ReferenceServer,
  ReferenceService,
  startReferenceServer,
  type Task,
  type TaskList,
} from '../../reference/index.ts';
import { rules } from '../../suites/index.ts';

/** As winterbaume does: it holds no poll, and hands out nothing that was scheduled. */
class DeliversNothing extends ReferenceService {
  override nextTask(list: TaskList): Task | undefined {
    return list.tasks[0]?.kind === 'activity' ? undefined : super.nextTask(list);
  }
}

let server: ReferenceServer;
let target: Target;

beforeAll(async () => {
  server = await startReferenceServer({
    pollHoldSeconds: 0,
    service: (options) => new DeliversNothing(options),
  });
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  const endpoint = new URL(server.url);
  const options = { endpoint, region: 'us-east-1', credentials, pollHold: 2, runId: '0' };
  target = new Target(options, new AbortController().signal);
});
afterAll(async () => {
  await target.wire.close();
  await server.close();
});

it.concurrent.each([
  'poll-for-activity-task.empty.no-trace',
  'poll-for-activity-task.wire.status',
  'poll-for-activity-task.task.token-unique',
  'poll-for-activity-task.delivery.heartbeat-starts-late',
  'poll-for-activity-task.history.started-event',
])('%s learns nothing of a server that delivers nothing, and says why', { timeout: 60_000 }, async (id) => {
  const rule = rules.find((each) => each.id === id) as Rule;
  const cases = 5;
  const result = await checkRule(
    rule,
    target,
    { seed: 1, cases },
    requestBudgetOf(id, { cases, pollers: 0 }),
  );
  expect(result.status).toBe('inconclusive');
  expect(result.message).toMatch(/task was not delivered|task that was to come .* did not/);
});
