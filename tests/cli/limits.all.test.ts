import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { ReferenceService, startReferenceServer } from '../../reference/index.ts';
import { runReport } from '../../results/report.ts';
import { bin, cli, closedEndpoint, environment, folder, start } from './command.ts';

const limits = ['--only', 'limit.*', '--with', 'limits'];

/** What the report says of the limits. */
async function rulesOf(home: string) {
  const text = await readFile(join(home, 'conformance-report', 'results.json'), 'utf8');
  const { rules } = runReport.parse(JSON.parse(text));
  return rules.filter(({ area }) => area === 'limit');
}

/** The most memory that a process has had so far, in MB; Linux alone tells. */
async function peakMegabytes(pid: number | undefined): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
  return Number(/^VmHWM:\s+(\d+) kB$/m.exec(status)?.[1] ?? 0) / 1024;
}

it.runIf(process.platform === 'linux')(
  'a thousand polls and more are held within 512 MB, and the run ends cleanly',
  async () => {
    await using home = await folder();
    // In a process of its own: what it needs is not ours.
    const server = start(home.path, ['serve', '--poll-hold', '30']);
    const endpoint = await addressOf(server);
    const run = start(home.path, ['run', ...limits, '--endpoint', endpoint, '--poll-hold', '30']);
    let peak = 0;
    let running = true;
    run.ended.finally(() => {
      running = false;
    });
    while (running) {
      peak = Math.max(peak, await peakMegabytes(run.child.pid));
      await delay(50);
    }
    const { code, stdout } = await run.ended;
    expect(stdout).toMatch(/\nConformant/);
    expect(code).toBe(0);
    const rules = await rulesOf(home.path);
    expect(rules.map(({ status }) => status)).toEqual(['pass', 'pass']);
    expect(rules[0]?.figures[0]).toEqual({ name: 'polls that waited', value: 1000, unit: 'polls' });
    expect(peak).toBeGreaterThan(50);
    expect(peak).toBeLessThan(512);
    server.child.kill('SIGINT');
    expect((await server.ended).code).toBe(0);
  },
);

it('they are judged on demand, and cost nothing else', async () => {
  await using home = await folder();
  const service = new Polled({ pollHoldSeconds: 1 });
  const server = await startReferenceServer({ service });
  const { code } = await start(home.path, ['run', '--only', 'limit.*', '--endpoint', server.url]).ended;
  await server.close();
  // Nothing was judged, which is no green.
  expect(code).toBe(1);
  for (const { status, message } of await rulesOf(home.path)) {
    expect([status, message]).toEqual(['skip', 'limits are judged on demand: --with limits']);
  }
  expect(service.polls).toBe(0);
});

it('the embedded server is judged by them without being asked for', async () => {
  await using home = await folder();
  const { code } = await start(home.path, ['run', '--only', 'limit.*']).ended;
  expect(code).toBe(0);
  const [pollers, others] = await rulesOf(home.path);
  expect([pollers?.status, others?.status]).toEqual(['pass', 'pass']);
  expect(pollers?.figures[0]?.value).toBe(100);
});

it('a server that lets more polls wait is told so, with the command that shows it', async () => {
  await using home = await folder();
  const server = await startReferenceServer({ pollHoldSeconds: 2, pollersPerTaskList: 31 });
  const args = ['run', ...limits, '--max-pollers', '30', '--endpoint', server.url, '--poll-hold', '2'];
  const { code } = await start(home.path, args).ended;
  await server.close();
  expect(code).toBe(1);
  const [pollers] = await rulesOf(home.path);
  expect(pollers?.status).toBe('fail');
  expect(pollers?.failure?.expected).toBe('LimitExceededFault for polls past the limit of 30 on one list');
  expect(pollers?.failure?.observed).toMatch(/^31 polls were waiting there at once/);
  expect(JSON.stringify(pollers?.failure?.reproduce)).toContain('--with limits --max-pollers 30');
});

it('Ctrl-C ends the polls that are open', async () => {
  await using home = await folder();
  const service = new ReferenceService({ pollHoldSeconds: 60 });
  const server = await startReferenceServer({ service });
  const args = ['run', ...limits, '--max-pollers', '300', '--endpoint', server.url];
  const { child, ended } = start(home.path, args);
  while (service.waitingPolls < 300) await delay(10);
  child.kill('SIGINT');
  expect((await ended).code).toBe(130);
  while (service.waitingPolls > 0) await delay(10);
  await server.close();
});

/** Runs the command line where a process may open so few files. */
async function withFewFiles(home: string, args: readonly string[], files = 256) {
  const script = `ulimit -n ${files}; exec "$0" "$@"`;
  const child = spawn('/bin/sh', ['-c', script, process.execPath, bin, ...args], {
    cwd: home,
    env: environment(home),
  });
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  child.stdout.resume();
  const code = await new Promise((resolve) => child.on('close', resolve));
  return { code, stderr: stderr.replace(/\s+/g, ' ') };
}

it.skipIf(process.platform === 'win32')('no run begins that could not open so many files', async () => {
  await using home = await folder();
  const refused = await withFewFiles(home.path, ['run', '--with', 'limits', '--endpoint', closedEndpoint]);
  expect(refused.code).toBe(2);
  expect(refused.stderr).toContain(
    '--with 1000 polls at once need some 1250 open files, and this process may have 256: allow more (ulimit -n 1250)',
  );
  // The embedded server has each connection twice.
  const twice = ['run', '--with', 'limits', '--max-pollers', '50', '--cases', 'many'];
  const both = await withFewFiles(home.path, twice);
  expect(both.code).toBe(2);
  expect(both.stderr).toContain('--max-pollers 50 polls at once need some 400 open files');
  expect(both.stderr).toContain('--cases');
  expect(existsSync(join(home.path, 'conformance-report'))).toBe(false);
  // What nobody asked for is left out; and where nothing else is judged, that is no green.
  expect((await withFewFiles(home.path, ['run', '--only', 'limit.*'])).code).toBe(1);
  expect((await rulesOf(home.path)).map(({ status }) => status)).toEqual(['skip', 'skip']);
});

it.skipIf(process.platform === 'win32')('nor one whose rules could not connect', async () => {
  await using home = await folder();
  const args = ['run', '--endpoint', closedEndpoint];
  const whole = await withFewFiles(home.path, args);
  expect(whole.code).toBe(2);
  expect(whole.stderr).toMatch(
    /ulimit -n \d+ rules at once may need 400 open files, and this process may have 256: allow more \(ulimit -n 400\)/,
  );
  // It is begun, and nothing answers there.
  expect((await withFewFiles(home.path, [...args, '--only', 'empty.ok'], 128)).code).toBe(3);
  expect((await withFewFiles(home.path, args, 400)).code).toBe(3);
});

it('a group that there is not is refused, and a limit without the limits', async () => {
  const { code, stderr } = await cli(['run', '--with', 'limts', '--max-pollers', '0']);
  expect(code).toBe(2);
  expect(stderr).toMatch(/--with\s+there is no group "limts"; did you mean limits\?/);
  expect(stderr).toMatch(/--max-pollers\s+0 is not allowed: give a whole number from 1 to 10000/);
  const alone = await cli(['run', '--max-pollers', '20']);
  expect(alone.code).toBe(2);
  expect(alone.stderr).toMatch(/--max-pollers\s+it is about the limits: give --with limits too/);
});

/** Counts the polls. */
class Polled extends ReferenceService {
  polls = 0;

  override pollForActivityTask(...call: Parameters<ReferenceService['pollForActivityTask']>) {
    this.polls += 1;
    return super.pollForActivityTask(...call);
  }
}

/** The first line that a server says. */
async function addressOf({ child }: ReturnType<typeof start>): Promise<string> {
  const [text] = await once(child.stdout ?? child, 'data');
  return String(text).trim();
}
