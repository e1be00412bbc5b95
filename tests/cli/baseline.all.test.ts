import { readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { XMLParser } from 'fast-xml-parser';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { runOptions } from '../../cli/options.ts';
import { WrongUse } from '../../cli/wrong-use.ts';
import { mistakes } from '../reporters/results-schema.ts';
import { folder, start } from './command.ts';
import { startNullServer } from './null-server.ts';

let home: Awaited<ReturnType<typeof folder>>;
let server: Awaited<ReturnType<typeof startNullServer>>;

beforeAll(async () => {
  home = await folder();
  // It breaks empty.ok, as it answers "null" to polls, and faults are right.
  server = await startNullServer();
  const { code } = await run('--out', 'first');
  expect(code).toBe(1);
});
afterAll(async () => {
  await server?.close();
  await home?.[Symbol.asyncDispose]();
});

async function cli(...args: string[]) {
  return await start(home.path, args).ended;
}

async function run(...args: string[]) {
  const only = ['--only', 'empty.ok', '--only', 'empty.sdk'];
  return await cli('run', '--endpoint', server.url, '--poll-hold', '1', ...only, ...args);
}

async function write(name: string, text: string): Promise<string> {
  await writeFile(join(home.path, name), text);
  return name;
}

async function read(...path: string[]): Promise<string> {
  return await readFile(join(home.path, ...path), 'utf8');
}

function entries(...lines: string[]): string {
  return ['version: 1', 'rules:', ...lines.map((line) => `  - {${line}}`)].join('\n');
}

describe('a baseline', () => {
  it('is written from a run, and then its gate passes; again it stays as it is', async () => {
    const update = ['baseline', 'update', '--from', 'first', '--baseline', 'known.yaml'];
    const written = await cli(...update, '--reason', 'our polls answer null');
    expect(written).toMatchObject({ code: 0, stderr: '' });
    expect(written.stdout).toMatch(
      /^known\.yaml: 1 added, 0 changed, 0 removed\n {2}added {4}poll-for-activity-task\.empty\.ok {2}\S/,
    );
    expect(parse(await read('known.yaml'))).toEqual({
      version: 1,
      rules: [
        {
          rule: 'poll-for-activity-task.empty.ok',
          status: 'fail',
          fingerprint: expect.any(String),
          reason: 'our polls answer null',
        },
      ],
    });

    const gated = await run(
      '--baseline',
      'known.yaml',
      '--out',
      'gated',
      '--reporter',
      'terminal',
      '--reporter',
      'json',
      '--reporter',
      'junit',
      '--reporter',
      'markdown',
      '--reporter',
      'html',
    );
    expect(gated.code).toBe(0);
    expect(gated.stdout).toContain(
      'Known to fail (1)\n  FAIL  poll-for-activity-task.empty.ok  our polls answer null',
    );
    expect(gated.stdout).toMatch(
      /\nGate passed \(known\.yaml\): 1 rule fails as listed, and nothing else\.\n$/,
    );
    const results = JSON.parse(await read('gated', 'results.json'));
    expect(mistakes(results)).toEqual([]);
    expect(results.summary.verdict).toBe('not-conformant');
    // A violation is an observation.
    expect(
      results.rules.find(({ id }: { id: string }) => id === 'poll-for-activity-task.empty.ok').observations,
    ).toBe(1);
    expect(results.gate).toMatchObject({ baseline: 'known.yaml', passed: true, findings: [] });
    const { testsuites } = new XMLParser({ ignoreAttributes: false, attributeNamePrefix: '' }).parse(
      await read('gated', 'junit.xml'),
    );
    expect(testsuites).toMatchObject({ failures: '0', errors: '0' });
    expect(await read('gated', 'summary.md')).toContain('Gate passed');
    expect(await read('gated', 'index.html')).toContain('Gate passed');

    const before = await stat(join(home.path, 'known.yaml'));
    const again = await cli('baseline', 'update', '--from', 'gated/results.json', '--baseline', 'known.yaml');
    expect(again).toEqual({ code: 0, stdout: 'known.yaml: it agrees with the run already\n', stderr: '' });
    expect((await stat(join(home.path, 'known.yaml'))).mtimeMs).toBe(before.mtimeMs);
  });

  it('that lacks a failure, and lists one that is healed, closes the gate and says what to do', async () => {
    const file = await write(
      'other.json',
      JSON.stringify({
        version: 1,
        rules: [{ rule: 'poll-for-activity-task.empty.sdk', status: 'fail', reason: 'x' }],
      }),
    );
    const closed = await run('--baseline', file, '--out', 'closed');
    expect(closed.code).toBe(1);
    expect(closed.stdout).toContain(
      'What counts against the target, and is not known to (1)\n\n  FAIL  poll-for-activity-task.empty.ok',
    );
    expect(closed.stdout).toMatch(
      /Findings against other\.json \(2\)\n\n {2}unlisted {2}poll-for-activity-task\.empty\.ok\n {6}it fails, and is not in the baseline: /,
    );
    expect(closed.stdout).toMatch(
      /\n {2}stale {2}poll-for-activity-task\.empty\.sdk\n {6}it is listed as failing, and holds: take it out/,
    );
    expect(closed.stdout).toMatch(
      /\nGate not passed \(other\.json\): 0 rules fail as listed, and 2 findings\.\n$/,
    );
    const junit = await read('closed', 'junit.xml');
    expect(junit).toContain('stale: poll-for-activity-task.empty.sdk: it is listed as failing');

    const file2 = await write(
      'both.yaml',
      entries(
        'rule: poll-for-activity-task.empty.sdk, status: fail, reason: x',
        'rule: poll-for-activity-task.empty.ok, status: fail, reason: y',
      ),
    );
    const let_ = await run('--baseline', file2, '--allow-stale');
    expect(let_.code).toBe(0);
    expect(let_.stdout).toContain('1 rule fails as listed, 1 listed, but holds, and nothing else.');
  });

  it('does not take what is inconclusive, and says what to do', async () => {
    const results = JSON.parse(await read('first', 'results.json'));
    const rule = results.rules.find(({ id }: { id: string }) => id === 'poll-for-activity-task.empty.ok');
    Object.assign(rule, { status: 'inconclusive', message: 'the hold was too short' });
    const from = await write('open.json', JSON.stringify(results));
    const { code, stdout, stderr } = await cli(
      'baseline',
      'update',
      '--from',
      from,
      '--baseline',
      'open.yaml',
    );
    expect(code).toBe(0);
    expect(stdout).toBe('open.yaml: 0 added, 0 changed, 0 removed\n');
    expect(stderr).toBe(
      'poll-for-activity-task.empty.ok cannot be listed, since nothing was learned of it: the hold was too short; ' +
        'see to it that it is judged, or leave it out of runs with --skip poll-for-activity-task.empty.ok\n',
    );
  });

  it('in a configuration file is for runs, not for replays', async () => {
    await write('swf-conformance.config.json', JSON.stringify({ baseline: 'all.yaml' }));
    await write('all.yaml', entries('rule: poll-for-activity-task.empty.ok, status: fail, reason: x'));
    const gated = await run('--out', 'configured');
    const rule = 'poll-for-activity-task.empty.ok';
    const replayed = await cli('replay', 'configured/results.json', rule, '--out', 'conformance-replay');
    await write('swf-conformance.config.json', '{}');
    expect([gated.code, replayed.code]).toEqual([0, 1]);
    expect(JSON.parse(await read('conformance-replay', 'results.json')).gate).toBeUndefined();
  });
});

/** What is told of a baseline, as `where: what` lines. */
function refusals(path: string): string[] {
  try {
    runOptions({ baseline: path }, {});
  } catch (error) {
    if (error instanceof WrongUse) return error.message.split('\n');
    throw error;
  }
  return [];
}

describe('wrong use', () => {
  it.each([
    [
      'missing.yaml',
      undefined,
      'missing.yaml cannot be read: there is no such file: swf-conformance baseline update writes one',
    ],
    [
      'known.txt',
      'version: 1',
      '"known.txt" is neither YAML nor JSON by its name: give a .yaml, .yml or .json file',
    ],
    ['a.yaml', 'version: 1\nrules: [', 'a.yaml is not YAML (line 2)'],
    ['b.json', '{"version": 1,\n "secret": hunter2}', 'b.json is not JSON'],
    ['c.yaml', 'rules: []', 'c.yaml: version: it is to be 1'],
    ['d.yaml', 'version: 2\nrules: []', 'd.yaml: version: it is to be 1'],
    ['e.yaml', 'version: 1', 'e.yaml: rules: give a list of entries'],
    ['f.yaml', entries('rule: a.b, status: fail'), 'f.yaml: entry 1 (a.b): reason: give a text'],
    [
      'g.yaml',
      entries('rule: a.b, status: fial, reason: x'),
      'g.yaml: entry 1 (a.b): status: give fail or warn',
    ],
    [
      'h.yaml',
      entries('rule: a.b, status: fail, reason: x, epxires: 2027-01-01'),
      'h.yaml: entry 1 (a.b): there is no such member "epxires"',
    ],
    [
      'i.yaml',
      entries('rule: a.b, status: fail, reason: x, expires: soon'),
      'i.yaml: entry 1 (a.b): expires: give a day such as 2027-01-31',
    ],
    [
      'j.yaml',
      entries('rule: a.b, reason: x'),
      'j.yaml: entry 1 (a.b): status: a value is missing: give fail or warn',
    ],
    [
      'k.yaml',
      entries('rule: a.*, status: fail, reason: x, fingerprint: y'),
      'k.yaml: entry 1 (a.*): fingerprint: a pattern is for several rules: leave it out',
    ],
    [
      'l.yaml',
      entries('rule: a.b, flaky: true, status: fail, reason: x'),
      'l.yaml: entry 1 (a.b): status: a flaky entry may do either: leave it out',
    ],
    [
      'm.yaml',
      entries('rule: a.b, status: fail, reason: x', 'rule: a.b, status: warn, reason: y'),
      'm.yaml: entry 2 (a.b): rule: it is listed twice: leave one out',
    ],
    [
      'n.yaml',
      `version: 1\na: &a [x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a]\nrules: [*b,*b,*b,*b,*b,*b,*b,*b,*b,*b,*b,*b]`,
      'n.yaml is not YAML',
    ],
  ])('is refused before the run: %s', async (name, text, message) => {
    if (text !== undefined) await write(name, text);
    const [mistake = '', ...others] = refusals(join(home.path, name));
    expect(mistake.replaceAll(`${home.path}/`, '')).toBe(`--baseline: ${message}`);
    expect(others).toEqual([]);
  });

  it('tells all mistakes of a file at once', async () => {
    const file = await write('many.yaml', entries('rule: a.b, status: fail', 'status: warn, reason: x'));
    const { code, stdout, stderr } = await cli('run', '--baseline', file);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(/--baseline {2}many\.yaml: entry 1 \(a\.b\): reason: give a text\n/);
    expect(stderr).toMatch(/--baseline {2}many\.yaml: entry 2: rule: give a text\n/);
  });

  it('needs a baseline to let stale entries be, and both files to update one', async () => {
    expect((await cli('run', '--allow-stale')).stderr).toContain(
      'it is about a baseline: give --baseline too',
    );
    const update = await cli('baseline', 'update');
    expect(update).toMatchObject({ code: 2, stdout: '' });
    expect(update.stderr).toMatch(/--from {6}a value is missing.*\n {2}--baseline {2}a value is missing/);
  });

  it('leaves a file alone that it cannot read, and results that are none', async () => {
    const file = await write('broken.yaml', 'version: 1\nrules: [');
    const { code, stderr } = await cli('baseline', 'update', '--from', 'nowhere', '--baseline', file);
    expect(code).toBe(2);
    expect(stderr).toMatch(/--from .*nowhere/);
    expect(stderr).toContain('broken.yaml is not YAML');
    expect(await read('broken.yaml')).toBe('version: 1\nrules: [');
  });
});
