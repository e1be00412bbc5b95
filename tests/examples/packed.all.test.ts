// What is for an installed package, with the package as it would be published.
import { cp, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { runReport } from '../../results/report.ts';
import { job, root, runAction } from '../action/runner.ts';
import { folder } from '../cli/command.ts';
import { command, packed } from '../cli/packed.ts';
import { example, freePort, furnish, version } from './place.ts';

let home: Awaited<ReturnType<typeof folder>>;
let installed: Awaited<ReturnType<typeof packed>>;

beforeAll(async () => {
  home = await folder();
  installed = await packed(home.path);
}, 300_000);

afterAll(async () => {
  await home[Symbol.asyncDispose]();
});

/** An example in a folder of its own below the one that has the packages, as npm and Node find them there. */
async function project(name: string): Promise<string> {
  const place = join(installed.project, name);
  await cp(join(root, 'examples', name), place, { recursive: true });
  const { devDependencies } = JSON.parse(await readFile(join(place, 'package.json'), 'utf8'));
  expect(devDependencies['swf-conformance']).toBe(version);
  return place;
}

it('the npm script starts the server and judges it', async () => {
  const place = await project('npm-script');
  const port = await freePort();
  for (const file of ['package.json', 'swf-conformance.config.json']) {
    await writeFile(join(place, file), await example(join('npm-script', file), port));
  }
  const { stdout } = await command(place, 'npm', ['run', 'conformance']);
  expect(stdout).toContain('Conformant');
  const results = await readFile(join(place, 'conformance-report', 'results.json'), 'utf8');
  expect(runReport.parse(JSON.parse(results))).toMatchObject({
    target: { endpoint: `http://127.0.0.1:${port}/`, embedded: false },
    run: { pollHold: 2 },
  });
});

it('the vitest project has each rule as a test', async () => {
  const place = await project('vitest');
  await command(place, 'npm', ['test', '--', '--reporter=json', '--outputFile=results.json']);
  const { numPassedTests, testResults } = JSON.parse(await readFile(join(place, 'results.json'), 'utf8'));
  expect(numPassedTests).toBeGreaterThan(50);
  const statuses = new Map<string, string>(
    testResults[0].assertionResults.map((test: { title: string; status: string }) => [
      test.title,
      test.status,
    ]),
  );
  expect(statuses.get('poll-for-activity-task.hold.full')).toBe('passed');
  expect(statuses.get('poll-for-activity-task.identity.null')).toBe('skipped');
});

it('the action installs the package, and judges a server that it starts', async () => {
  const folders = await job(home.path);
  const port = await freePort();
  const path = await furnish(folders.workspace, join(home.path, 'tools'), 'hold-none');
  const inputs = {
    start: `./my-swf-server --port ${port}`,
    endpoint: `http://127.0.0.1:${port}`,
    'poll-hold': '4',
    only: 'poll-for-activity-task.hold.full\nhold.waits-for-task',
    'fail-on': 'should',
    package: installed.tarball,
  };
  const outcome = await runAction(folders, inputs, { PATH: path });
  expect(outcome, outcome.log).toMatchObject({
    code: 1,
    outputs: { verdict: 'not-conformant', failed: '2' },
  });
  expect(outcome.annotations.map(({ kind, title }) => `${kind} ${title}`)).toEqual([
    'error swf-conformance: poll-for-activity-task.hold.waits-for-task (MUST) failed',
    'error swf-conformance: poll-for-activity-task.hold.full (SHOULD) failed',
  ]);
  expect(outcome.summary).toContain('# swf-conformance: Not conformant');
});
