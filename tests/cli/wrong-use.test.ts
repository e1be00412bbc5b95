import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { cli, folder, start } from './command.ts';

it('is told all at once, and nothing is written', async () => {
  await using home = await folder();
  await writeFile(join(home.path, 'file'), '');
  const args = ['run', '--cases', 'many', '--fail-on', 'perhaps', '--endpoint', 'ftp://x', '--out', 'file'];
  const { code, stdout, stderr } = await start(home.path, [...args, '--sede', '5', 'stray', '--region'])
    .ended;
  expect([code, stdout]).toEqual([2, '']);
  expect(stderr).toBe(`swf-conformance run: 7 mistakes, nothing was done
  --sede      there is no such option; did you mean --seed?
  "stray"     there is no such argument
  --cases     "many" is not allowed: give a whole number from 1 to 10000
  --fail-on   "perhaps" is not allowed: give must or should
  --endpoint  "ftp://x" is not allowed: give a URL such as http://127.0.0.1:4566 or
              https://swf.us-east-1.amazonaws.com
  --region    a value is missing: give a region such as us-east-1
  --out       file is not a directory: give one
See swf-conformance run --help
`);
  expect(await readdir(home.path)).toEqual(['file']);
});

describe('exits 2', () => {
  it.each([
    [['run', '--only', 'no.such.rule'], 'no rule matches "no.such.rule"'],
    [['run', '--config', 'no-such.json'], 'no-such.json cannot be read: there is no such file'],
    [['run', '--endpoint', '--region', 'x'], '--endpoint  a value is missing'],
    [['run', '--endpoint='], '--endpoint  a value is missing'],
    [['run', 'run'], '"run"  there is no such argument'],
    [['run', '--token=hunter2'], '--token  there is no such option'],
    [['run', '-x'], '-x  there is no such option'],
    [['explain'], 'RULE  a value is missing'],
    [['explain', 'hold.ful'], 'there is no rule "hold.ful"; did you mean poll-for-activity-task.hold.full?'],
    [['explain', 'hold.full', 'hold.maximum'], '"hold.maximum"  there is no such argument'],
    [['serve', '--mutant', 'hold-nonne'], 'there is no mutant "hold-nonne"; did you mean hold-none?'],
    [['serve', '--mutant', 'zzzzzzzzzzzz'], 'swf-conformance mutants names all'],
    [['mutants', 'hold-none'], '"hold-none"  there is no such argument'],
    [['list', '--jsn'], 'did you mean --json?'],
    [['serve', '--port', '65536', '--latency', 'x', '--poll-hold', '0'], '3 mistakes'],
    [['serve', '--host', '999.1.1.1'], '--host  999.1.1.1 is no known host'],
    [['runn'], "unknown command 'runn'"],
    [['--foo'], "unknown option '--foo'"],
    [['help\u001b[2J'], "unknown command 'help\\u001b[2J'"],
    [[], 'Usage: swf-conformance'],
  ])('%j', async (args, message) => {
    const { code, stdout, stderr } = await cli(args);
    expect(stderr).toContain(message);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).not.toContain('hunter2');
  });
});

describe('help and version', () => {
  it.each([[['--help']], [['run', '--help']], [['help', 'run']]])('%j', async (args) => {
    const { code, stdout, stderr } = await cli(args);
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toContain('Usage: swf-conformance');
    expect(stdout).toContain('3  the server cannot be reached or used');
  });

  it('names values as they are to be given', async () => {
    const { stdout } = await cli(['run', '--help']);
    expect(stdout).toContain('--poll-hold SECONDS');
    expect(stdout).not.toContain('preset');
  });

  it('tells the version', async () => {
    expect(await cli(['--version'])).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^\d+\.\d+\.\d+\n$/),
    });
  });
});
