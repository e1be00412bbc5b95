import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { mutants } from '../../reference/mutants/index.ts';
import { variants } from '../../reference/variants/index.ts';

const command = fileURLToPath(new URL('./rule.ts', import.meta.url));

/** What `npm run rule` does. */
const run = (...args: string[]) => promisify(execFile)(process.execPath, [command, ...args]);

it('a rule is run on all that it is to be judged by', async () => {
  const { stdout } = await run('poll-for-activity-task.empty.ok');
  const breaking = mutants.filter(({ breaks }) => breaks.includes('poll-for-activity-task.empty.ok'));
  expect(stdout).toMatch(/^poll-for-activity-task\.empty\.ok \(MUST\): /);
  expect(stdout).toMatch(/^plain server {2}pass$/m);
  expect(stdout).toContain(`${variants.length} variants  ${variants.length} pass`);
  expect(stdout).toContain(`${breaking.length} mutants that break it  ${breaking.length} fail`);
  expect(stdout).toMatch(/^As declared, \d+ s$/m);
});

it('what is no rule is told, with the nearest', async () => {
  await expect(run('empty.okay')).rejects.toMatchObject({
    code: 2,
    stderr: expect.stringContaining(
      'there is no rule empty.okay; did you mean poll-for-activity-task.empty.ok',
    ),
  });
});
