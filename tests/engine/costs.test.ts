import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { RequestBudget } from '../../client/request-budget.ts';
import costs from '../../engine/plan/costs.json' with { type: 'json' };
import { costOf, requestBudgetOf, requestsOf, unmeasured } from '../../engine/plan/costs.ts';
import { planOf, total } from '../../engine/plan/plan.ts';
import { checkRule } from '../../engine/run/check-rule.ts';
import { mostShrinks } from '../../kit/property.ts';
import type { Rule } from '../../kit/rule.ts';
import { Target } from '../../kit/target.ts';
import { type ReferenceServer, startReferenceServer } from '../../reference/index.ts';
import { rules } from '../../suites/index.ts';

let server: ReferenceServer;
let target: Target;

beforeAll(async () => {
  server = await startReferenceServer({ pollHoldSeconds: 2 });
  const endpoint = new URL(server.url);
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  const options = { endpoint, region: 'us-east-1', credentials, pollHold: 2, runId: '0' };
  target = new Target(options, new AbortController().signal);
});
afterAll(async () => {
  await target.wire.close();
  await server.close();
});

describe('the costs of the rules', () => {
  it('are of rules that there are: npm run costs', () => {
    const ids = rules.map(({ id }) => id);
    expect(Object.keys(costs).filter((id) => !ids.includes(id))).toEqual([]);
  });

  it('tell which rules wait for the hold, and for how much of it', () => {
    expect(costOf('poll-for-activity-task.hold.full').holds).toBeGreaterThan(0.9);
    expect(costOf('poll-for-activity-task.hold.waits-for-task').holds).toBeCloseTo(0.5, 1);
    expect(costOf('poll-for-activity-task.fault.status').holds).toBeUndefined();
  });

  it.each([
    'poll-for-activity-task.hold.full',
    'poll-for-activity-task.domain.unknown',
    'poll-for-activity-task.history.identity',
    'poll-for-activity-task.task.activity',
    'poll-for-activity-task.wire.escapes',
  ])('%s sends what is known of it', async (id) => {
    const cases = 8;
    const requestBudget = new RequestBudget();
    const result = await checkRule(ruleOf(id), target, { seed: 3, cases }, requestBudget);
    expect(result.status).toBe('pass');
    for (const [operation, [fixed, perCase]] of Object.entries(costOf(id).usual)) {
      // More, where it looks again for what is not there yet.
      expect(requestBudget.sent.get(operation) ?? 0).toBeGreaterThan((fixed + perCase * cases) / 2 - 1);
    }
    const planned = requestBudgetOf(id, { cases, pollers: 0 });
    for (const [operation, count] of requestBudget.sent) {
      for (let i = 0; i < count; i++) planned.spend(operation);
    }
  });
});

describe('a rule that was not measured yet', () => {
  const made: Rule = {
    ...ruleOf('poll-for-activity-task.wire.no-target'),
    id: 'poll-for-activity-task.wire.made-up',
  };
  const cases = 100;

  it('is planned by the default, at the most by the formula', () => {
    expect(costOf(made.id)).toEqual(unmeasured);
    const { usual } = costOf('count-pending-activity-tasks.domain.made-up');
    expect(usual.CountPendingActivityTasks).toEqual(unmeasured.usual.PollForActivityTask);
    const looks = { usual: 10, most: 6 * 10 + 80 };
    const polls = (pollers: number) => ({
      usual: 110 + pollers,
      most: 6 * (110 + pollers) + 80 + mostShrinks,
    });
    const requests = {
      other: { usual: 0, most: 80 },
      DescribeDomain: looks,
      GetWorkflowExecutionHistory: looks,
      PollForActivityTask: polls(0),
      PollForDecisionTask: looks,
      RespondDecisionTaskCompleted: looks,
      StartWorkflowExecution: looks,
    };
    expect(Object.fromEntries(requestsOf(made.id, { cases, pollers: 0 }))).toEqual(requests);
    expect(requestsOf(made.id, { cases, pollers: 1000 }).get('PollForActivityTask')).toEqual(polls(1000));
    const plan = planOf([made], {
      region: 'us-east-1',
      domain: undefined,
      pollHold: 2,
      rate: undefined,
      authenticates: true,
      principals: undefined,
      maxPollers: undefined,
      cases,
      mocked: false,
    });
    expect(plan.rules).toEqual([{ rule: made, ...total(Object.values(requests)) }]);
    expect(plan.executions).toEqual(looks);
  });

  it('is held to the default, and is no error', async () => {
    const result = await checkRule(made, target, { seed: 1, cases });
    expect([result.id, result.status]).toEqual([made.id, 'pass']);
    const requestBudget = requestBudgetOf(made.id, { cases, pollers: 0 });
    for (let i = 0; i < 140; i++) requestBudget.spend('StartWorkflowExecution');
    expect(() => requestBudget.spend('StartWorkflowExecution')).toThrow('more than the 140');
  });
});

describe('a rule that needs more than was planned', () => {
  it('shows nothing, and sends no more', async () => {
    const requestBudget = new RequestBudget(new Map([['PollForActivityTask', 10]]));
    const result = await checkRule(
      ruleOf('poll-for-activity-task.domain.unknown'),
      target,
      { seed: 1, cases: 50 },
      requestBudget,
    );
    expect(result.status).toBe('inconclusive');
    expect(result.message).toBe(
      'the rule needed more than the 10 requests of PollForActivityTask that are planned for it',
    );
    expect(requestBudget.sent.get('PollForActivityTask')).toBe(10);
  });

  it('may send 80 of all that it does not usually send together, as the plan says', () => {
    const scale = { cases: 100, pollers: 0 };
    expect(requestsOf('poll-for-activity-task.hold.full', scale).get('other')).toEqual({
      usual: 0,
      most: 80,
    });
    const requestBudget = requestBudgetOf('poll-for-activity-task.hold.full', scale);
    for (let i = 0; i < 40; i++) {
      requestBudget.spend('TerminateWorkflowExecution');
      requestBudget.spend('NoSuchOperation');
    }
    expect(() => requestBudget.spend('RegisterDomain')).toThrow(
      'more than the 80 requests of other operations',
    );
    // One that was throttled was not served.
    requestBudget.refund('NoSuchOperation');
    requestBudget.spend('RegisterDomain');
    requestBudget.spend('PollForActivityTask');
  });
});

function ruleOf(id: string): Rule {
  const rule = rules.find((each) => each.id === id);
  if (!rule) throw new Error(`there is no rule ${id}`);
  return rule;
}
