import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { startReferenceServer } from '../../reference/index.ts';
import { closedEndpoint, folder, start } from './command.ts';
import { startNullServer } from './null-server.ts';
import { reportOf } from './report-of.ts';

const few = ['--only', 'empty.ok', '--only', 'hold.full'];

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
    const { run, target } = await reportOf(join(home.path, 'a', 'b'));
    expect(run).toMatchObject({
      seed: -7,
      cases: 3,
      pollHold: 2,
      only: ['empty.ok', 'hold.full'],
    });
    expect(target.embedded).toBe(true);
    const { rules } = await reportOf(home.path, 'a', 'b');
    const skipped = rules.filter(({ status }) => status === 'skip');
    expect(new Set(skipped.map(({ skippedBy }) => skippedBy))).toEqual(new Set(['only']));
  });

  it('takes its settings from a file', async () => {
    await using home = await folder();
    const settings = {
      only: ['poll-for-activity-task.hold.full'],
      pollHold: 1,
      out: 'there',
      failOn: 'should',
    };
    await writeFile(join(home.path, 'swf.json'), JSON.stringify(settings));
    const { code } = await start(home.path, ['run', '--config', 'swf.json']).ended;
    expect(code).toBe(0);
    const { run } = await reportOf(join(home.path, 'there'));
    expect(run).toMatchObject({ only: ['poll-for-activity-task.hold.full'], pollHold: 1, failOn: 'should' });
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
    const { rules } = await reportOf(join(home.path, 'conformance-report'));
    expect(rules.find(({ id }) => id === 'poll-for-activity-task.empty.ok')?.status).toBe('fail');
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

  it('leaves no report of an earlier run where it made none, and all else', async () => {
    await using home = await folder();
    const out = join(home.path, 'conformance-report');
    await mkdir(out);
    for (const name of ['index.html', 'results.json', 'notes.txt']) await writeFile(join(out, name), 'green');
    const { code, stderr } = await start(home.path, ['run', '--endpoint', closedEndpoint]).ended;
    expect(code).toBe(3);
    expect(stderr).toContain(
      'removed, as they were of an earlier run: conformance-report/results.json, conformance-report/index.html\n',
    );
    expect(await readdir(out)).toEqual(['notes.txt']);
  });

  it('exits 3 when it refuses the credentials of the run, and says what they are', async () => {
    await using home = await folder();
    const credentials = { accessKeyId: 'AKIDOFTHESERVER', secretAccessKey: 'its secret' };
    const server = await startReferenceServer({ credentials });
    const { code, stdout, stderr } = await start(home.path, ['run', '--endpoint', server.url]).ended;
    await server.close();
    expect([code, stdout]).toEqual([3, '']);
    expect(stderr).toMatch(
      /^swf-conformance: http:\S+ does not know the access key of the run: DescribeDomain: /,
    );
    expect(stderr).toContain('\nThe run signs with the credentials that any AWS tool finds');
    expect(stderr).not.toContain('Is the server started');
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
});
