import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { renderMarkdown } from '../../reporters/markdown.ts';
import type { RunReport } from '../../results/report.ts';
import { folder } from '../cli/command.ts';
import { sampleReport, sampleRule } from '../reporters/sample.ts';
import { fakePackage, job, runAction, startAction } from './runner.ts';

/** A package whose command writes its arguments, these results and what else, and ends. */
function comesTo(code: number, report?: object, more = ''): string {
  const files = report && {
    'results.json': JSON.stringify(report),
    'summary.md': renderMarkdown(report as RunReport),
    'index.html': '<!doctype html>',
  };
  return `
    import { mkdirSync, writeFileSync } from 'node:fs';
    writeFileSync('arguments.json', JSON.stringify(process.argv.slice(2)));
    mkdirSync('conformance-report', { recursive: true });
    for (const [name, text] of Object.entries(${JSON.stringify(files ?? {})})) {
      writeFileSync('conformance-report/' + name, text);
    }
    ${more}
    process.exitCode = ${code};
  `;
}

async function act(source: string, inputs: Record<string, string> = {}, changes: NodeJS.ProcessEnv = {}) {
  await using home = await folder();
  const folders = await job(home.path);
  const fake = await fakePackage(join(home.path, 'fake'), source);
  const given = { endpoint: 'http://127.0.0.1:4566', package: fake, ...inputs };
  const outcome = await runAction(folders, given, changes);
  const here = join(folders.workspace, inputs['working-directory'] ?? '.');
  const read = await readFile(join(here, 'arguments.json'), 'utf8').catch(() => undefined);
  return { ...outcome, args: read && JSON.parse(read), reports: join(here, 'conformance-report') };
}

describe('the action', () => {
  it('runs the package as the inputs say, and tells what came out', async () => {
    const report = sampleReport();
    const { code, args, outputs, annotations, summary, used, reports } = await act(comesTo(1, report), {
      only: 'hold.*\ndelivery.*',
      start: '$(touch stray); `touch stray` "\' $HOME',
    });
    expect(code).toBe(1);
    expect(args.slice(0, 5)).toEqual([
      'run',
      '--endpoint=http://127.0.0.1:4566',
      '--start=$(touch stray); `touch stray` "\' $HOME',
      '--only=hold.*',
      '--only=delivery.*',
    ]);
    expect(used).toEqual([]);
    expect(outputs).toEqual({
      verdict: 'not-conformant',
      'exit-code': '1',
      gate: 'none',
      counts: JSON.stringify(report.summary.counts),
      passed: '2',
      failed: '3',
      folder: reports,
      report: join(reports, 'index.html'),
      results: join(reports, 'results.json'),
      summary: join(reports, 'summary.md'),
      junit: '',
    });
    expect(summary).toBe(renderMarkdown(report));
    expect(annotations[0]).toMatchObject({
      kind: 'error',
      title: 'swf-conformance: poll-for-activity-task.delivery.not-again (MUST) failed',
    });
    expect(annotations).toHaveLength(5);
  });

  it('is green, without an annotation, where the run is', async () => {
    const { code, outputs, annotations } = await act(comesTo(0, sampleReport([sampleRule()])));
    expect({ code, annotations }).toEqual({ code: 0, annotations: [] });
    expect(outputs).toMatchObject({ verdict: 'conformant', 'exit-code': '0', failed: '0' });
  });

  it('tells what a baseline comes to', async () => {
    const rest = { baseline: 'b.yaml', known: [], flaky: [], healed: [], notJudged: [] };
    const gate = {
      ...rest,
      passed: false,
      findings: [{ kind: 'stale', rule: 'poll-for-activity-task.hold.full', message: 'it holds' }],
    };
    const { code, outputs, annotations } = await act(comesTo(1, { ...sampleReport([sampleRule()]), gate }));
    expect(code).toBe(1);
    expect(outputs).toMatchObject({ verdict: 'conformant', gate: 'failed' });
    expect(annotations).toEqual([
      {
        kind: 'error',
        title: 'swf-conformance: poll-for-activity-task.hold.full (baseline: stale)',
        message: 'it holds',
      },
    ]);
    const passed = await act(
      comesTo(0, { ...sampleReport(), gate: { ...rest, passed: true, findings: [] } }),
    );
    expect(passed).toMatchObject({ code: 0, outputs: { verdict: 'not-conformant', gate: 'passed' } });
  });

  it('leaves it to the merge to tell what the parts came to', async () => {
    const part = await act(comesTo(1, sampleReport()), { shard: '2/3', seed: '1' });
    expect(part).toMatchObject({ code: 1, annotations: [], summary: '', outputs: { failed: '3' } });
    const none = await act(comesTo(3), { shard: '2/3', seed: '1' });
    expect(none.annotations).toHaveLength(1);
  });

  it('works in a folder of the workspace', async () => {
    await using home = await folder();
    const folders = await job(home.path);
    await mkdir(join(folders.workspace, 'server'));
    await fakePackage(join(folders.workspace, 'server', 'fake'), comesTo(0, sampleReport()));
    const inputs = { endpoint: 'http://x', package: './fake', 'working-directory': 'server' };
    const { code, outputs } = await runAction(folders, inputs);
    expect(code).toBe(0);
    expect(outputs.report).toBe(join(folders.workspace, 'server', 'conformance-report', 'index.html'));
  });

  it.each([
    [2, 'wrong use'],
    [3, 'the server could not be reached or used'],
    [4, 'swf-conformance itself failed'],
    [77, 'exit code 77'],
  ])('tells why there are no results, by exit code %s', async (exit, reason) => {
    const why = 'first line\nsecond `line` <b>% \u001b[31m\u202e';
    const outcome = await act(comesTo(exit, undefined, `process.stderr.write(${JSON.stringify(why)});`));
    expect(outcome.code).toBe(exit);
    const message = 'first line\nsecond `line` <b>% \\u001b[31m\\u202e';
    expect(outcome.annotations).toEqual([{ kind: 'error', title: `swf-conformance: ${reason}`, message }]);
    expect(outcome.summary).toBe(
      `# swf-conformance: no verdict\n\n    ${reason}\n    \n    ${message.replace('\n', '\n    ')}\n`,
    );
    expect(outcome.outputs).toMatchObject({
      verdict: '',
      'exit-code': String(exit),
      report: '',
      results: '',
    });
  });

  it('takes no results of an earlier run for those of this one, and leaves other files', async () => {
    await using home = await folder();
    const folders = await job(home.path);
    const reports = join(folders.workspace, 'conformance-report');
    await mkdir(reports);
    for (const name of ['results.json', 'summary.md', 'index.html', 'junit.xml', 'notes.txt']) {
      await writeFile(join(reports, name), JSON.stringify(sampleReport()));
    }
    const fake = await fakePackage(join(home.path, 'fake'), comesTo(3));
    const { outputs } = await runAction(folders, { endpoint: 'http://x', package: fake });
    expect(outputs).toMatchObject({ verdict: '', report: '', results: '' });
    expect(await readdir(reports)).toEqual(['notes.txt']);
  });

  it('is not green on the reference server, which is run where no server is named', async () => {
    const report = sampleReport([sampleRule()]);
    const embedded = { ...report, target: { ...report.target, embedded: true } };
    const { code, annotations, outputs } = await act(comesTo(0, embedded), { endpoint: '' });
    expect(code).toBe(2);
    expect(annotations).toMatchObject([{ kind: 'error', title: 'swf-conformance: no server was named' }]);
    expect(outputs.verdict).toBe('');
  });

  it('refuses inputs that it does not have, before anything is run', async () => {
    const { code, annotations, args } = await act(comesTo(0), { endpiont: 'http://x' });
    expect(code).toBe(2);
    expect(args).toBeUndefined();
    expect(annotations).toEqual([
      {
        kind: 'error',
        title: 'swf-conformance: the inputs are wrong',
        message: 'input endpiont: there is no such input, see action.yml',
      },
    ]);
  });

  it('tells that the package could not be installed, which says nothing of the server', async () => {
    const { code, annotations, summary } = await act(comesTo(0), { package: './missing.tgz' });
    expect(code).toBe(4);
    expect(annotations).toMatchObject([
      { kind: 'error', title: 'swf-conformance: npm could not install ./missing.tgz' },
    ]);
    expect(annotations[0]?.message).toContain('missing.tgz');
    expect(summary).toContain('no verdict');
  });

  it('obeys no workflow command in what the run writes', async () => {
    const lines = '::error::of the server\n::set-output name=verdict::conformant\n::stop-commands::x\n::x::';
    const told = `process.stdout.write(${JSON.stringify(lines)});`;
    const { log, annotations } = await act(comesTo(0, sampleReport([sampleRule()]), told));
    expect(log).toContain('::error::of the server');
    expect(annotations).toEqual([]);
  });

  it('keeps the inputs from what it runs: a header may be a secret', async () => {
    const told = "process.stderr.write('it saw ' + Object.keys(process.env).includes('INPUTS'));";
    const { annotations } = await act(comesTo(4, undefined, told), { header: 'X-Key: secret' });
    expect(annotations[0]?.message).toBe('it saw false');
  });

  it('lets the run tidy up when the job is cancelled', async () => {
    await using home = await folder();
    const folders = await job(home.path);
    const waits = `
      process.on('SIGINT', () => { console.log('tidied up'); process.exit(130); });
      setInterval(() => undefined, 1000);
      console.log('waiting');
    `;
    const fake = await fakePackage(join(home.path, 'fake'), waits);
    const started = startAction(folders, { endpoint: 'http://x', package: fake });
    await expect.poll(started.log, { timeout: 60_000 }).toContain('waiting\n');
    started.cancel();
    const { code, log, annotations } = await started.ended;
    expect(code).toBe(130);
    expect(log).toContain('tidied up');
    expect(annotations).toMatchObject([{ kind: 'error', title: 'swf-conformance: cancelled' }]);
  });
});

describe("the job's Node", () => {
  it.each([
    ['v20.20.2', ['actions/setup-node@v6']],
    ['v22.18.9', ['actions/setup-node@v6']],
    ['v22.19.0', []],
    ['v24.0.0', []],
    [undefined, ['actions/setup-node@v6']],
  ])('%s is replaced where it is missing or too old', async (version, used) => {
    await using home = await folder();
    const folders = await job(home.path);
    // What comes after the set-up is not run: it would need the Node that was set up.
    const script = version ? `echo ${version}` : 'exit 127';
    await writeFile(join(home.path, 'node'), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
    const path = [home.path, process.env.PATH].join(':');
    expect((await runAction(folders, {}, { PATH: path })).used).toEqual(used);
  });
});
