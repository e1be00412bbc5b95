import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { embeddedPrincipals } from '../../cli/embedded.ts';
import { RequestBudget } from '../../client/request-budget.ts';
import { checkRule } from '../../engine/run/check-rule.ts';
import { type OperationSuite, type Rule, rulesOf } from '../../kit/rule.ts';
import { Target } from '../../kit/target.ts';
import { type ReferenceServer, startReferenceServer } from '../../reference/index.ts';
import { count, decisionPoll } from './other-operations.ts';
import { rulesOfPolls, rulesWithoutTasks } from './shared-rules.ts';

const region = 'us-east-1';
const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
const { served, principals } = embeddedPrincipals(region, undefined);

const suites: readonly OperationSuite[] = [
  { operation: decisionPoll, rules: rulesOfPolls(decisionPoll) },
  { operation: count, rules: rulesWithoutTasks(count) },
];

describe.each(suites.map((suite) => [suite.operation.name, suite] as const))(
  'the shared rules of %s',
  (name, suite) => {
    const asked = new Set<string>();
    let server: ReferenceServer;
    let target: Target;

    beforeAll(async () => {
      server = await startReferenceServer({
        pollHoldSeconds: 2,
        pollersPerTaskList: 30,
        credentials,
        // Their policies are about this operation.
        principals: JSON.parse(JSON.stringify(served).replaceAll('PollForActivityTask', name)),
        wrap: (request, next) => {
          asked.add(request.headers.get('x-amz-target') ?? '');
          return next(request);
        },
      });
      const endpoint = new URL(server.url);
      const access = { authenticates: true, principals };
      const limits = { with: ['limits'], maxPollers: 30 };
      target = new Target(
        { endpoint, region, credentials, pollHold: 2, runId: '0', ...limits, ...access },
        new AbortController().signal,
      );
    });
    afterAll(async () => {
      await target.wire.close();
      await server.close();
    });

    const holds = async (rule: Rule) => {
      const settings = { seed: 1, cases: 5 };
      const { status, message } = await checkRule(rule, target, settings, new RequestBudget());
      expect(status, message).toBe(rule.level === 'info' ? 'info' : 'pass');
    };
    const named = rulesOf(suite).map((rule) => [rule.id, rule] as const);
    const [alone, together] = [true, false].map((is) =>
      named.filter(([, rule]) => Boolean(rule.alone) === is),
    );

    it.concurrent.each(together ?? [])('%s holds on the reference server', { timeout: 60_000 }, (_, rule) =>
      holds(rule),
    );

    it('and none of them polled for activity tasks, but each for its own', () => {
      expect(asked).toContain(`SimpleWorkflowService.${name}`);
      expect(asked).not.toContain('SimpleWorkflowService.PollForActivityTask');
    });

    it.each(alone ?? [])('%s holds on the reference server', { timeout: 60_000 }, (_, rule) => holds(rule));
  },
);
