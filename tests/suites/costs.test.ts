import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ReferenceServer, startReferenceServer } from '../../reference/index.ts';
import { checkRule } from '../../runner/check.ts';
import { type Cost, costOf, ledgerOf } from '../../suites/costs.ts';
import { rules } from '../../suites/index.ts';
import type { Rule } from '../../suites/rule.ts';
import { Ledger } from '../../target/ledger.ts';
import { Target } from '../../target/target.ts';

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
  it('are known of every rule, and of no other: npm run costs', () => {
    expect(Object.keys(costOf).sort()).toEqual(rules.map(({ id }) => id).sort());
  });

  it('tell which rules wait for the hold, and for how much of it', () => {
    const { 'hold.full': full, 'hold.waits-for-task': half, 'fault.status': none } = costOf;
    expect(full?.holds).toBeGreaterThan(0.9);
    expect(half?.holds).toBeCloseTo(0.5, 1);
    expect(none?.holds).toBeUndefined();
  });

  it.each(rules.map(({ id }) => id))('%s is allowed more than it usually sends', (id) => {
    const { usual, most } = costOf[id] as Cost;
    expect(Object.keys(usual)).not.toEqual([]);
    for (const [operation, [fixed, perCase]] of Object.entries(usual)) {
      const [mostFixed, mostPerCase] = most[operation] ?? [0, 0];
      expect(mostFixed).toBeGreaterThan(fixed);
      expect(mostPerCase).toBeGreaterThanOrEqual(perCase);
    }
  });

  it.each(['hold.full', 'domain.unknown', 'history.identity', 'task.activity', 'wire.escapes'])(
    '%s sends what is known of it',
    async (id) => {
      const cases = 8;
      const ledger = new Ledger();
      const result = await checkRule(ruleOf(id), target, { seed: 3, cases }, ledger);
      expect(result.status).toBe('pass');
      for (const [operation, [fixed, perCase]] of Object.entries(costOf[id]?.usual ?? {})) {
        // More, where it looks again for what is not there yet.
        expect(ledger.sent.get(operation) ?? 0).toBeGreaterThan((fixed + perCase * cases) / 2 - 1);
      }
      const planned = ledgerOf(id, { cases, pollers: 0 });
      for (const [operation, count] of ledger.sent) {
        for (let i = 0; i < count; i++) planned.spend(operation);
      }
    },
  );
});

describe('a rule that needs more than was planned', () => {
  it('shows nothing, and sends no more', async () => {
    const ledger = new Ledger((operation) => (operation === 'PollForActivityTask' ? 10 : 100));
    const result = await checkRule(ruleOf('domain.unknown'), target, { seed: 1, cases: 50 }, ledger);
    expect(result.status).toBe('inconclusive');
    expect(result.message).toBe(
      'the rule needed more than the 10 requests of PollForActivityTask that are planned for it',
    );
    expect(ledger.sent.get('PollForActivityTask')).toBe(10);
  });

  it('of an operation that was never seen of it may send none', () => {
    expect(() =>
      ledgerOf('hold.full', { cases: 100, pollers: 0 }).spend('TerminateWorkflowExecution'),
    ).toThrow('more than the 0');
  });
});

function ruleOf(id: string): Rule {
  const rule = rules.find((each) => each.id === id);
  if (!rule) throw new Error(`there is no rule ${id}`);
  return rule;
}
