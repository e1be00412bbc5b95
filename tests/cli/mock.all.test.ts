import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { embeddedPrincipals } from '../../cli/embedded.ts';
import { folder, start } from './command.ts';
import { reportOf } from './report-of.ts';

const reference = new URL('../../reference/', import.meta.url);

/** A module of the reference server's handlers, with these options besides. */
function referenceModule(options = '{}'): string {
  return `
    import { referenceHandlers } from '${reference}handlers.ts';
    const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
    export const { handlers } = referenceHandlers({ pollHoldSeconds: 2, credentials, ...${options} });
  `;
}

/** A folder with this module in it. */
async function withModule(text: string, name = 'mock.ts') {
  const home = await folder();
  await writeFile(join(home.path, name), text);
  return home;
}

const few = ['--poll-hold', '2', '--only', 'empty.ok', '--only', 'wire.status'];

describe('a run against a mock', () => {
  it("finds the reference server's handlers conformant, and skips what only a wire can show", async () => {
    await using home = await withModule(referenceModule());
    // A variable is meant for all programs.
    const elsewhere = { AWS_ENDPOINT_URL: 'http://127.0.0.1:1' };
    const args = ['run', '--mock', './mock.ts', '--poll-hold', '2', '--cases', '20'];
    const { code, stdout, stderr } = await start(home.path, args, elsewhere).ended;
    expect(stdout).toContain('http://swf.mock/ (mock: ./mock.ts)');
    expect(stdout).toMatch(/\nConformant/);
    expect(stderr).toContain('Prepared the mock ./mock.ts');
    expect(code).toBe(0);
    const { target, rules } = await reportOf(home.path, 'conformance-report');
    expect(target).toMatchObject({ mock: './mock.ts', embedded: false });
    expect(rules.find(({ id }) => id === 'poll-for-activity-task.wire.connection-survives')).toMatchObject({
      status: 'skip',
      message: 'the target is a mock in this process: there is no connection',
    });
  });

  it('judges access control of it too, with the callers of the configuration file', async () => {
    const { served, principals } = embeddedPrincipals('us-east-1', undefined);
    await using home = await withModule(referenceModule(`{ principals: ${JSON.stringify(served)} }`));
    const settings = { authenticates: true, principals, mock: './mock.ts', pollHold: 2, only: ['access.*'] };
    await writeFile(join(home.path, 'swf-conformance.config.json'), JSON.stringify(settings));
    const { code, stdout } = await start(home.path, ['run']).ended;
    const { rules, summary } = await reportOf(home.path, 'conformance-report');
    const judged = rules.filter(({ area }) => area === 'access');
    expect(judged.map(({ status }) => status)).toEqual([...Array(judged.length - 1).fill('pass'), 'info']);
    expect([code, summary.accessControl, stdout.includes('Conformant')]).toEqual([0, '', true]);
  });

  it('finds a mistake in it, and says how to see it again', async () => {
    const mistaken = `{ async wrap(request, next) {
      const response = await next(request);
      const isPoll = request.headers.get('x-amz-target')?.endsWith('.PollForActivityTask');
      return isPoll && response.ok ? new Response(await response.text(), { status: 201 }) : response;
    } }`;
    await using home = await withModule(referenceModule(mistaken));
    const { code, stdout } = await start(home.path, ['run', '--mock', 'mock.ts', ...few]).ended;
    expect(stdout).toContain('Not conformant');
    expect(stdout).toContain('cli/bin.ts run --mock mock.ts');
    expect(code).toBe(1);
    const { rules } = await reportOf(home.path, 'conformance-report');
    expect(rules.filter(({ status }) => status === 'fail').map(({ id }) => id)).toEqual([
      'poll-for-activity-task.empty.ok',
      'poll-for-activity-task.wire.status',
    ]);
  });

  it('takes a function, from a package too, for the address that it is for; what it prints is no result', async () => {
    await using home = await folder();
    const place = join(home.path, 'node_modules', 'my-mock');
    await mkdir(place, { recursive: true });
    await writeFile(
      join(place, 'package.json'),
      '{ "type": "module", "exports": { "import": "./mock.js" } }',
    );
    const text = `
      import { getResponse } from '${import.meta.resolve('msw')}';
      ${referenceModule()}
      export const endpoint = 'https://swf.eu-west-1.amazonaws.com/';
      let asked = 0;
      export default (request) => {
        if (asked++ === 0) console.log('asked at', request.url);
        return getResponse(handlers, request);
      };
    `;
    await writeFile(join(place, 'mock.js'), text);
    const { code, stdout, stderr } = await start(home.path, ['run', '--mock', 'my-mock', ...few]).ended;
    expect(stderr).toContain('asked at https://swf.eu-west-1.amazonaws.com/');
    expect(stdout).not.toContain('asked at');
    expect(stdout).toContain('https://swf.eu-west-1.amazonaws.com/ (mock: my-mock)');
    expect(code).toBe(0);
  });

  it('that answers no set-up, exits 3 and says why', async () => {
    const text = `export default () => { throw new Error('not yet written'); };`;
    await using home = await withModule(text, 'mock.js');
    const { code, stdout, stderr } = await start(home.path, ['run', '--mock', './mock.js']).ended;
    expect([code, stdout]).toEqual([3, '']);
    expect(stderr).toContain('the mock ./mock.js does not answer DescribeDomain');
    expect(stderr).toContain('the mock threw Error: not yet written');
  });

  it('that fails beside its answers, exits 3 and shows where', async () => {
    const text = `${referenceModule()} setTimeout(() => { throw new Error('in a timer'); }, 1500);`;
    await using home = await withModule(text);
    const { code, stderr } = await start(home.path, ['run', '--mock', './mock.ts']).ended;
    expect(stderr).toMatch(/the mock \.\/mock\.ts failed beside its answers.*in a timer.*mock\.ts:/s);
    expect(code).toBe(3);
  });

  it('ends by Ctrl-C', async () => {
    await using home = await withModule(referenceModule('{ pollHoldSeconds: 60 }'));
    const { child, says, ended } = start(home.path, ['run', '--mock', 'mock.ts', '--only', 'hold.full']);
    await says('1 rule started');
    child.kill('SIGINT');
    const { code, stderr } = await ended;
    expect(stderr).toContain('interrupted');
    expect(code).toBe(130);
  });
});

describe('no mock', () => {
  it.each([
    ['that is not there', undefined, /"\.\/mock\.js" cannot be imported: .*Cannot find module/],
    [
      'that is no JavaScript',
      'export default [',
      /cannot be imported: SyntaxError: .*node --check shows where/,
    ],
    ['that throws', 'throw new Error("boom")', /cannot be imported: Error: boom \(.*mock\.js:1:7\)/],
    ['that lacks a package', 'import "no-such-thing"', /Cannot find package 'no-such-thing'/],
    ['that exports nothing', 'export {}', /exports no handlers \(it exports nothing\): export msw handlers/],
    ['that exports something else', 'export const handlers = [1], a = 2', /it exports "a", "handlers"/],
    ['whose endpoint is none', 'export default () => {}; export const endpoint = 1', /endpoint .* is no URL/],
  ])('is a module %s: wrong use, and nothing is written', async (_what, text, message) => {
    await using home = text === undefined ? await folder() : await withModule(text, 'mock.js');
    const before = await readdir(home.path);
    const { code, stdout, stderr } = await start(home.path, ['run', '--mock', './mock.js']).ended;
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr.replaceAll(/\s+/g, ' ')).toMatch(message);
    expect(await readdir(home.path)).toEqual(before);
  });

  it('is also a server', async () => {
    await using home = await folder();
    const { code, stderr } = await start(home.path, [
      'run',
      '--mock',
      'm',
      '--endpoint',
      'http://h',
      '--insecure',
    ]).ended;
    expect(code).toBe(2);
    expect(stderr).toMatch(/--mock +there is --endpoint too: leave one of them out/);
    expect(stderr).toMatch(/--insecure +it is about an endpoint of https/);
  });
});
