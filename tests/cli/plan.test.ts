import { once } from 'node:events';
import { readdir } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { describe, expect, it } from 'vitest';
import { startReferenceServer } from '../../reference/index.ts';
import { cli, folder, start } from './command.ts';

/** The numbers of a line of a table: usually, and at most. */
function numbers(text: string, name: string): number[] {
  const [line = ''] = text.split('\n').filter((each) => each.startsWith(`${name}  `));
  const [, usual = '', most = ''] = /^.*? {2,}([\d,]+) {2,}([\d,]+)(?: {2}|$)/.exec(line) ?? [];
  return [usual, most].map((each) => Number(each.replaceAll(',', '')));
}

describe('run --plan', () => {
  it('reaches nothing and writes nothing, and tells of exactly that run', async () => {
    let connections = 0;
    const server = createServer((socket) => {
      connections += 1;
      socket.destroy();
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
    await using home = await folder();
    const rules = ['--only', 'hold.full', '--only', 'domain.unknown'];
    const settings = ['--domain', 'mine', '--rate', '5', '--poll-hold', '7', '--cases', '1'];
    const args = ['run', '--plan', '--endpoint', endpoint, ...rules, ...settings];
    const { code, stdout, stderr } = await start(home.path, args).ended;
    server.close();
    expect([code, stderr, connections, await readdir(home.path)]).toEqual([0, '', 0, []]);
    expect(stdout).toContain('This is a plan: nothing was sent.');
    expect(stdout.replace(/\n +/g, ' ')).toContain(`${endpoint} (region us-east-1), which holds polls 7 s`);
    expect(stdout.replace(/\n +/g, ' ')).toContain(
      'domains mine, mine-quiet, mine-café, mine-deprecated; in',
    );
    expect(stdout.replace(/\n +/g, ' ')).toMatch(/ 1 case each.* at most 5 a second/s);
    expect(stdout).toMatch(/^PollForActivityTask +\d+ +\d+ {2}2,000 at once, then 200 a second$/m);
    expect(stdout).toMatch(/^DescribeDomain .*200 at once, then 6 a second\*$/m);
    expect(numbers(stdout, 'hold.full')[0]).toBeGreaterThan(0);
    expect(numbers(stdout, 'domain.unknown')[0]).toBeGreaterThan(0);
    // 80 for each of the two.
    expect(numbers(stdout, 'other operations')).toEqual([0, 160]);
    expect(stdout).toMatch(/^Rule of PollForActivityTask +usually +at most$/m);
    expect(stdout).not.toContain('empty.ok');
    const many = await cli([...args, '--cases', '100']);
    expect(numbers(many.stdout, 'domain.unknown')[1]).toBeGreaterThan(
      numbers(stdout, 'domain.unknown')[1] ?? 0,
    );
    for (const line of stdout.split('\n')) expect(line.length).toBeLessThanOrEqual(120);
  });

  it('of Amazon SWF needs no credentials, and has the rate of such a run', async () => {
    const variables = { AWS_PROFILE: 'nobody' };
    const { code, stdout } = await cli(['run', '--plan', '--aws', '--region', 'eu-west-1'], variables);
    expect(code).toBe(0);
    expect(stdout).toContain('https://swf.eu-west-1.amazonaws.com/ (region eu-west-1)');
    const told = stdout.replace(/\n +/g, ' ');
    expect(told).toContain('swf-conformance in us-west-2, where');
    expect(told).toContain('at most 40 a second');
    expect(numbers(stdout, 'access.action')[0]).toBeGreaterThan(0);
  });

  it('leaves out what such a target is not asked', async () => {
    const mock = await cli(['run', '--plan', '--mock', './not-there.js']);
    expect(mock.code).toBe(0);
    expect(mock.stdout).toContain('the mock ./not-there.js');
    expect(mock.stdout).not.toMatch(/^(access\.|wire\.keep-alive)/m);
    expect(mock.stdout).toMatch(/^hold\.full/m);
  });

  it('is wrong use where the run would be', async () => {
    const { code, stdout, stderr } = await cli(['run', '--plan', '--aws', '--rate', '0']);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain('--rate');
    expect(stderr).toContain('a region is missing');
  });

  it('is kept by the run', async () => {
    const sent = new Map<string, number>();
    const server = await startReferenceServer({
      pollHoldSeconds: 2,
      wrap(request, next) {
        const operation = request.headers.get('x-amz-target')?.split('.').at(-1) ?? '';
        sent.set(operation, (sent.get(operation) ?? 0) + 1);
        return next(request);
      },
    });
    const areas = ['hold', 'history', 'domain'].flatMap((area) => ['--only', `${area}.*`]);
    const args = ['run', '--endpoint', server.url, '--poll-hold', '2', '--cases', '5', ...areas];
    const { stdout } = await cli([...args, '--plan']);
    expect(sent.size).toBe(0);
    const { code } = await cli(args);
    await server.close();
    expect(code).toBe(0);
    for (const [operation, count] of sent) {
      const [usual = 0, most = 0] = numbers(stdout, operation);
      expect(count, operation).toBeLessThanOrEqual(most);
      if (count > 20) expect(count, `${operation}, usually`).toBeGreaterThan(usual / 2);
    }
  });
});
