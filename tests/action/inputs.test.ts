import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { readInputs } from '../../action/inputs.ts';
import { folder } from '../cli/command.ts';

const reporters = ['terminal', 'json', 'junit', 'html', 'markdown'].map((name) => `--reporter=${name}`);

/** With those that are not given, which GitHub hands over as empty. */
function read(inputs: Record<string, string>) {
  return readInputs(JSON.stringify({ endpoint: '', only: '', aws: '', ...inputs }), '1.2.3');
}

it('makes options of a run, each with its value, and lists of lines', () => {
  const inputs = {
    endpoint: 'http://127.0.0.1:4566',
    start: "moto_server -p '4566'\n",
    'poll-hold': '4',
    only: 'hold.*\n\n  delivery.*  \r\n',
    header: 'X-Key: a, b\nX-Other: c',
    seed: '-7',
    'allow-stale': 'true',
    insecure: 'false',
    shard: '2/3',
    budget: '30',
    baseline: 'known.yaml',
    out: 'reports',
  };
  expect(read(inputs)).toEqual({
    args: [
      'run',
      '--endpoint=http://127.0.0.1:4566',
      ...['--only=hold.*', '--only=delivery.*'],
      "--start=moto_server -p '4566'",
      '--poll-hold=4',
      ...['--header=X-Key: a, b', '--header=X-Other: c'],
      '--seed=-7',
      '--allow-stale',
      ...['--shard=2/3', '--budget=30', '--baseline=known.yaml'],
      '--out=reports',
      ...reporters,
    ],
    out: 'reports',
    package: 'swf-conformance@1.2.3',
    isPart: true,
  });
});

it('takes names in any case, as GitHub does, and the package that is named', () => {
  expect(read({ Endpoint: 'http://x' })).toMatchObject({
    args: expect.arrayContaining(['--endpoint=http://x']),
    isPart: false,
  });
  expect(read({ version: '2.0.0' })).toMatchObject({ package: 'swf-conformance@2.0.0' });
  expect(read({ version: '2.0.0', package: './x.tgz' })).toMatchObject({ package: './x.tgz' });
});

it('makes a merge of the folders that match', async () => {
  await using home = await folder();
  for (const name of ['part-1', 'part-2', 'other']) await mkdir(join(home.path, name));
  const merge = `${join(home.path, 'part-*')}\n${join(home.path, 'other')}`;
  const folders = ['part-1', 'part-2', 'other'].map((name) => join(home.path, name));
  expect(read({ merge, baseline: 'known.yaml', 'allow-partial': 'true' })).toMatchObject({
    args: [
      'merge',
      '--baseline=known.yaml',
      '--allow-partial',
      '--out=conformance-report',
      ...reporters,
      '--',
      ...folders,
    ],
    isPart: false,
  });
});

it('refuses what cannot be meant, all at once', () => {
  const wrong = {
    endpiont: 'http://x',
    insecure: 'yes',
    start: 'a\nb',
    package: 'x',
    'working-directory': '.',
  };
  expect(read(wrong)).toEqual({
    mistakes: [
      'input endpiont: there is no such input, see action.yml',
      'input insecure: it is neither true nor false',
      'input start: it has more than one line',
    ],
  });
  expect(read({ merge: 'nowhere-*', endpoint: 'http://x', out: 'there' })).toEqual({
    mistakes: [
      'input endpoint: it is about a run: leave it out with merge',
      'input merge: there is no such folder',
    ],
  });
});
