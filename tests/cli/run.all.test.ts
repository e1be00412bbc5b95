import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { startReferenceServer } from '../../reference/index.ts';
import { cli, closedEndpoint, folder, start } from './command.ts';
import { reportOf } from './report-of.ts';

const few = ['--only', 'empty.ok', '--only', 'hold.full'];

describe('a run', () => {
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

  it('finds the file of that name by itself, and says what is wrong in it', async () => {
    await using home = await folder();
    const file = join(home.path, 'swf-conformance.config.json');
    await writeFile(
      file,
      JSON.stringify({ only: ['poll-for-activity-task.hold.full'], pollHold: 1, out: 'there' }),
    );
    expect((await start(home.path, ['run']).ended).code).toBe(0);
    expect((await reportOf(join(home.path, 'there'))).run.only).toEqual(['poll-for-activity-task.hold.full']);
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
