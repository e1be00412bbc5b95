import { once } from 'node:events';
import { describe, expect, it } from 'vitest';
import { mutantsText } from '../../cli/mutants.ts';
import { mutants } from '../../reference/mutants/index.ts';
import { cli, folder, start } from './command.ts';

describe('mutants', () => {
  it('gives each mutant a line', async () => {
    const { code, stdout, stderr } = await cli(['mutants']);
    expect([code, stderr]).toEqual([0, '']);
    const lines = stdout.trimEnd().split('\n');
    expect(lines).toHaveLength(mutants.length);
    for (const [i, { name, does }] of mutants.entries()) {
      expect(lines[i]?.split(/ {2,}/)).toEqual([name, does]);
    }
  });

  it('keeps to a terminal', () => {
    const lines = mutantsText(mutants, 100).split('\n');
    expect(Math.max(...lines.map(({ length }) => length))).toBeLessThanOrEqual(100);
  });

  it('gives all that is declared as JSON', async () => {
    const { code, stdout } = await cli(['mutants', '--json']);
    expect(code).toBe(0);
    const shown = mutants.map(({ name, does, breaks, collateral = [] }) => ({
      name,
      does,
      breaks,
      collateral,
    }));
    expect(JSON.parse(stdout)).toEqual(shown);
  });
});

it('a run against a mutant that is served names the rules that find it', async () => {
  await using home = await folder();
  const server = start(home.path, ['serve', '--mutant', 'hold-none', '--poll-hold', '2']);
  const [line] = await once(server.child.stdout ?? server.child, 'data');
  await server.says('its mistake: A poll that finds no task is answered at once.');
  const rules = ['--only', 'hold.waits-for-task', '--only', 'hold.full', '--only', 'hold.maximum'];
  const endpoint = ['--endpoint', String(line).trim(), '--poll-hold', '2'];
  const { code, stdout } = await start(home.path, ['run', ...endpoint, ...rules]).ended;
  expect(code).toBe(1);
  expect(stdout).toContain('FAIL  poll-for-activity-task.hold.waits-for-task');
  expect(stdout).toContain('WARN  poll-for-activity-task.hold.full');
  expect(stdout).toContain('1 PASS  1 FAIL  1 WARN');
  server.child.kill('SIGTERM');
  expect((await server.ended).code).toBe(0);
});
