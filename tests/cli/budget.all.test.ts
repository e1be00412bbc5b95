import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { startReferenceServer } from '../../reference/index.ts';
import { type RunReport, runReport } from '../../results/report.ts';
import { cli, type Ended, folder, start } from './command.ts';

const few = ['--only', 'hold.*', '--only', 'fault.*', '--cases', '1'];

async function run(...args: string[]): Promise<Ended & { report: RunReport; markdown: string }> {
  await using home = await folder();
  const reporters = ['terminal', 'json', 'markdown'].flatMap((name) => ['--reporter', name]);
  const ended = await start(home.path, ['run', ...args, ...reporters]).ended;
  const read = (name: string) => readFile(join(home.path, 'conformance-report', name), 'utf8');
  return {
    ...ended,
    report: runReport.parse(JSON.parse(await read('results.json'))),
    markdown: await read('summary.md'),
  };
}

const skippedAs = ({ rules }: RunReport, message: string) =>
  rules.filter((rule) => rule.status === 'skip' && rule.message === message).map(({ id }) => id);

describe('a run with a budget that does not suffice', () => {
  it('runs what fits, names what was left out, and is no pass', async () => {
    const { code, stdout, report, markdown } = await run(...few, '--budget', '6');
    const left = skippedAs(report, 'left out by --budget 6');
    expect(left).toContain('poll-for-activity-task.hold.full');
    // On a machine that does other things too, some may not have ended in time.
    const notEnded = skippedAs(report, 'had not ended within the budget of 6 s');
    expect(report.run.budget).toEqual({ seconds: 6, leftOut: [...left, ...notEnded], allowed: false });
    expect(report.rules.find(({ id }) => id === 'poll-for-activity-task.fault.status')?.status).toBe('pass');
    expect(report.summary).toMatchObject({ verdict: 'conformant', partial: true });
    expect(code).toBe(1);
    const told = stdout.replace(/\n +/g, ' ').replace(/\n/g, ' ');
    expect(told).toMatch(/No pass, as the budget left rules out: \d+ MUST rules held, none failed/);
    expect(told).toContain('give more seconds, or --allow-partial');
    for (const id of left) {
      expect(stdout).toContain(id);
      expect(markdown).toContain(`\`${id}\``);
    }
  });

  it('is one where that is allowed; the plan tells the same of it', async () => {
    const args = [...few, '--budget', '6', '--allow-partial'];
    const { code, stdout, report } = await run(...args);
    expect(code).toBe(0);
    expect(stdout).toContain('Conformant (partial run)');
    expect(report.run.budget?.allowed).toBe(true);
    const plan = await cli(['run', '--plan', ...args]);
    const told = plan.stdout.replace(/\n +/g, ' ');
    const left = skippedAs(report, 'left out by --budget 6');
    expect(told).toContain(`${left.length} rules by --budget 6: ${left.join(', ')}`);
    expect(plan.stdout).not.toMatch(/^hold\.full /m);
  });

  it('ends what has not ended then, tidies up, and says so', async () => {
    // It holds for longer than it says.
    const server = await startReferenceServer({ pollHoldSeconds: 60 });
    const rules = ['--only', 'empty.ok', '--only', 'fault.status', '--only', 'task.execution'];
    const args = [...rules, '--endpoint', server.url, '--poll-hold', '1', '--cases', '1', '--budget', '8'];
    const { code, report, stdout } = await run(...args);
    await server.close();
    expect(skippedAs(report, 'had not ended within the budget of 8 s')).toEqual([
      'poll-for-activity-task.empty.ok',
    ]);
    expect(report.rules.find(({ id }) => id === 'poll-for-activity-task.task.execution')?.status).toBe(
      'pass',
    );
    expect(report.run).toMatchObject({
      budget: { leftOut: ['poll-for-activity-task.empty.ok'] },
      leftBehind: [],
    });
    expect(report.summary).toMatchObject({ verdict: 'conformant', partial: true });
    expect(stdout).toContain('1 rule: had not ended within the budget of 8 s');
    expect(code).toBe(1);
  });
});

it('a budget that suffices changes nothing', async () => {
  const { code, stdout, report } = await run('--only', 'fault.status', '--budget', '600');
  expect(code).toBe(0);
  expect(stdout).toContain('Partial run (--only fault.status): ');
  expect(report.run.budget).toEqual({ seconds: 600, leftOut: [], allowed: false });
});

it('of shards each has the whole budget, and their merger is no pass either, unless it is allowed', async () => {
  await using home = await folder();
  for (const index of [1, 2]) {
    const args = [...few, '--shard', `${index}/2`, '--seed', '1', '--budget', '6', '--out', 'parts'];
    const { code } = await start(home.path, ['run', ...args, '--allow-partial']).ended;
    expect(code).toBe(0);
  }
  const merged = await start(home.path, ['merge', 'parts']).ended;
  expect(merged.stdout).toContain('No pass, as the budget left rules out');
  expect(merged.stdout).toContain('left out by --budget 6');
  expect(merged.code).toBe(1);
  expect((await start(home.path, ['merge', 'parts', '--allow-partial']).ended).code).toBe(0);
});
