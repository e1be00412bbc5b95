// Each command once, as an author of an emulator goes through them; what each has to say is tested beside this.
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { bin, folder, start } from './command.ts';
import { reportOf } from './report-of.ts';

const few = ['--poll-hold', '1', '--cases', '20', '--only', 'empty.*', '--only', 'task-list.colon'];

it('a server is judged, its failure seen again and shown as a program, listed, and gated by that list', async () => {
  await using home = await folder();
  const cli = async (...args: string[]) => await start(home.path, args).ended;
  const served = start(home.path, ['serve', '--mutant', 'task-list-colon', '--poll-hold', '1']);
  const [url] = await Promise.race([
    once(served.child.stdout ?? served.child, 'data'),
    served.ended.then(() => []),
  ]);
  const endpoint = ['--endpoint', String(url).trim()];

  const judged = await cli('run', ...endpoint, ...few);
  expect(judged.code).toBe(1);
  expect(judged.stdout).toContain('Not conformant');
  const results = 'conformance-report/results.json';
  const failed = (await reportOf(home.path, 'conformance-report')).rules.filter(
    ({ status }) => status === 'fail',
  );
  expect(failed.map(({ id }) => id)).toEqual(['poll-for-activity-task.task-list.colon']);

  const again = await cli('replay', results, 'poll-for-activity-task.task-list.colon');
  expect(again.code).toBe(1);
  expect(again.stdout).toContain('seen again: poll-for-activity-task.task-list.colon');
  const program = await cli('script', results, 'poll-for-activity-task.task-list.colon');
  expect(program.stdout).toContain('@aws-sdk/client-swf');

  const listed = await cli('baseline', 'update', '--from', 'conformance-report', '--baseline', 'known.yaml');
  expect(listed.code).toBe(0);
  const gated = await cli('run', ...endpoint, ...few, '--baseline', 'known.yaml', '--out', 'gated');
  expect(gated.code).toBe(0);

  const compared = await cli('compare', 'conformance-report', 'gated', '--name', 'before', '--name', 'after');
  expect(compared.code).toBe(0);
  expect(compared.stdout).toContain('From 1 to 2: no difference');

  served.child.kill('SIGTERM');
  expect((await served.ended).code).toBe(0);
});

it('a server is started for the run, and a mock is judged in its place', async () => {
  await using home = await folder();
  const serve = `'${process.execPath}' '${bin}' serve --poll-hold 1 --port 18374`;
  const started = ['run', '--start', serve, '--endpoint', 'http://127.0.0.1:18374', ...few];
  expect((await start(home.path, started).ended).code).toBe(0);

  const handlers = new URL('../../reference/handlers.ts', import.meta.url).href;
  const text = `import { referenceHandlers } from '${handlers}';
    export const { handlers } = referenceHandlers({ pollHoldSeconds: 1 });`;
  await writeFile(join(home.path, 'mock.ts'), text);
  const { code, stdout } = await start(home.path, ['run', '--mock', './mock.ts', ...few]).ended;
  expect(stdout).toContain('(mock: ./mock.ts)');
  expect(code).toBe(0);
});
