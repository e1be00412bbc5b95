import { describe, expect, it } from 'vitest';
import { runConformance } from '../../engine/index.ts';
import { fitting, rulesEndMs } from '../../engine/plan/budget.ts';
import { costOf } from '../../engine/plan/costs.ts';
import { planOf } from '../../engine/plan/plan.ts';
import { referenceHandlers } from '../../reference/handlers.ts';
import { rules } from '../../suites/index.ts';

const settings = {
  region: 'us-east-1',
  domain: undefined,
  pollHold: 60,
  rate: undefined,
  authenticates: true,
  principals: undefined,
  with: ['limits'],
  maxPollers: 100,
  cases: 100,
  mocked: false,
};
const waits = ({ id }: { id: string }) => (costOf(id).holds ?? 0) > 0;

describe('what fits into a budget', () => {
  it.each([10, 20, 40, 100])('of %d s is estimated to end within it', (seconds) => {
    const { chosen, leftOut } = fitting(rules, settings, seconds);
    expect(planOf(chosen, settings).usualMs).toBeLessThanOrEqual(seconds * 1000);
    expect([...chosen, ...leftOut].map(({ id }) => id).sort()).toEqual(rules.map(({ id }) => id).sort());
    expect(chosen.length).toBeGreaterThan(20);
  });

  it('is nothing that waits for a hold of 60 s, where there are 30; all of it where there is time for one hold', () => {
    expect(rules.filter(waits).length).toBeGreaterThan(5);
    expect(fitting(rules, settings, 30).chosen.filter(waits)).toEqual([]);
    expect(fitting(rules, settings, 120).leftOut).toEqual([]);
    // The same rules, on a server that says it holds for less.
    const short = { ...settings, pollHold: 4 };
    expect(fitting(rules, short, 30).chosen.filter(waits)).toEqual(rules.filter(waits));
  });

  it('is a MUST before a SHOULD, and a rule of few requests before one of many', () => {
    const { leftOut, chosen } = fitting(rules, { ...settings, rate: 10 }, 60);
    const ids = chosen.map(({ id }) => id);
    expect(ids).toContain('poll-for-activity-task.fault.status');
    expect(leftOut.map(({ id }) => id)).toContain('poll-for-activity-task.domain.unknown');
    const musts = leftOut.filter(({ level, id }) => level === 'must' && !waits({ id }));
    expect(musts).not.toEqual([]);
    // Where a MUST has no time, no INFO has any that needs as much.
    expect(chosen.filter(({ level }) => level === 'info').length).toBeLessThan(
      rules.filter(({ level }) => level === 'info').length,
    );
  });

  it('is less at fewer requests a second, and more of fewer cases', () => {
    const count = (changes: object) => fitting(rules, { ...settings, ...changes }, 40).chosen.length;
    expect(count({ rate: 20 })).toBeLessThan(count({}));
    expect(count({ rate: 20, cases: 5 })).toBeGreaterThan(count({ rate: 20 }));
  });

  it('is one rule at the least', () => {
    const [one] = fitting(rules, settings, 0.1).chosen;
    expect(one?.level).toBe('must');
  });
});

it('a mock that holds for too long is ended too', async () => {
  const report = await runConformance({
    handlers: referenceHandlers({ pollHoldSeconds: 60 }).handlers,
    pollHold: 1,
    only: ['poll-for-activity-task.empty.ok', 'poll-for-activity-task.fault.status'],
    budget: 6,
  });
  expect(report.rules.filter(({ status }) => status !== 'skip').map(({ id }) => id)).toEqual([
    'poll-for-activity-task.fault.status',
  ]);
  expect(report.rules.find(({ id }) => id === 'poll-for-activity-task.empty.ok')?.message).toBe(
    'had not ended within the budget of 6 s',
  );
});

it('a part of the budget is kept for tidying up, and never most of it', () => {
  expect(rulesEndMs(60, 3000)).toBe(57_000);
  expect(rulesEndMs(8, 30_000)).toBe(6000);
});
