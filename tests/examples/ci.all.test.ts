// The examples for CI, run as they stand as far as that can be: GitHub's workflows with the action of this checkout, GitLab's
// scripts and Jenkins' commands in a shell. Jenkins' own language is read by nobody here.
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFile, glob, mkdir, readFile, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { runReport } from '../../results/report.ts';
import { workflowMistakes } from '../action/lint.ts';
import { action, fakePackage, job, root, runAction } from '../action/runner.ts';
import { bin, environment, folder } from '../cli/command.ts';
import { example, freePort, furnish, version } from './place.ts';

interface Workflow {
  readonly jobs: Readonly<Record<string, { readonly steps: readonly Step[] }>>;
}

interface Step {
  readonly uses?: string;
  readonly run?: string;
  readonly with?: Readonly<Record<string, string | number>>;
}

/** Runs the action's step of a job, with `${{ ... }}` replaced by these values, by this checkout's command. */
async function runStep(
  home: string,
  workflow: Workflow,
  name: string,
  values: Readonly<Record<string, string>>,
  mutant?: string,
) {
  const step = workflow.jobs[name]?.steps.find(({ uses }) => uses?.includes('/swf-conformance@'));
  const folders = await job(home);
  const path = await furnish(folders.workspace, join(home, 'tools'), mutant);
  const inputs = Object.entries(step?.with ?? {}).map(([input, text]) => [
    input,
    String(text).replace(/\$\{\{ (.*?) \}\}/g, (_, expression: string) => values[expression] ?? ''),
  ]);
  const fake = await fakePackage(join(home, 'fake'), `await import('${pathToFileURL(bin)}');`);
  const run = () => runAction(folders, { ...Object.fromEntries(inputs), package: fake }, { PATH: path });
  return { folders, run };
}

async function workflow(file: string, port?: number): Promise<Workflow> {
  return parse(await example(join('github', file), port));
}

describe("GitHub's workflows", () => {
  it.each(['simple.yml', 'sharded.yml'])('%s is one, and uses what the action has', async (file) => {
    const text = await example(join('github', file));
    expect(workflowMistakes(text)).toEqual([]);
    expect(workflowMistakes(text.replace('steps.conformance', 'steps.nowhere'))).not.toEqual([]);
    const { jobs }: Workflow = parse(text);
    const uses = Object.values(jobs).flatMap(({ steps }) =>
      steps.filter((step) => step.uses?.startsWith('OWNER/')),
    );
    expect(uses.length).toBeGreaterThan(0);
    for (const step of uses) {
      expect(step.uses).toBe(`OWNER/swf-conformance@v${version}`);
      expect(Object.keys(action.inputs)).toEqual(expect.arrayContaining(Object.keys(step.with ?? {})));
    }
    for (const [, output] of text.matchAll(/outputs\.([\w-]+)/g)) {
      expect(Object.keys(action.outputs)).toContain(output);
    }
  });

  it.each(['README.md', 'docs/ci.md'])('%s shows steps with what the action has', async (page) => {
    const text = await readFile(join(root, page), 'utf8');
    const blocks = [...text.matchAll(/^```yaml\n(- .*?)^```$/gms)].map(([, block = '']) => block);
    const steps: Step[] = blocks.flatMap((block) => parse(block));
    const uses = steps.filter((step) => step.uses?.startsWith('OWNER/'));
    expect(uses).toHaveLength(1);
    for (const step of uses) {
      expect(step.uses).toBe(`OWNER/swf-conformance@v${version}`);
      expect(Object.keys(action.inputs)).toEqual(expect.arrayContaining(Object.keys(step.with ?? {})));
    }
  });

  it.each([
    [undefined, 0, 'conformant'],
    ['hold-none', 1, 'not-conformant'],
  ])('simple.yml judges the server (mutant: %s)', async (mutant, code, verdict) => {
    await using home = await folder();
    const simple = await workflow('simple.yml', await freePort());
    const { run } = await runStep(home.path, simple, 'conformance', {}, mutant);
    const outcome = await run();
    expect(outcome, outcome.log).toMatchObject({ code, outputs: { verdict, 'exit-code': String(code) } });
    expect(outcome.summary).toContain(
      code === 0 ? 'Conformant' : 'poll-for-activity-task.hold.waits-for-task',
    );
    const errors = outcome.annotations.filter(({ kind }) => kind === 'error');
    expect(errors.length > 0).toBe(code !== 0);
    const results = runReport.parse(JSON.parse(await readFile(outcome.outputs.results ?? '', 'utf8')));
    expect(outcome.outputs.counts).toBe(JSON.stringify(results.summary.counts));
  });

  it('sharded.yml judges it in parts', async () => {
    await using home = await folder();
    const parts = join(home.path, 'parts');
    await mkdir(parts);
    const sharded = await workflow('sharded.yml', await freePort());
    for (const part of ['1', '2', '3']) {
      const place = join(home.path, part);
      await mkdir(place);
      const values = { 'matrix.part': part, 'strategy.job-total': '3', 'github.run_number': '7' };
      const { run, folders } = await runStep(place, sharded, 'part', values);
      const outcome = await run();
      expect(outcome, outcome.log).toMatchObject({ code: 0, annotations: [], summary: '' });
      // What upload-artifact and download-artifact do.
      const uploaded = glob('conformance-report/shard-*.json', { cwd: folders.workspace });
      for await (const file of uploaded) {
        await copyFile(join(folders.workspace, file), join(parts, basename(file)));
      }
    }
    const place = join(home.path, 'merge');
    await mkdir(place);
    const { run, folders } = await runStep(place, sharded, 'conformance', {});
    await promisify(execFile)('cp', ['-r', parts, folders.workspace]);
    const outcome = await run();
    expect(outcome, outcome.log).toMatchObject({ code: 0, outputs: { verdict: 'conformant' } });
    expect(outcome.summary).toContain('Conformant');
  });
});

/** Runs lines of a script in a shell, each until the first that fails. */
async function runLines(workspace: string, lines: readonly string[], changes: NodeJS.ProcessEnv) {
  const child = spawn('/bin/sh', ['-e', '-c', lines.join('\n')], {
    cwd: workspace,
    env: environment(workspace, changes),
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  const [code] = await once(child, 'close');
  return { code, stderr };
}

async function verdictIn(workspace: string): Promise<string> {
  const path = join(workspace, 'conformance-report', 'results.json');
  return runReport.parse(JSON.parse(await readFile(path, 'utf8'))).summary.verdict;
}

/** By GitLab's schema. Fails when it does not hold. */
async function gitlabJobs(home: string, text: string): Promise<string[]> {
  await writeFile(join(home, 'pipeline.yml'), text);
  const command = join(root, 'node_modules', 'gitlab-ci-local', 'dist', 'index.js');
  const args = [command, '--file', 'pipeline.yml', '--list-json', '--home', home];
  const env = environment(home);
  const { stdout } = await promisify(execFile)(process.execPath, args, { cwd: home, env });
  return JSON.parse(stdout).map(({ name }: { name: string }) => name);
}

describe("GitLab's pipelines", () => {
  it.each([
    ['.gitlab-ci.yml', ['conformance']],
    ['sharded.gitlab-ci.yml', ['part: [1/3]', 'part: [2/3]', 'part: [3/3]', 'conformance']],
  ])('%s is one', async (file, jobs) => {
    await using home = await folder();
    const text = await example(join('gitlab', file));
    expect(await gitlabJobs(home.path, text)).toEqual(jobs);
    await expect(gitlabJobs(home.path, text.replace('timeout: 15', 'timeuot: 15'))).rejects.toThrow();
  });

  it('.gitlab-ci.yml judges the server, and its reports are where they are collected', async () => {
    await using home = await folder();
    const { conformance } = parse(await example('gitlab/.gitlab-ci.yml', await freePort()));
    const path = await furnish(home.path, join(home.path, 'tools'));
    expect(await runLines(home.path, conformance.script, { PATH: path })).toMatchObject({ code: 0 });
    expect(await verdictIn(home.path)).toBe('conformant');
    expect(await readFile(join(home.path, conformance.artifacts.reports.junit), 'utf8')).toContain(
      '<testsuites',
    );
  });

  it('sharded.gitlab-ci.yml judges it in parts', async () => {
    await using home = await folder();
    const path = await furnish(home.path, join(home.path, 'tools'));
    const { part, conformance } = parse(await example('gitlab/sharded.gitlab-ci.yml', await freePort()));
    for (const index of ['1', '2', '3']) {
      const variables = { CI_NODE_INDEX: index, CI_NODE_TOTAL: String(part.parallel), CI_PIPELINE_IID: '7' };
      const ended = await runLines(home.path, part.script, { PATH: path, ...variables });
      expect(ended).toMatchObject({ code: 0 });
    }
    expect(await runLines(home.path, conformance.script, { PATH: path })).toMatchObject({ code: 0 });
    expect(await verdictIn(home.path)).toBe('conformant');
  });
});

it("Jenkins' commands judge the server", async () => {
  await using home = await folder();
  const text = await example('jenkins/Jenkinsfile', await freePort());
  const commands = [...text.matchAll(/^\s*sh (['"])(.*)\1$/gm)].map(([, , command = '']) => command);
  expect(commands).toHaveLength(2);
  const path = await furnish(home.path, join(home.path, 'tools'), 'hold-none');
  expect(await runLines(home.path, commands, { PATH: path })).toMatchObject({ code: 1 });
  expect(await verdictIn(home.path)).toBe('not-conformant');
  const [, junit = ''] = /testResults: '(.*?)'/.exec(text) ?? [];
  expect(await readFile(join(home.path, junit), 'utf8')).toContain('<failure');
});
