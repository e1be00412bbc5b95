import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chmod, cp, mkdir, readdir, symlink } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { runReport } from '../../results/report.ts';
import { bin, environment, folder, start } from './command.ts';
import { reportOf } from './report-of.ts';

const root = resolve(import.meta.dirname, '../..');
const run = ['run', '--only', 'empty.ok', '--poll-hold', '1'];

describe('a run without a home that it could write to', () => {
  it('is as any other, where it is not there', async () => {
    await using home = await folder();
    const { code, stderr } = await start(home.path, run, { HOME: '/nonexistent' }).ended;
    expect(stderr).not.toContain('fault of its own');
    expect(code).toBe(0);
    expect(await readdir(home.path)).toEqual(['conformance-report']);
  });

  // Root may write anywhere, so that it has to be another's.
  it.runIf(process.getuid?.() === 0)('is as any other, where it may not be written', async () => {
    await using home = await folder();
    await chmod(home.path, 0o755);
    const out = join(home.path, 'out');
    await mkdir(out);
    await chmod(out, 0o777);
    const nobody = { uid: 65_534, gid: 65_534, cwd: home.path, env: environment(home.path) };
    const args = [bin, ...run, '--out', out];
    const { status, stderr } = spawnSync(process.execPath, args, { ...nobody, encoding: 'utf8' });
    expect(stderr).not.toContain('fault of its own');
    expect(status).toBe(0);
    expect(await readdir(home.path)).toEqual(['out']);
  });
});

it('no run writes outside of --out', async () => {
  await using home = await folder();
  expect((await start(home.path, run, { XDG_DATA_HOME: join(home.path, 'data') }).ended).code).toBe(0);
  expect(await readdir(home.path)).toEqual(['conformance-report']);
});

describe('what is in the way of any program is told as that', () => {
  it.runIf(existsSync('/dev/full'))('a standard output that is full: exit 4, with the reports', async () => {
    await using home = await folder();
    const { status, stderr } = inShell(home.path, `exec "$0" "$@" > /dev/full`, run);
    expect(stderr).toContain('standard output could not be written');
    expect(stderr).toContain('ENOSPC');
    expect(stderr).not.toContain('fault of its own');
    expect(status).toBe(4);
    expect((await reportOf(home.path, 'conformance-report')).summary.verdict).toBe('conformant');
  });

  it('a current directory that is gone: exit 2', async () => {
    await using home = await folder();
    const { status, stderr } = inShell(home.path, 'mkdir gone; cd gone; rmdir ../gone; exec "$0" "$@"', run);
    expect(stderr).toBe(
      'swf-conformance: the current directory is not there any more: change to one that is\n',
    );
    expect(status).toBe(2);
  });

  it('no folder for temporary files: a shard needs none, and merge says so', async () => {
    await using home = await folder();
    const nowhere = { TMPDIR: '/nonexistent' };
    const shard = await start(home.path, [...run, '--shard', '1/1', '--seed', '1'], nowhere).ended;
    expect([shard.code, shard.stderr]).toEqual([0, expect.not.stringContaining('fault of its own')]);
    const written = ['index.html', 'junit.xml', 'results.json', 'shard-1-of-1.json'];
    expect((await readdir(join(home.path, 'conformance-report'))).sort()).toEqual(written);
    const merged = await start(home.path, ['merge', 'conformance-report'], nowhere).ended;
    expect(merged.stderr).toMatch(
      /TMPDIR\s+\/nonexistent cannot be written \(ENOENT\): name a folder that can/,
    );
    expect(merged.code).toBe(2);
  });
});

/** Runs the command line by a shell, which has it as $0 and $@. */
function inShell(cwd: string, script: string, args: readonly string[]) {
  const all = ['-c', script, process.execPath, bin, ...args];
  return spawnSync('/bin/sh', all, { cwd, env: environment(cwd), encoding: 'utf8' });
}

it('a folder may have # and ? in its path, ours as well as the current one', async () => {
  await using home = await folder();
  const place = join(home.path, 'c# or what?');
  await mkdir(place);
  for (const name of [
    'cli',
    'client',
    'engine',
    'generators',
    'kit',
    'reference',
    'reporters',
    'results',
    'suites',
    'swf',
    'package.json',
  ]) {
    await cp(join(root, name), join(place, name), { recursive: true });
  }
  await symlink(join(root, 'node_modules'), join(place, 'node_modules'));
  const env = environment(home.path);
  const args = [join(place, 'cli/bin.ts'), ...run];
  const { status, stderr } = spawnSync(process.execPath, args, { cwd: place, env, encoding: 'utf8' });
  expect(stderr).not.toContain('fault of its own');
  expect(status).toBe(0);
  expect(runReport.parse(await reportOf(place, 'conformance-report')).summary.counts.pass).toBe(1);
});
