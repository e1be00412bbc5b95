import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { startReferenceServer } from '../../reference/index.ts';
import { runReport } from '../../results/report.ts';
import { cli, closedEndpoint, folder, start } from './command.ts';
import { startNullServer } from './null-server.ts';

const few = ['--only', 'empty.ok', '--only', 'hold.full'];

async function report(path: string) {
  return runReport.parse(JSON.parse(await readFile(join(path, 'results.json'), 'utf8')));
}

describe('a run against the embedded server', () => {
  it('exits 0, with the summary on standard output and the progress beside it', async () => {
    await using home = await folder();
    const args = ['run', ...few, '--seed', '-7', '--cases', '3', '--out', 'a/b'];
    // A broken profile is nobody's business here.
    const { code, stdout, stderr } = await start(home.path, args, { AWS_PROFILE: 'nobody' }).ended;
    expect(stdout).toMatch(/\nConformant/);
    expect(stdout).toContain('a/b/index.html');
    expect(stdout).not.toContain('\u001b');
    expect(stderr).toContain('2 rules started');
    expect(code).toBe(0);
    expect((await readdir(join(home.path, 'a', 'b'))).sort()).toEqual([
      'index.html',
      'junit.xml',
      'results.json',
    ]);
    const { run, target } = await report(join(home.path, 'a', 'b'));
    expect(run).toMatchObject({ seed: -7, cases: 3, pollHoldSeconds: 2, only: ['empty.ok', 'hold.full'] });
    expect(target.embedded).toBe(true);
  });

  it('tells and writes what is asked for, and nothing else', async () => {
    await using home = await folder();
    const args = ['run', '--only', 'hold.full', '--poll-hold', '1'];
    const written = ['--reporter', 'markdown', '--reporter', 'json', '--out', 'there'];
    const quiet = await start(home.path, [...args, ...written]).ended;
    expect(quiet).toEqual({ code: 0, stdout: '', stderr: '' });
    expect((await readdir(join(home.path, 'there'))).sort()).toEqual(['results.json', 'summary.md']);
    // No folder is made where nothing is written, though one is named.
    const shown = await start(home.path, [...args, '--reporter', 'terminal', '--out', 'nowhere']).ended;
    expect(shown.stdout).toMatch(/\nConformant/);
    expect(shown.stdout).not.toContain('Reports');
    expect(await readdir(home.path)).not.toContain('nowhere');
  });

  it('takes its settings from a file', async () => {
    await using home = await folder();
    const settings = { only: ['hold.full'], pollHold: 1, out: 'there', failOn: 'should' };
    await writeFile(join(home.path, 'swf.json'), JSON.stringify(settings));
    const { code } = await start(home.path, ['run', '--config', 'swf.json']).ended;
    expect(code).toBe(0);
    const { run } = await report(join(home.path, 'there'));
    expect(run).toMatchObject({ only: ['hold.full'], pollHoldSeconds: 1, failOn: 'should' });
  });

  it('finds the file of that name by itself, and says what is wrong in it', async () => {
    await using home = await folder();
    const file = join(home.path, 'swf-conformance.config.json');
    await writeFile(file, JSON.stringify({ only: ['hold.full'], pollHold: 1, out: 'there' }));
    expect((await start(home.path, ['run']).ended).code).toBe(0);
    expect((await report(join(home.path, 'there'))).run.only).toEqual(['hold.full']);
    await writeFile(file, '{"polHold": 1}');
    const { code, stderr } = await start(home.path, ['run']).ended;
    expect(code).toBe(2);
    expect(stderr).toMatch(
      /swf-conformance\.config\.json: polHold\s+there is no such setting; did you mean pollHold\?/,
    );
  });

  it('is coloured when that is asked for', async () => {
    const { stdout } = await cli(['run', '--only', 'hold.full', '--poll-hold', '1'], { FORCE_COLOR: '1' });
    expect(stdout).toContain('\u001b[');
  });

  it.each([
    ['its result', ['stdout']],
    ['anything of it', ['stdout', 'stderr']],
  ] as const)('goes on when nobody reads %s', async (_what, streams) => {
    await using home = await folder();
    const { child, ended } = start(home.path, ['run', '--only', 'hold.full', '--poll-hold', '1']);
    for (const name of streams) child[name]?.destroy();
    const late = setTimeout(() => child.kill('SIGKILL'), 30_000);
    expect((await ended).code).toBe(0);
    clearTimeout(late);
    expect(await readdir(join(home.path, 'conformance-report'))).toContain('results.json');
  });
});

describe('a run against another server', () => {
  it('exits 1 when a MUST is broken', async () => {
    await using home = await folder();
    const server = await startNullServer();
    const args = ['run', '--only', 'empty.ok', '--endpoint', server.url, '--poll-hold', '1'];
    const { code, stdout } = await start(home.path, args).ended;
    await server.close();
    expect(stdout).toContain('Not conformant');
    expect(code).toBe(1);
    const { rules } = await report(join(home.path, 'conformance-report'));
    expect(rules.find(({ id }) => id === 'empty.ok')?.status).toBe('fail');
  });

  it('exits 3 when it cannot be reached, and says what and why', async () => {
    await using home = await folder();
    const { code, stdout, stderr } = await start(home.path, ['run', '--endpoint', closedEndpoint]).ended;
    expect([code, stdout]).toEqual([3, '']);
    expect(stderr).toMatch(
      /^swf-conformance: http:\/\/127\.0\.0\.1:1\/ could not be reached: .*ECONNREFUSED/,
    );
    expect(stderr).toContain('It was given by --endpoint.');
    expect(await readdir(join(home.path, 'conformance-report'))).toEqual([]);
  });

  it('finds it by the environment', async () => {
    const server = await startReferenceServer({ pollHoldSeconds: 1 });
    const variables = { AWS_ENDPOINT_URL_SWF: server.url, AWS_ENDPOINT_URL: closedEndpoint };
    const args = ['run', '--only', 'hold.full', '--poll-hold', '1'];
    const reached = await cli(args, variables);
    await server.close();
    expect(reached.code).toBe(0);
    const unreached = await cli(args, { AWS_ENDPOINT_URL: closedEndpoint });
    expect(unreached.code).toBe(3);
    expect(unreached.stderr).toContain('It was given by AWS_ENDPOINT_URL.');
  });
});

describe('reports that cannot be written', () => {
  it('are a mistake before the run', async () => {
    await using home = await folder();
    await mkdir(join(home.path, 'conformance-report', 'results.json'), { recursive: true });
    const { code, stdout, stderr } = await start(home.path, ['run', ...few]).ended;
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(/--out .*results\.json cannot be written: it is a directory/);
  });

  it('after the run are never a success', async () => {
    await using home = await folder();
    const { says, ended } = start(home.path, ['run', ...few]);
    await says('rules started');
    await mkdir(join(home.path, 'conformance-report', 'results.json'));
    const { code, stdout, stderr } = await ended;
    expect(code).toBe(4);
    expect(stdout).toContain('Conformant');
    expect(stderr).toContain('the reports could not be written');
  });
});
