import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import type { Cost } from '../../engine/plan/costs.ts';
import { costFrom, merged } from './cost.ts';

/** What was seen of a rule: in the run of 100 cases, 100 pollers and a hold of 2 s, or of 20, 200 and 12 s. */
function seen(id: string, seconds: number, sent: Record<string, number>, hasCases = false) {
  return { id, seconds, sent: new Map(Object.entries(sent)), hasCases, fills: id.includes('.limit.') };
}

describe('a cost', () => {
  it('grows with the cases and the hold', () => {
    const many = seen(
      'poll-for-activity-task.domain.unknown',
      1.96,
      { PollForActivityTask: 107, DescribeDomain: 2 },
      true,
    );
    const long = seen(
      'poll-for-activity-task.domain.unknown',
      12.23,
      { PollForActivityTask: 27, DescribeDomain: 2 },
      true,
    );
    const usual = { DescribeDomain: [2, 0], PollForActivityTask: [7, 1] };
    expect(costFrom(many, long)).toEqual({ seconds: 2, holds: 1.05, usual });
  });

  it('grows with the batches of cases, of which there is one at the least', () => {
    const two = seen('poll-for-activity-task.task.input', 0.3, { StartWorkflowExecution: 2 }, true);
    const one = seen('poll-for-activity-task.task.input', 0.3, { StartWorkflowExecution: 1 }, true);
    expect(costFrom(two, one).usual).toEqual({ StartWorkflowExecution: [0, 0.02] });
  });

  it('does not grow because a story without cases was told twice, and took its time', () => {
    const once = seen('poll-for-activity-task.delivery.priority', 0.8, {
      PollForActivityTask: 40,
      DescribeDomain: 6,
    });
    const more = { PollForActivityTask: 80, DescribeDomain: 12, GetWorkflowExecutionHistory: 1 };
    const twice = seen('poll-for-activity-task.delivery.priority', 3.8, more);
    const usual = { DescribeDomain: [6, 0], PollForActivityTask: [40, 0] };
    expect(costFrom(twice, once)).toEqual({ seconds: 1, usual });
    expect(costFrom(once, twice).usual).toEqual(usual);
  });

  it('grows with the pollers where the rule is of the limit', () => {
    const many = seen('poll-for-activity-task.limit.pollers', 0.3, {
      PollForActivityTask: 110,
      DescribeDomain: 2,
    });
    const long = seen('poll-for-activity-task.limit.pollers', 0.4, {
      PollForActivityTask: 210,
      DescribeDomain: 2,
    });
    const usual = { PollForActivityTask: [10, 0, 1], DescribeDomain: [2, 0, 0] };
    expect(costFrom(many, long).usual).toEqual(usual);
  });

  it('has the names that SWF does not know as one', () => {
    const sent = seen('poll-for-activity-task.wire.unknown-operation', 0, {
      a: 1,
      B: 2,
      PollForActivityTask: 1,
    });
    expect(costFrom(sent, sent).usual).toEqual({ PollForActivityTask: [1, 0], other: [3, 0] });
  });
});

describe('the entries of all rules', () => {
  const [old, fresh]: Cost[] = [
    { seconds: 1, usual: {} },
    { seconds: 2, usual: {} },
  ];
  const of = (ids: string[], cost = old as Cost) => Object.fromEntries(ids.map((id) => [id, cost]));

  it('change where a rule was measured, and nowhere else', () => {
    const measured = new Map([['b.b', fresh as Cost]]);
    const entries = merged(['a.a', 'b.b', 'c.c'], of(['a.a', 'b.b', 'c.c']), measured);
    expect(entries).toEqual({ ...of(['a.a', 'c.c']), 'b.b': fresh });
  });

  it('are in the order of the rules, without those that are no rules any more', () => {
    const measured = new Map([['b.new', fresh as Cost]]);
    const entries = merged(['c.c', 'b.new', 'a.a'], of(['a.a', 'b.gone', 'c.c']), measured);
    expect(Object.keys(entries)).toEqual(['c.c', 'b.new', 'a.a']);
  });

  it('are none of a rule that was not measured', () => {
    expect(merged(['a.a', 'b.b'], of(['a.a']), new Map())).toEqual(of(['a.a']));
  });
});

it('a pattern that matches no rule is wrong use, and measures nothing', () => {
  const script = fileURLToPath(new URL('run.ts', import.meta.url));
  const args = [script, '--only', 'hold.full', '--only', 'hold.nope'];
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' });
  expect([status, stdout]).toEqual([2, '']);
  expect(stderr).toContain('--only hold.nope: there is no such rule');
});
