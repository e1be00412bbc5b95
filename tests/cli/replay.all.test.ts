import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { startReferenceServer } from '../../reference/index.ts';
import { mutants } from '../../reference/mutants/index.ts';
import { type RunReport, runReport } from '../../results/report.ts';
import { sampleReport } from '../reporters/sample.ts';
import { bin, folder, start } from './command.ts';

/** A server with one mistake, and what is polled for there. */
async function broken(name: string) {
  const polled: string[] = [];
  const options = mutants.find((mutant) => mutant.name === name)?.options;
  if (!options) throw new Error(`there is no mutant ${name}`);
  const server = await startReferenceServer({
    pollHoldSeconds: 1,
    ...options,
    async wrap(request, next) {
      if (request.headers.get('x-amz-target')?.endsWith('.PollForActivityTask')) {
        polled.push(await request.clone().text());
      }
      return options.wrap ? options.wrap(request, next) : next(request);
    },
  });
  return { server, polled };
}

const results = 'conformance-report/results.json';

async function read(home: string, path = results): Promise<RunReport> {
  return runReport.parse(JSON.parse(await readFile(join(home, path), 'utf8')));
}

describe('a replay', () => {
  it('asks the same server for the counterexample alone, and says whether the failure was seen again', async () => {
    await using home = await folder();
    const { server, polled } = await broken('task-list-trims-end');
    const id = 'poll-for-activity-task.task-list.trailing-whitespace';
    const args = ['--endpoint', server.url, '--poll-hold', '1', '--cases', '30', '--domain', 'own'];
    const first = await start(home.path, ['run', '--only', id, ...args]).ended;
    expect(first.code).toBe(1);
    const before = await read(home.path);
    const { counterexample, reproduce } = before.rules.find((rule) => rule.id === id)?.failure ?? {};
    expect(reproduce?.map(({ text }) => text)).toContain(`node ${bin} replay ${results} ${id}`);
    expect(before.target).toMatchObject({ domain: 'own' });
    polled.length = 0;
    const again = await start(home.path, ['replay', results, id, '--out', 'conformance-replay']).ended;
    expect(again.code).toBe(1);
    expect(again.stderr).toContain(`replaying ${id}, which came to fail, with its counterexample alone`);
    expect(again.stdout).toMatch(new RegExp(`\\nseen again: ${id} came to fail, and now to fail\\n$`));
    // The value, and its valid twin.
    expect(polled).toHaveLength(2);
    for (const body of polled) expect(JSON.parse(body).domain).toBe('own-quiet');
    const { run, rules } = await read(home.path, 'conformance-replay/results.json');
    expect(run).toMatchObject({ seed: before.run.seed, cases: 30, only: [id], pollHold: 1 });
    expect(rules.find((rule) => rule.id === id)?.failure?.counterexample).toMatchObject({
      value: counterexample?.value,
      path: counterexample?.path,
    });
    // The results that were replayed are as they were.
    expect(await read(home.path)).toEqual(before);
    await server.close();
  });

  it('exits 0 on a server that was mended; another seed tries all cases', async () => {
    await using home = await folder();
    const { server } = await broken('task-list-trims-end');
    const mended = await startReferenceServer({ pollHoldSeconds: 1 });
    const id = 'poll-for-activity-task.task-list.trailing-whitespace';
    const run = ['run', '--only', id, '--endpoint', server.url, '--poll-hold', '1', '--cases', '20'];
    await start(home.path, run).ended;
    const elsewhere = ['replay', results, id, '--endpoint', mended.url];
    const again = await start(home.path, [...elsewhere, '--out', 'conformance-replay']).ended;
    expect(again.stdout).toContain(`not seen again: ${id} came to fail, and now to pass`);
    expect(again.code).toBe(0);
    const { target } = await read(home.path, 'conformance-replay/results.json');
    expect(target.endpoint).toBe(new URL(mended.url).href);
    const seed = await start(home.path, [...elsewhere, '--seed', '5', '--out', 'there']).ended;
    expect(seed.stderr).toContain('with another seed there is no counterexample');
    expect(seed.code).toBe(0);
    expect((await read(home.path, 'there/results.json')).run.seed).toBe(5);
    await Promise.all([server.close(), mended.close()]);
  });

  it('of the embedded server starts another, whatever the environment and the file name', async () => {
    await using home = await folder();
    const args = ['run', '--only', 'hold.full', '--poll-hold', '1'];
    expect((await start(home.path, args).ended).code).toBe(0);
    const ofMany = { shard: '2/3', budget: 5, allowPartial: true };
    const file = { endpoint: 'http://127.0.0.1:1', out: 'elsewhere', skip: ['hold.*'], seed: 4, ...ofMany };
    await writeFile(join(home.path, 'swf-conformance.config.json'), JSON.stringify(file));
    const variables = { AWS_ENDPOINT_URL: 'http://127.0.0.1:1' };
    const { code, stdout } = await start(
      home.path,
      ['replay', results, 'poll-for-activity-task.hold.full', '--out', 'conformance-replay'],
      variables,
    ).ended;
    expect(stdout).toContain(
      'no failure was to be seen again: poll-for-activity-task.hold.full came to pass, and now to pass',
    );
    expect(code).toBe(0);
    expect(await readdir(home.path)).toContain('conformance-replay');
    expect((await read(home.path, 'conformance-replay/results.json')).run.pollHold).toBe(1);
  });

  it('counts a SHOULD that is broken again, and says what no report holds', async () => {
    await using home = await folder();
    const { server } = await broken('hold-short');
    const secret = 'a secret of some length';
    const args = ['--endpoint', server.url, '--poll-hold', '1', '--header', `X-Key: ${secret}`];
    const run = await start(home.path, ['run', '--only', 'hold.full', ...args]).ended;
    expect(run.code).toBe(0);
    const { target } = await read(home.path);
    expect(target.withheld).toEqual(["--header 'X-Key: VALUE'"]);
    const again = await start(home.path, ['replay', results, 'poll-for-activity-task.hold.full']).ended;
    expect(again.stderr).toContain("the run had besides, and no report holds it: --header 'X-Key: VALUE'");
    expect(again.stdout).toContain(
      'seen again: poll-for-activity-task.hold.full came to warn, and now to warn',
    );
    expect(again.code).toBe(1);
    const given = ['replay', results, 'poll-for-activity-task.hold.full', '--header', `x-key: ${secret}`];
    expect((await start(home.path, given).ended).stderr).not.toContain('the run had besides');
    await server.close();
  });
});

describe('results that cannot be replayed', () => {
  it.each([
    [
      'no file',
      undefined,
      'poll-for-activity-task.hold.full',
      /RESULTS +"results\.json" cannot be read: there is no such file/,
    ],
    ['no JSON', '{', 'poll-for-activity-task.hold.full', /RESULTS +"results\.json" is not JSON/],
    [
      'no results',
      '{"a": 1}',
      'poll-for-activity-task.hold.full',
      /RESULTS +"results\.json" holds no results of a run/,
    ],
    [
      'another version',
      '{"schemaVersion": 2}',
      'poll-for-activity-task.hold.full',
      /is of version 2 of the results, and this release reads 1/,
    ],
    [
      'half a report',
      '{"schemaVersion": 1}',
      'poll-for-activity-task.hold.full',
      /RESULTS +"results\.json" holds no results of a run \("tool" is not as it should be\)/,
    ],
    [
      'no such rule',
      'sample',
      'hold.ful',
      /RULE +results\.json has no rule "hold\.ful"; did you mean poll-for-activity-task\.hold\.full/,
    ],
    [
      'a rule of another version',
      'renamed',
      'hold.fulle',
      /"hold\.fulle" is of version 0\.1\.0, and .* did you mean poll-for-activity-task\.hold\.full/,
    ],
    [
      'the handlers of a program',
      'mock',
      'poll-for-activity-task.hold.full',
      /RESULTS +they are of handlers that a program gave/,
    ],
  ])('%s', async (_what, content, rule, message) => {
    await using home = await folder();
    const report = sampleReport();
    const [first] = report.rules;
    if (first) first.id = content === 'renamed' ? 'hold.fulle' : 'poll-for-activity-task.hold.full';
    if (content === 'mock') report.target.mock = 'handlers of a program';
    const isSample = content !== undefined && /^\w+$/.test(content);
    const text = isSample ? JSON.stringify(report) : content;
    if (text !== undefined) await writeFile(join(home.path, 'results.json'), text);
    const args = ['replay', 'results.json', ...(rule === undefined ? [] : [rule])];
    const { code, stderr, stdout } = await start(home.path, args).ended;
    expect(stderr.replace(/\n +/g, ' ')).toMatch(message);
    expect([code, stdout]).toEqual([2, '']);
  });

  it('are told with all other mistakes, and nothing is taken for a value of the recorded', async () => {
    await using home = await folder();
    await mkdir(join(home.path, 'results.json'));
    const args = ['replay', 'results.json', '--only', 'hold.full'];
    const { code, stderr } = await start(home.path, args).ended;
    expect(code).toBe(2);
    expect(stderr).toContain(
      '"results.json" cannot be read: there is no such file, or no results.json in the folder',
    );
    expect(stderr).toContain('there is no such option');
  });
});

describe('a replay of all that failed', () => {
  it('takes the last run, says of each what became of it, and writes nothing', async () => {
    await using home = await folder();
    const { server, polled } = await broken('task-list-trims-end');
    const mended = await startReferenceServer({ pollHoldSeconds: 1 });
    const trims = 'poll-for-activity-task.task-list.trailing-whitespace';
    const few = ['--only', trims, '--only', 'hold.full', '--poll-hold', '1', '--cases', '30'];
    expect((await start(home.path, ['run', '--endpoint', server.url, ...few]).ended).code).toBe(1);
    const before = await readdir(home.path);
    polled.length = 0;
    const again = await start(home.path, ['replay']).ended;
    expect(again.stderr).toContain(`replaying what failed: ${trims}\n`);
    expect(again.stdout).toContain(`\n1 of 1 seen again\n  seen again    ${trims}, which came to fail\n`);
    expect(again.code).toBe(1);
    // The counterexample's value, and its valid twin.
    expect(polled).toHaveLength(2);
    const fixed = await start(home.path, ['replay', '--endpoint', mended.url]).ended;
    expect(fixed.stdout).toContain(
      `\n0 of 1 seen again; fixed is what was not seen in 3 runs\n  fixed         ${trims}, which came to fail\n`,
    );
    expect(fixed.code).toBe(0);
    expect(await readdir(home.path)).toEqual(before);
    await Promise.all([server.close(), mended.close()]);
  });

  it('says what is there now and then', async () => {
    await using home = await folder();
    let answered = 200;
    const server = await startReferenceServer({
      pollHoldSeconds: 1,
      async wrap(request, next) {
        const isPoll = request.headers.get('x-amz-target')?.endsWith('.PollForActivityTask');
        return isPoll && answered !== 200 ? new Response('{}', { status: answered }) : next(request);
      },
    });
    answered = 201;
    const few = ['--only', 'empty.ok', '--poll-hold', '1', '--endpoint', server.url];
    expect((await start(home.path, ['run', ...few]).ended).code).toBe(1);
    answered = 200;
    const again = start(home.path, ['replay']);
    await again.says('once more, as they were not seen: poll-for-activity-task.empty.ok');
    answered = 201;
    const { code, stdout } = await again.ended;
    await server.close();
    expect(stdout).toContain('\n1 of 1 seen again\n  now and then  poll-for-activity-task.empty.ok');
    expect(code).toBe(1);
  });

  it('of a run in which nothing did is nothing', async () => {
    await using home = await folder();
    expect((await start(home.path, ['run', '--only', 'empty.ok', '--poll-hold', '1']).ended).code).toBe(0);
    const { code, stderr } = await start(home.path, ['replay', 'conformance-report']).ended;
    expect([code, stderr]).toEqual([0, 'nothing failed in that run: there is nothing to be seen again\n']);
  });
});

describe('the program of a failure', () => {
  it('is printed, to be saved', async () => {
    await using home = await folder();
    const { server } = await broken('hold-looks-once');
    const run = ['run', '--only', 'hold.waits-for-task', '--endpoint', server.url, '--poll-hold', '1'];
    await start(home.path, run).ended;
    await server.close();
    const { code, stdout } = await start(home.path, [
      'script',
      results,
      'poll-for-activity-task.hold.waits-for-task',
    ]).ended;
    expect(code).toBe(0);
    expect(stdout).toMatch(/^\/\/ poll-for-activity-task\.hold\.waits-for-task: /);
    const { rules } = await read(home.path);
    const texts = rules.flatMap(({ failure }) => failure?.reproduce.map(({ text }) => text) ?? []);
    expect(texts).toContain(stdout);
    const none = await start(home.path, ['script', results, 'poll-for-activity-task.empty.ok']).ended;
    expect(none.code).toBe(2);
    expect(none.stderr).toContain('there is no program for it');
    // A server test reads its report line by line: the program is named there, and not in it.
    const junit = await readFile(join(home.path, 'conformance-report/junit.xml'), 'utf8');
    expect(junit).toContain(`node ${bin} script ${results} poll-for-activity-task.hold.waits-for-task`);
    expect(junit).not.toContain('import {');
  });
});
