import { expect, it, vi } from 'vitest';
import type { RunFacts } from '../../results/part.ts';
import { sampleReport, sampleRule } from '../reporters/sample.ts';

vi.mock('../../suites/index.ts', async () => (await import('./two-operations.ts')).twoOperations());

const { reportOf } = await import('../../engine/run/report.ts');
const { selectRules } = await import('../../engine/plan/select.ts');

const end = {
  endedAt: '2026-11-03T14:06:00.000Z',
  requests: 0,
  throttled: 0,
  leftBehind: [],
  targetAnswers: true,
};

/** The report of a run that chooses so, in which all rules came to the same. */
function reported(run: { operation?: string[]; only?: string[] }, status: 'pass' | 'fail' = 'pass') {
  const selection = { operation: [], only: [], skip: [], ...run };
  const ids = selectRules(selection).map(({ id }) => id);
  const { tool, target, run: sample } = sampleReport([]);
  const facts: RunFacts = {
    tool,
    target,
    run: { ...sample, ...selection },
    ids,
    reached: { requests: 0, throttled: 0 },
  };
  const results = ids.map((id) => [id, sampleRule({ id, status })] as const);
  return reportOf(facts, new Map(results), end);
}

it('of one operation is whole, and knows the others as not chosen', () => {
  const { summary, rules } = reported({ operation: ['PollForDecisionTask'] });
  expect(summary).toMatchObject({ verdict: 'conformant', partial: false });
  expect(rules.map(({ skippedBy }) => skippedBy)).toEqual([
    ...Array(3).fill('operation'),
    undefined,
    undefined,
  ]);
});

it('of some of its rules is partial', () => {
  const { summary } = reported({ operation: ['PollForDecisionTask'], only: ['pages.order'] });
  expect(summary).toMatchObject({ verdict: 'conformant', partial: true });
});
