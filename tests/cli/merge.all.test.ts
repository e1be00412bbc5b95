import { cp, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ReferenceServer, startReferenceServer } from '../../reference/index.ts';
import { mutants } from '../../reference/mutants/index.ts';
import { runReport } from '../../results/report.ts';
import { countsAgainst } from '../../results/verdict.ts';
import { folder, start } from './command.ts';

let home: Awaited<ReturnType<typeof folder>>;
let server: ReferenceServer;

const run = (...args: string[]) => start(home.path, ['run', ...args]).ended;
const merge = (...args: string[]) => start(home.path, ['merge', ...args]).ended;
const at = (...names: string[]) => join(home.path, ...names);

async function reportIn(name: string) {
  return runReport.parse(JSON.parse(await readFile(at(name, 'results.json'), 'utf8')));
}

/** A copy of the small parts, in a folder of its own, with changes to the text of one. */
async function changed(name: string, index: number, change: (text: string) => string): Promise<string> {
  await cp(at('small'), at(name), { recursive: true });
  const file = at(name, `shard-${index}-of-3.json`);
  const text = await readFile(file, 'utf8');
  expect(change(text)).not.toBe(text);
  await writeFile(file, change(text));
  return name;
}

const small = ['--only', 'fault.*', '--cases', '1', '--seed', '7', '--reporter', 'json'];

beforeAll(async () => {
  home = await folder();
  await mkdir(at('empty'));
  const broken = mutants.find(({ name }) => name === 'empty-null')?.options;
  server = await startReferenceServer({ pollHoldSeconds: 2, ...broken });
  for (const index of [1, 2, 3]) {
    const shard = ['--shard', `${index}/3`, '--endpoint', server.url, '--poll-hold', '2'];
    const { code, stderr } = await run(...shard, ...small, '--out', 'small');
    expect([code, stderr]).toEqual([0, '']);
  }
});
afterAll(async () => {
  await server.close();
  await home[Symbol.asyncDispose]();
});

describe('three shards of a run', () => {
  it('come to the same as the whole, and so does their merger', async () => {
    const settings = ['--endpoint', server.url, '--poll-hold', '2', '--cases', '5', '--seed', '7'];
    const whole = await run(...settings, '--out', 'whole');
    expect(whole.code).toBe(1);
    const codes: (number | null)[] = [];
    for (const index of [1, 2, 3]) {
      const { code, stdout } = await run(...settings, '--shard', `${index}/3`, '--out', `part-${index}`);
      codes.push(code);
      expect(stdout).toContain(`Partial run (--shard ${index}/3)`);
      expect(stdout).toContain(`not in shard ${index} of 3`);
      expect(stdout).toContain(`part-${index}/shard-${index}-of-3.json`);
    }
    const merged = await merge('part-1', 'part-2', 'part-3', '--out', 'merged');
    expect(merged.stderr).toBe('');
    expect(merged.code).toBe(1);
    const [one, other] = [await reportIn('whole'), await reportIn('merged')];
    const verdicts = (report: typeof one) => report.rules.map(({ id, level, status }) => [id, level, status]);
    expect(verdicts(other)).toEqual(verdicts(one));
    expect(one.rules.map(({ status }) => status)).toContain('fail');
    expect(other.summary).toEqual(one.summary);
    expect(merged.stdout.split('\n').at(-2)).toBe(whole.stdout.split('\n').at(-2));
    expect((await readdir(at('merged'))).sort()).toEqual(['index.html', 'junit.xml', 'results.json']);
    expect(other.rules.find(({ status }) => status === 'fail')?.failure?.exchanges).not.toEqual([]);

    const parts = await Promise.all([1, 2, 3].map((index) => reportIn(`part-${index}`)));
    expect(parts.map(({ run: { shard } }) => shard)).toEqual([1, 2, 3].map((index) => ({ index, count: 3 })));
    expect(parts.every(({ summary }) => summary.partial)).toBe(true);
    // A part is red for its own rules alone.
    const against = parts.map(({ rules }) => rules.some((rule) => countsAgainst(rule, 'must')));
    expect(codes).toEqual(against.map(Number));
    expect(against).toContain(false);
    expect(other.run.shard).toBeUndefined();
    expect(other.run.requests).toBe(parts.reduce((sum, part) => sum + part.run.requests, 0));
    expect(other.run.durationMs).toBe(Math.max(...parts.map((part) => part.run.durationMs)));
    expect(other.run.startedAt).toBe(parts[0]?.run.startedAt);
    expect(other.run.id).toBe(parts.map((part) => part.run.id).join(', '));
  });

  it('may be in one folder, or named one by one', async () => {
    const files = [3, 1, 2].map((index) => join('small', `shard-${index}-of-3.json`));
    const [folders, named] = [
      await merge('small', '--out', 'a'),
      await merge(...files, '--out', 'b', '--reporter', 'json', '--reporter', 'markdown'),
    ];
    expect([folders.code, named.code]).toEqual([0, 0]);
    expect((await readdir(at('b'))).sort()).toEqual(['results.json', 'summary.md']);
    expect((await reportIn('b')).summary).toEqual((await reportIn('a')).summary);
    expect((await reportIn('a')).summary).toMatchObject({ verdict: 'conformant', partial: true });
    expect((await reportIn('a')).run).toMatchObject({ only: ['fault.*'], seed: 7 });
  });
});

it('a shard that is interrupted leaves no part, and nothing in the folder of temporary files', async () => {
  await mkdir(at('tmp'));
  const args = ['run', '--shard', '1/2', '--seed', '7', '--only', 'hold.*', '--poll-hold', '30'];
  const { child, says, ended } = start(home.path, [...args, '--out', 'cut'], { TMPDIR: at('tmp') });
  await says('rules started');
  child.kill('SIGINT');
  expect((await ended).code).toBe(130);
  expect([await readdir(at('cut')), await readdir(at('tmp'))]).toEqual([[], []]);
});

describe('what is no whole run is refused, with what to do, and nothing is written', () => {
  const file = (index: number) => join('small', `shard-${index}-of-3.json`);

  it.concurrent.each<[string, () => Promise<string[]> | string[], RegExp]>([
    ['a missing part', () => [file(1), file(3)], /shard 2 of 3 is missing: give all parts of the run/],
    ['two missing parts', () => [file(2)], /shards 1, 3 of 3 are missing/],
    [
      'a part given twice',
      async () => ['small', await changed('twice', 2, (text) => `${text} `)],
      /is shard 1 of 3, as "?small.* is: leave one of them out/,
    ],
    [
      'another seed',
      async () => [await changed('seed', 2, (text) => text.replace('"seed":7', '"seed":8'))],
      /shard 2 of 3 has another seed than shard 1 of 3: 8, and there 7; run all shards with the same --seed/,
    ],
    [
      'another hold',
      async () => [await changed('hold', 3, (text) => text.replace('"pollHold":2', '"pollHold":3'))],
      /another poll hold/,
    ],
    [
      'another server',
      async () => [
        await changed('server', 2, (text) =>
          text.replace(JSON.stringify(new URL(server.url).href), '"http://other.test/"'),
        ),
      ],
      /another target than .*http:\/\/other\.test/,
    ],
    [
      'another region',
      async () => [await changed('region', 2, (text) => text.replace('"us-east-1"', '"eu-west-1"'))],
      /another region/,
    ],
    [
      'another selection',
      async () => [await changed('only', 2, (text) => text.replace('"fault.*"', '"wire.*"'))],
      /another --only than shard 1 of 3: wire\.\*, and there fault\.\*/,
    ],
    [
      'another release',
      async () => [await changed('release', 2, (text) => text.replace('"0.1.0"', '"0.0.9"'))],
      /is of version 0\.0\.9, and this is 0\.1\.0: run and merge with the same release/,
    ],
    [
      'another vitest',
      async () => [await changed('vitest', 2, (text) => text.replace(/"\d+\.\d+\.\d+",\[/, '"4.0.0",['))],
      /was written by another version of vitest: install the same/,
    ],
    [
      'a number of parts of its own',
      async () => [
        await changed('count', 2, (text) => text.replace('"index":2,"count":3', '"index":2,"count":4')),
      ],
      /is shard 2 of 4, and .* is shard 1 of 3: give the parts of one run/,
    ],
    [
      'a cut of its own',
      async () => [
        await changed('cut', 1, (text) => text.replace('"index":1,"count":3', '"index":2,"count":3')),
      ],
      /is not about the rules that shard 2 of 3 is to run/,
    ],
    [
      'a rule without a result',
      async () => [await changed('lost', 2, (text) => text.replace(/\{"result":"\d+"\}/, '{}'))],
      /has not one result of each of its rules, such as [a-z-]+\.fault\.[a-z-]+: run that shard again/,
    ],
    [
      'a result that is none',
      async () => [await changed('none', 1, (text) => text.replace('"observations":', '"observed":'))],
      /is no whole part of a run/,
    ],
    [
      'half a file',
      async () => [await changed('half', 1, (text) => text.slice(0, text.length / 2))],
      /"half.shard-1-of-3\.json" is no part of a run: give what run --shard has written/,
    ],
    [
      'the blob of other tests',
      async () => [await changed('other', 1, (text) => text.replaceAll('"facts"', '"others"'))],
      /is no whole part of a run \(facts/,
    ],
    ['results', async () => [join('small', 'results.json')], /is no part of a run/],
    ['an empty folder', () => ['empty'], /"empty" holds no part of a run/],
    ['a place that is not there', () => ['nowhere'], /"nowhere" cannot be read/],
    ['nothing', () => [], /DIR\s+a value is missing: give the folders that run --shard wrote to/],
  ])('%s', async (name, given, told) => {
    const out = `not-written-${name.replaceAll(' ', '-')}`;
    const { code, stdout, stderr } = await merge(...(await given()), '--out', out);
    expect(stderr.replace(/\n +/g, ' ')).toMatch(told);
    expect(stderr).not.toContain('    at ');
    expect([code, stdout]).toEqual([2, '']);
    expect(await readdir(home.path)).not.toContain(out);
  });

  it('every mistake at once', async () => {
    const { code, stderr } = await merge('nowhere', '--reporter', 'xml', '--color', '--out', '');
    expect(code).toBe(2);
    for (const text of ['4 mistakes', 'nowhere', '"xml" is not allowed', '--color', '--out']) {
      expect(stderr).toContain(text);
    }
  });

  it('but what a part says of the rules themselves is not believed', async () => {
    const forged = await changed('forged', 1, (text) => {
      const values = JSON.parse(text);
      for (const value of values.filter(({ level }: { level?: string }) => level)) {
        value.level = String(values.length);
      }
      return JSON.stringify([...values, 'info']);
    });
    expect((await merge(forged, '--out', 'c')).code).toBe(0);
    const [honest, report] = [await reportIn('whole'), await reportIn('c')];
    expect(report.rules.map(({ level }) => level)).toEqual(honest.rules.map(({ level }) => level));
  });
});
