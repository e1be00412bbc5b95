import { expect, it } from 'vitest';
import type { Rule } from '../../kit/rule.ts';
import { mutants } from '../../reference/mutants/index.ts';
import { variants } from '../../reference/variants/index.ts';
import { rules } from '../../suites/index.ts';
import type { Seen } from './judge.ts';
import { plainServer } from './matrix.ts';
import { ruleReport } from './rule-report.ts';

const rule = rules.find(({ id }) => id === 'poll-for-activity-task.hold.full') as Rule;
const [variant, ...others] = variants.map(({ name }) => name);
const [mutant = '', missed = ''] = mutants
  .filter(({ breaks }) => breaks.includes(rule.id))
  .map(({ name }) => name);

const seen = (status: Seen['status'], message = ''): Seen[] => [
  { id: 'poll-for-activity-task.hold.maximum', level: 'must', status: 'pass', message: 'of another rule' },
  { id: rule.id, level: rule.level, status, message },
];

it('what a rule saw is told by server: what is as on the plain one in a number, all else in a line', () => {
  const rows = new Map([
    [plainServer.name, seen('pass')],
    [variant as string, seen('inconclusive', 'nothing came')],
    ...others.map((name): [string, Seen[]] => [name, seen('pass')]),
    [mutant, seen('warn', `expected ${'x'.repeat(200)}`)],
    [missed, seen('pass')],
  ]);
  const report = ruleReport(rule, rows);
  expect(report).toContain('plain server  pass\n');
  expect(report).toContain(`${variants.length} variants  1 inconclusive, ${others.length} pass\n`);
  expect(report).toContain(`  ${variant}  inconclusive  nothing came\n`);
  expect(report).not.toContain(others[0]);
  expect(report).toMatch(new RegExp(`^  ${mutant}  warn  expected x+…$`, 'm'));
  expect(report).toContain(`  ${missed}  pass\n`);
  expect(report).not.toContain('of another rule');
  for (const line of report.split('\n')) expect(line.length).toBeLessThanOrEqual(120);
});
