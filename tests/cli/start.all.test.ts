import { execFileSync } from 'node:child_process';
import { mkdir, readdir, readFile, stat, symlink, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { startReferenceServer } from '../../reference/index.ts';
import { runReport } from '../../results/report.ts';
import { folder, type Started, start } from './command.ts';

const script = fileURLToPath(new URL('server-to-start.ts', import.meta.url));

/** A port on which nothing listens, and the command that starts a server there. */
async function place(...habits: string[]): Promise<{ endpoint: string; command: string }> {
  const probe = createServer();
  await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve));
  const address = probe.address();
  await new Promise((resolve) => probe.close(resolve));
  if (typeof address !== 'object' || !address) throw new Error('no free port');
  const { port } = address;
  const command = [`'${process.execPath}' '${script}'`, port, ...habits].join(' ');
  return { endpoint: `http://127.0.0.1:${port}`, command };
}

function args(endpoint: string, command: string, ...more: string[]): string[] {
  const rules = more.includes('--only') ? [] : ['--only', 'hold.faults-at-once'];
  return ['run', '--start', command, '--endpoint', endpoint, '--poll-hold', '1', ...rules, ...more];
}

async function logOf(home: string): Promise<string> {
  return readFile(join(home, 'conformance-report', 'server.log'), 'utf8').catch(() => '');
}

/** Waits until the server has written that; it ends with the run, if not before. */
async function logged(home: string, text: string, { child }: Started): Promise<void> {
  while (!(await logOf(home)).includes(text)) {
    if (child.exitCode !== null) throw new Error(`the run ended without "${text}" in the log`);
    await delay(50);
  }
}

/** Those of the server's processes that run; those that ended, and that nobody asked for their exit code, do not. */
async function left(home: string): Promise<string[]> {
  const [, ...ids] = /^processes (\d+) (\d+)$/m.exec(await logOf(home)) ?? [];
  expect(ids).toHaveLength(2);
  return ids.filter((id) => {
    try {
      return !execFileSync('ps', ['-o', 'stat=', '-p', id], { encoding: 'utf8' }).startsWith('Z');
    } catch {
      return false;
    }
  });
}

async function answers(endpoint: string): Promise<boolean> {
  return fetch(endpoint).then(
    () => true,
    () => false,
  );
}

describe('a server that is started', () => {
  it.each([
    ['ends when it is asked to', []],
    ['does not', ['deaf']],
  ])('is ended with its children where it %s, and its output is kept in order', async (_, habits) => {
    await using home = await folder();
    const { endpoint, command } = await place(...habits);
    // The shell is its parent, and ends before it.
    const { code, stdout, stderr } = await start(home.path, args(endpoint, `${command}; exit 5`)).ended;
    expect(stderr).toContain(`waiting for ${endpoint}/ to answer`);
    expect(stderr).not.toContain('not ended');
    expect(stderr).not.toContain('ended with');
    expect([code, stdout]).toEqual([0, expect.stringContaining('conformance-report/server.log')]);
    expect(await logOf(home.path)).toContain('line 1 out\nline 2 err\nline 3 out\nline 4 err\n');
    expect(await left(home.path)).toEqual([]);
    expect(await answers(endpoint)).toBe(false);
  });

  it.each([
    ['a gateway says that there is none', 'late'],
    ['its routes are still to come', 'bare'],
    ['what is behind its routes is still to come', 'broken'],
  ])('is not ready while %s', async (_, habit) => {
    await using home = await folder();
    const { endpoint, command } = await place(habit);
    expect((await start(home.path, args(endpoint, command)).ended).code).toBe(0);
  });

  it('may leave its process group: that is told', async () => {
    await using home = await folder();
    const { endpoint, command } = await place();
    // A session of its own, as a daemon has.
    const daemon = `'${process.execPath}' -e "require('child_process').spawn(process.argv[1], { shell: true, detached: true, stdio: 'inherit' })" "${command}"`;
    const { stderr } = await start(home.path, args(endpoint, daemon)).ended;
    expect(stderr).toContain(`not ended: something still answers at ${endpoint}/`);
    for (const id of await left(home.path)) process.kill(Number(id), 'SIGKILL');
  });

  it('keeps the beginning and the end of an output without end', async () => {
    await using home = await folder();
    const { endpoint, command } = await place('floods');
    expect((await start(home.path, args(endpoint, command)).ended).code).toBe(0);
    const log = await logOf(home.path);
    expect(log).toContain('flood 000000');
    expect(log).toContain('flood 299999');
    expect(log).toMatch(/\[swf-conformance: \d{8} bytes left out\]/);
    const { size } = await stat(join(home.path, 'conformance-report', 'server.log'));
    expect(size).toBeLessThan(9 * 1024 * 1024);
  });

  it('may tell what it is sent and knows: no secret of the run is in the log', async () => {
    await using home = await folder();
    const { endpoint, command } = await place('tells');
    const secrets = [
      'a secret of the tests, quite long',
      'a gateway key of the tests',
      'a token of the tests',
    ];
    const { code } = await start(
      home.path,
      args(endpoint, command, '--header', `X-Gateway-Key: ${secrets[1]}`),
      {
        AWS_ACCESS_KEY_ID: 'AKIDOFTHETESTS00',
        AWS_SECRET_ACCESS_KEY: secrets[0],
        AWS_SESSION_TOKEN: secrets[2],
      },
    ).ended;
    expect(code).toBe(0);
    const log = await logOf(home.path);
    expect(log).toContain('["x-gateway-key","(blanked)"]');
    expect(log).toContain('["x-amz-security-token","(blanked)"]');
    expect(log).toMatch(/^\(blanked\) \[\[/m);
    for (const secret of [...secrets, 'AKIDOFTHETESTS00']) expect(log).not.toContain(secret);
  });

  it('replaces the log of an earlier run, not what that is a link to', async () => {
    await using home = await folder();
    const reports = join(home.path, 'conformance-report');
    await mkdir(reports);
    await writeFile(join(home.path, 'mine'), 'untouched');
    await symlink('../mine', join(reports, 'server.log'));
    const { endpoint } = await place();
    expect((await start(home.path, args(endpoint, 'echo said')).ended).code).toBe(3);
    expect(await logOf(home.path)).toBe('said\n');
    expect(await readFile(join(home.path, 'mine'), 'utf8')).toBe('untouched');
  });
});

describe('exits 3', () => {
  it('when the command ends before it answers, with the end of what it wrote made harmless', async () => {
    await using home = await folder();
    const { endpoint } = await place();
    const command = "seq 100; printf 'no such \\033[2J option\\n' >&2; exit 7";
    const { code, stdout, stderr } = await start(home.path, args(endpoint, command)).ended;
    expect([code, stdout]).toEqual([3, '']);
    expect(stderr).toContain(`the command of --start ended with exit code 7 before ${endpoint}/ answered`);
    expect(stderr).toContain('It was given by --endpoint.');
    expect(stderr).toContain('which is in conformance-report/server.log:\n  | 82\n');
    expect(stderr).toContain('  | 100\n  | no such \\u001b[2J option\n');
    expect(stderr).not.toContain('\u001b');
    expect(await logOf(home.path)).toMatch(/^1\n2\n(\d+\n)*100\nno such \u001b\[2J option\n$/);
    expect(await readdir(join(home.path, 'conformance-report'))).toEqual(['server.log']);
  });

  it('when a signal ends the command', async () => {
    await using home = await folder();
    const { endpoint } = await place();
    const { code, stderr } = await start(home.path, args(endpoint, 'kill -9 $$')).ended;
    expect(code).toBe(3);
    expect(stderr).toContain('the command of --start ended by SIGKILL before');
    expect(stderr).toContain('It wrote nothing.');
  });

  it('when nothing answers in time', async () => {
    await using home = await folder();
    const { endpoint, command } = await place('silent');
    const { code, stderr } = await start(home.path, args(endpoint, command, '--ready-timeout', '2')).ended;
    expect(code).toBe(3);
    expect(stderr).toMatch(/did not answer as SWF does within 2 s: no answer: .*ECONNREFUSED/);
    expect(stderr).toContain('  | line 4 err');
    expect(await left(home.path)).toEqual([]);
  });

  it('when something else answers until the time is over, with what it answered last', async () => {
    await using home = await folder();
    const { endpoint, command } = await place('routeless');
    const { code, stderr } = await start(home.path, args(endpoint, command, '--ready-timeout', '2')).ended;
    expect(code).toBe(3);
    expect(stderr).toContain('did not answer as SWF does within 2 s: HTTP 404 without a fault name');
  });

  it('when the server dies during the run, and says how', async () => {
    await using home = await folder();
    const { endpoint, command } = await place('dies');
    const { code, stderr } = await start(home.path, args(endpoint, `exec ${command}`)).ended;
    expect(stderr).toContain('the command of --start ended with exit code 9 during the run');
    expect(stderr).toContain('  | a bug in the server');
    expect(code).toBe(3);
    const text = await readFile(join(home.path, 'conformance-report', 'results.json'), 'utf8');
    expect(runReport.parse(JSON.parse(text)).summary.message).toBe(
      `${endpoint}/ stopped answering during the run: the command of --start ended with exit code 9`,
    );
    expect(await left(home.path)).toEqual([]);
  });
});

describe('exits 2, and starts nothing,', () => {
  it('when something answers there already', async () => {
    await using home = await folder();
    const server = await startReferenceServer();
    const { code, stderr } = await start(home.path, args(server.url, 'touch started')).ended;
    await server.close();
    expect(code).toBe(2);
    expect(stderr).toMatch(/--start\s+http:\S+ answers already: stop what runs there, or leave --start out/);
    expect(await readdir(home.path)).toEqual(['conformance-report']);
    expect(await readdir(join(home.path, 'conformance-report'))).toEqual([]);
  });

  it('when its output cannot be kept', async () => {
    await using home = await folder();
    await mkdir(join(home.path, 'conformance-report', 'server.log'), { recursive: true });
    const { endpoint } = await place();
    const { code, stderr } = await start(home.path, args(endpoint, 'touch started')).ended;
    expect(code).toBe(2);
    expect(stderr).toMatch(/--out\s+conformance-report\/server\.log cannot be written/);
    expect(await readdir(home.path)).toEqual(['conformance-report']);
  });
});

describe('an interruption', () => {
  it.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
    ['SIGHUP', 129],
  ] as const)('by %s while waiting ends the server, and exits %i', async (signal, expected) => {
    await using home = await folder();
    const { endpoint, command } = await place('silent');
    const run = start(home.path, args(endpoint, command));
    await logged(home.path, 'line 4', run);
    run.child.kill(signal);
    const { code, stdout, stderr } = await run.ended;
    expect([code, stdout]).toEqual([expected, '']);
    expect(stderr).toContain('interrupted: closing what was started');
    expect(await left(home.path)).toEqual([]);
    expect(await readdir(join(home.path, 'conformance-report'))).toEqual(['server.log']);
  });

  it('during the run closes the executions before it ends the server', async () => {
    await using home = await folder();
    const { endpoint, command } = await place('holds');
    const run = start(home.path, args(endpoint, command, '--poll-hold', '60', '--only', 'hold.*'));
    await logged(home.path, 'an execution', run);
    run.child.kill('SIGINT');
    expect(await run.ended).toMatchObject({ code: 130, stdout: '' });
    expect(await logOf(home.path)).toMatch(/\nsome executions, 0 open\n$/);
    expect(await left(home.path)).toEqual([]);
  });

  it('for the second time ends the server at once', async () => {
    await using home = await folder();
    const { endpoint, command } = await place('stuck', 'deaf', 'holds');
    const run = start(home.path, args(endpoint, command, '--poll-hold', '60', '--only', 'hold.*'));
    await logged(home.path, 'an execution', run);
    run.child.kill('SIGINT');
    await delay(1000);
    expect(run.child.exitCode).toBeNull();
    run.child.kill('SIGINT');
    expect((await run.ended).code).toBe(130);
    // Killed, they are gone in a moment.
    for (let i = 0; i < 50 && (await left(home.path)).length > 0; i++) await delay(20);
    expect(await left(home.path)).toEqual([]);
  });
});
