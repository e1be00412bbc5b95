import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { tooOld } from '../../cli/node-version.ts';
import { rules } from '../../suites/index.ts';
import { folder } from './command.ts';
import { command as commandIn, packed } from './packed.ts';

let home: Awaited<ReturnType<typeof folder>>;
/** A folder where somebody has installed the package, and nothing else. */
let project: string;

/** Runs a command there as a user would. Rejects when it does not exit 0. */
function command(file: string, args: readonly string[], cwd = project) {
  return commandIn(cwd, file, args);
}

/** Every file below, with a hash of its content. */
async function fingerprint(directory: string): Promise<Record<string, string>> {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const hash = async (file: string) =>
    createHash('sha256')
      .update(await readFile(file))
      .digest('hex');
  return Object.fromEntries(await Promise.all(files.map(async (file) => [file, await hash(file)])));
}

beforeAll(async () => {
  home = await folder();
  ({ project } = await packed(home.path));
}, 300_000);

afterAll(async () => {
  await home[Symbol.asyncDispose]();
});

describe('the installed package', () => {
  it('holds compiled JavaScript, and no tests', async () => {
    const files = await readdir(join(project, 'node_modules', 'swf-conformance'), { recursive: true });
    expect(files).toContain(join('dist', 'cli', 'bin.js'));
    expect(files).toContain('results.schema.json');
    expect(files.filter((file) => /(?<!\.d)\.ts$|^tests/.test(file))).toEqual([]);
  });

  it('runs, and writes where it is called and nowhere else', async () => {
    const installed = join(project, 'node_modules', 'swf-conformance');
    const before = await fingerprint(installed);
    const beside = (await readdir(join(project, 'node_modules'))).sort();
    const { stdout } = await command('npx', ['swf-conformance', 'run']);
    expect(stdout).toContain('Conformant');
    expect((await readdir(project)).sort()).toEqual([
      'conformance-report',
      'node_modules',
      'package-lock.json',
      'package.json',
    ]);
    // The script of the page was bundled when the package was made.
    const script = await readFile(join(installed, 'dist', 'reporters', 'html', 'client.bundle.js'), 'utf8');
    expect(await readFile(join(project, 'conformance-report', 'index.html'), 'utf8')).toContain(script);
    expect(await fingerprint(installed)).toEqual(before);
    // Where vite and vitest keep their caches.
    expect((await readdir(join(project, 'node_modules'))).sort()).toEqual(beside);
  });

  it('runs without a home, and names the command that is there', async () => {
    const bin = join(project, 'node_modules', 'swf-conformance', 'dist', 'cli', 'bin.js');
    const run = [bin, 'run', '--only', 'empty.ok', '--poll-hold', '1', '--out', 'homeless'];
    expect((await command('env', ['HOME=/nonexistent', 'node', ...run])).stdout).toContain('Conformant');
    const { stdout } = await command('npx', ['swf-conformance', 'explain', 'empty.ok']);
    expect(stdout).toContain('npx swf-conformance run --only poll-for-activity-task.empty.ok');
    await rm(join(project, 'homeless'), { recursive: true });
  });

  it('makes a shard on one machine, and is merged on another', async () => {
    const other = join(home.path, 'elsewhere', 'another project');
    await mkdir(join(home.path, 'elsewhere'));
    const settings = ['--only', 'fault.*', '--cases', '1', '--seed', '3', '--out', 'parts'];
    await command('npx', ['swf-conformance', 'run', '--shard', '1/2', ...settings]);
    // Where that was made there is nothing any more, as on another machine.
    await rename(project, other);
    try {
      await command('npx', ['swf-conformance', 'run', '--shard', '2/2', ...settings], other);
      const parts = join(home.path, 'parts');
      await rename(join(other, 'parts'), parts);
      const { stdout } = await command('npx', ['swf-conformance', 'merge', parts], other);
      expect(stdout).toContain('Conformant (partial run)');
      expect(await readdir(join(other, 'conformance-report'))).toContain('results.json');
    } finally {
      await rename(other, project);
    }
  });

  it('exports its generators', async () => {
    const script =
      "import { taskListNames } from 'swf-conformance/generators'; console.log(typeof taskListNames);";
    const { stdout } = await command('node', ['--input-type=module', '--eval', script]);
    expect(stdout).toBe('function\n');
  });

  it('runs against a mock that imports it', async () => {
    const mock = "export { handlers } from './reference.mjs';";
    const reference = 'export const { handlers } = referenceHandlers({ pollHoldSeconds: 2 });';
    await writeFile(join(project, 'mock.mjs'), mock);
    await writeFile(
      join(project, 'reference.mjs'),
      `import { referenceHandlers } from 'swf-conformance'; ${reference}`,
    );
    const args = ['swf-conformance', 'run', '--mock', './mock.mjs', '--poll-hold', '2', '--only', 'hold.*'];
    const { stdout } = await command('npx', args);
    expect(stdout).toContain('Conformant (partial run)');
  });

  it('puts its rules into a vitest run', async () => {
    const suite = (settings: string) => `
      import { referenceHandlers } from 'swf-conformance';
      import { conformanceSuite } from 'swf-conformance/vitest';
      const spoilt = async (request, next) => {
        const response = await next(request);
        const isPoll = request.headers.get('x-amz-target').endsWith('.PollForActivityTask');
        return isPoll && response.ok ? new Response(await response.text(), { status: 201 }) : response;
      };
      const reference = (options) => referenceHandlers({ pollHoldSeconds: 2, ...options });
      conformanceSuite({ pollHold: 2, cases: 20, ${settings} });
    `;
    await mkdir(join(project, 'suites'));
    const inSuites = (name: string) => join(project, 'suites', name);
    await writeFile(
      inSuites('right.test.mjs'),
      suite("handlers: reference().handlers, skip: ['poll-for-activity-task.wire.status']"),
    );
    await writeFile(
      inSuites('wrong.test.mjs'),
      suite(
        "handlers: reference({ wrap: spoilt }).handlers, only: ['poll-for-activity-task.wire.status', 'poll-for-activity-task.fault.status', 'poll-for-activity-task.wire.request-id'], seed: 7",
      ),
    );

    await command('npx', ['vitest', 'run', 'right', '--reporter=json', '--outputFile=right.json']);
    const { testResults } = JSON.parse(await readFile(join(project, 'right.json'), 'utf8'));
    const statuses = new Map<string, string>(
      testResults[0].assertionResults.map((test: { title: string; status: string }) => [
        test.title,
        test.status,
      ]),
    );
    expect([...statuses.keys()]).toEqual(rules.map(({ id }) => id));
    expect([...statuses.values()]).not.toContain('failed');
    expect(statuses.get('poll-for-activity-task.hold.full')).toBe('passed');
    expect(statuses.get('poll-for-activity-task.wire.status')).toBe('skipped');
    expect(statuses.get('poll-for-activity-task.wire.connection-survives')).toBe('skipped');

    const wrong = command('npx', ['vitest', 'run', 'wrong']);
    await expect(wrong).rejects.toMatchObject({ code: 1 });
    const { stdout, stderr } = await wrong.catch((error) => error);
    const output = stripVTControlCharacters(stdout + stderr);
    const told = [
      '1 failed | 2 passed',
      // Most reporters do not show what is annotated on a test that passed.
      'swf-conformance: poll-for-activity-task.wire.request-id: expected a header x-amzn-RequestId',
      'wire.status (MUST): A success is HTTP 200.',
      'HTTP 201 with a task',
      'Answer a poll that is served with HTTP 200',
      'x-amz-target: SimpleWorkflowService.PollForActivityTask',
      "npx vitest run -t 'poll-for-activity-task.wire.status'   (and conformanceSuite({ seed: 7, cases: 20, ... }))",
    ];
    for (const text of told) expect(output).toContain(text);
  });

  const older = olderNode();
  it.skipIf(older === undefined)('says in one line that a Node is too old', async () => {
    const bin = join(project, 'node_modules', 'swf-conformance', 'dist', 'cli', 'bin.js');
    const failed = command(older ?? '', [bin, 'run']);
    await expect(failed).rejects.toMatchObject({
      code: 2,
      stdout: '',
      stderr: expect.stringMatching(/^swf-conformance needs Node 22\.19 or later, and this is [\d.]+\n$/),
    });
  });
});

/** The system's own Node, where that is one that cannot run us. */
function olderNode(): string | undefined {
  const folders = (process.env.PATH ?? '').split(delimiter).filter((each) => !each.includes('node_modules'));
  const node = folders.map((each) => join(each, 'node')).find((each) => existsSync(each));
  const version = node && execFileSync(node, ['--version'], { encoding: 'utf8' }).trim().slice(1);
  return version && tooOld(version) ? node : undefined;
}
