import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { symlink, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { expect, it } from 'vitest';
import { startReferenceServer } from '../../reference/index.ts';
import { environment, folder } from '../cli/command.ts';

const root = resolve(import.meta.dirname, '../..');

/** A vitest run as a user's, with a setup file of this text; gives what it told. */
async function vitestWith(setup: string, endpoint: string): Promise<{ code: number | null; text: string }> {
  await using home = await folder();
  await symlink(join(root, 'node_modules'), join(home.path, 'node_modules'));
  const only = "['wire.media-type', 'hold.full', 'task-list.trailing-whitespace']";
  const files = {
    'setup.js': setup,
    'vitest.config.mjs': "export default { test: { setupFiles: ['./setup.js'] } };",
    'suite.test.js': `import { afterAll, it, vi } from 'vitest';
      import { conformanceSuite } from '${root}/vitest.ts';
      conformanceSuite({ endpoint: '${endpoint}', pollHold: 1, cases: 5, only: ${only} });
      it('has its timers afterwards', () => { console.log('afterwards', vi.isFakeTimers()); });`,
  };
  for (const [name, text] of Object.entries(files)) await writeFile(join(home.path, name), text);
  const child = spawn(process.execPath, [join(root, 'node_modules/vitest/vitest.mjs'), 'run'], {
    cwd: home.path,
    env: environment(home.path, { NO_COLOR: '1' }),
    timeout: 60_000,
  });
  let text = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (chunk: string) => {
      text += chunk;
    });
  const [code] = await once(child, 'close');
  return { code, text };
}

it.each([
  ['once', "import { vi } from 'vitest';\nvi.useFakeTimers();"],
  [
    'before each test',
    "import { beforeEach, vi } from 'vitest';\nbeforeEach(() => void vi.useFakeTimers());",
  ],
])('a suite runs where a setup file fakes timers %s, and leaves them so', async (_, setup) => {
  const server = await startReferenceServer({ pollHoldSeconds: 1 });
  const { code, text } = await vitestWith(setup, server.url);
  await server.close();
  expect(text).toContain('4 passed');
  expect(text).toContain('afterwards true');
  expect(code).toBe(0);
});
