import { cp, mkdir, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { mistakes } from '../reporters/results-schema.ts';
import { folder, start } from './command.ts';
import { startNullServer } from './null-server.ts';

let home: Awaited<ReturnType<typeof folder>>;

/** Runs the command line where the results are. */
async function run(...args: string[]) {
  return await start(home.path, args).ended;
}

/** Results of a run of a server that answers "null" to polls in `broken`, and of the reference server in `sound`. */
beforeAll(async () => {
  home = await folder();
  const server = await startNullServer();
  const args = [
    'run',
    '--only',
    'poll-for-activity-task.empty.ok',
    '--only',
    'poll-for-activity-task.wire.media-type',
    '--poll-hold',
    '1',
    '--reporter',
    'json',
  ];
  const [sound, broken] = await Promise.all([
    run(...args, '--out', 'sound'),
    run(...args, '--out', 'broken', '--endpoint', server.url),
  ]);
  await server.close();
  expect([sound.code, broken.code]).toEqual([0, 1]);
});
afterAll(async () => {
  await home?.[Symbol.asyncDispose]();
});

async function read(...path: string[]): Promise<string> {
  return await readFile(join(home.path, ...path), 'utf8');
}

describe('the results of a run', () => {
  it.each(['sound', 'broken'])('are valid by the published schema: %s', async (name) => {
    expect(mistakes(JSON.parse(await read(name, 'results.json')))).toEqual([]);
  });
});

describe('a comparison', () => {
  it('is written as a page, JSON and Markdown, and told', async () => {
    const { code, stdout, stderr } = await run('compare', 'sound', 'broken/results.json', '--out', 'a/b');
    expect([code, stderr]).toEqual([0, '']);
    expect((await readdir(join(home.path, 'a', 'b'))).sort()).toEqual([
      'index.html',
      'matrix.json',
      'matrix.md',
    ]);
    expect(stdout).toMatch(/^1 {2}embedded reference server\n {3}conformant: 2 pass, \d+ skip\n2 {2}http:/);
    expect(stdout).toContain('  worse    poll-for-activity-task.empty.ok  pass -> fail  expected');
    expect(stdout).toMatch(/Written {2}a\/b\/index\.html\n/);
    expect(stdout).toMatch(/newly fails?: .*against the first\n.*empty\.ok/);
    const matrix = JSON.parse(await read('a', 'b', 'matrix.json'));
    expect(matrix.newlyFailing).toContain('poll-for-activity-task.empty.ok');
    expect(await read('a', 'b', 'index.html')).toContain('embedded reference server');
    expect(await read('a', 'b', 'matrix.md')).toContain('`poll-for-activity-task.empty.ok`');
  });

  it('links to the reports beside the results, whatever their folder is called', async () => {
    await cp(join(home.path, 'sound'), join(home.path, 'javascript:alert(1)#?'), { recursive: true });
    await writeFile(join(home.path, 'javascript:alert(1)#?', 'index.html'), 'a report');
    await run('compare', 'javascript:alert(1)#?', 'broken', '--out', 'c/d');
    const page = await read('c', 'd', 'index.html');
    const links = [...page.matchAll(/ href="([^"]*)"/g)].map(([, link]) => link ?? '');
    expect(new Set(links.map((link) => link.split('#')[0]))).toEqual(
      new Set(['../../javascript%3Aalert(1)%23%3F/index.html']),
    );
    const [first = ''] = links;
    expect(
      await readFile(new URL(first, pathToFileURL(join(home.path, 'c', 'd', 'index.html'))), 'utf8'),
    ).toBe('a report');
  });

  it('is named as its user likes, and set into its usual folder', async () => {
    const { stdout } = await run('compare', 'sound', 'broken', '--name', '1.4', '--name', 'main');
    expect(stdout).toMatch(/^1 {2}1\.4\n[^\n]*\n2 {2}main\n/);
    expect(JSON.parse(await read('conformance-compare', 'matrix.json')).targets[1].name).toBe('main');
  });

  it('exits 1 on what newly fails, when that is asked for, and only then', async () => {
    const gate = ['--fail-on', 'newly-failing'];
    const worse = await run('compare', 'sound', 'broken', ...gate);
    expect(worse.code).toBe(1);
    expect(worse.stdout).toContain('poll-for-activity-task.empty.ok');
    expect((await run('compare', 'broken', 'sound', ...gate)).code).toBe(0);
    expect((await run('compare', 'sound', 'broken')).code).toBe(0);
  });

  it('may be of several targets: the last is measured by the first', async () => {
    await cp(join(home.path, 'sound'), join(home.path, 'again'), { recursive: true });
    const { code, stdout } = await run('compare', 'sound', 'broken', 'again', '--fail-on', 'newly-failing');
    expect(code).toBe(0);
    expect(stdout).toContain('From 2 to 3');
    expect(stdout).toContain('  better   poll-for-activity-task.empty.ok  fail -> pass');
  });
});

describe('wrong use of compare', () => {
  it('is told all at once, and nothing is written', async () => {
    await mkdir(join(home.path, 'empty'));
    await writeFile(join(home.path, 'text'), 'no JSON');
    await writeFile(join(home.path, 'other.json'), '{"name": "another tool\'s"}');
    const results = JSON.parse(await read('sound', 'results.json'));
    await writeFile(join(home.path, 'newer.json'), JSON.stringify({ ...results, schemaVersion: 2 }));
    results.rules[0].status = 'perhaps';
    await writeFile(join(home.path, 'odd.json'), JSON.stringify(results));
    const files = [
      'sound',
      './sound/results.json',
      'nowhere',
      'empty',
      'text',
      'other.json',
      'newer.json',
      'odd.json',
    ];
    const args = ['--name', 'one', '--fail-on', 'must', '--out', 'never', '--nam', 'x'];
    const { code, stdout, stderr } = await run('compare', ...files, ...args);
    expect([code, stdout]).toEqual([2, '']);
    const told = stderr.replace(/\s+/g, ' ');
    for (const mistake of [
      'swf-conformance compare: 10 mistakes, nothing was done',
      '--nam there is no such option; did you mean --name?',
      '--fail-on "must" is not allowed: give newly-failing',
      '"./sound/results.json" is given twice: leave one out',
      '"nowhere" cannot be read: there is no such file, or no results.json in the folder',
      '"empty" cannot be read: there is no such file, or no results.json in the folder',
      '"text" is not JSON: give the results.json of a run',
      '"other.json" holds no results of a run',
      '"newer.json" is of version 2 of the results, and this release reads 1: use the release that wrote it',
      '"odd.json" holds no results of a run ("rules.0.status" is not as it should be)',
      '--name it is given 1 times for 8 files: give one for each, or none',
    ]) {
      expect(told).toContain(mistake);
    }
    expect(await readdir(home.path)).not.toContain('never');
  });

  it.each([
    [[], 'FILE  there is nothing to compare: give two or more'],
    [['sound'], 'FILE  there is nothing to compare: give two or more'],
    [['sound', 'broken', '--name', 'a', '--name', 'a'], '--name  two targets have the same name'],
    [
      ['sound', 'broken', '--name=', '--name', 'b'],
      '--name  a value is missing: give a name of 1 to 80 characters',
    ],
    [['sound', 'broken', '--out', 'text/below'], '--out'],
  ])('%j', async (args, mistake) => {
    const { code, stderr } = await run('compare', ...args);
    expect(code).toBe(2);
    expect(stderr).toContain(mistake);
  });

  it('is not to have results of which a page would be too big', async () => {
    const path = join(home.path, 'huge.json');
    await writeFile(path, '');
    await truncate(path, 2 ** 29);
    const { code, stderr } = await run('compare', 'sound', 'huge.json');
    await rm(path);
    expect(code).toBe(2);
    expect(stderr).toContain('is too big to be the results of a run');
  });
});
