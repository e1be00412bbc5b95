import { once } from 'node:events';
import { expect, it } from 'vitest';
import { startReferenceServer } from '../../reference/index.ts';
import { Client } from '../reference/client.ts';
import { cli, folder, start } from './command.ts';

it.each(['SIGINT', 'SIGTERM'] as const)(
  'listens, says where, and ends on %s with its polls',
  async (signal) => {
    await using home = await folder();
    const { child, ended } = start(home.path, ['serve', '--poll-hold', '600', '--latency', '200']);
    const [line] = await once(child.stdout ?? child, 'data');
    expect(line).toMatch(/^http:\/\/127\.0\.0\.1:\d+\n$/);
    const client = new Client(String(line).trim());
    const began = performance.now();
    await client.prepare();
    expect(performance.now() - began).toBeGreaterThan(590);
    const poll = client.poll('list').catch(() => undefined);
    child.kill(signal);
    await poll;
    expect(await ended).toMatchObject({ code: 0, stdout: line });
  },
);

it('tells that a port is in use', async () => {
  const { port, close } = await startReferenceServer();
  const { code, stderr } = await cli(['serve', '--port', String(port)]);
  await close();
  expect(code).toBe(2);
  expect(stderr).toContain(`--port  ${port} is in use: give another one`);
});

it('warns where others can reach it', async () => {
  await using home = await folder();
  const { child, says, ended } = start(home.path, ['serve', '--host', '0.0.0.0']);
  await says('warning: everybody who reaches 0.0.0.0 can use this server');
  child.kill('SIGTERM');
  expect((await ended).code).toBe(0);
});

it.each([
  ['access-unsigned-served', true],
  ['hold-none', false],
])(
  'looks at signatures where a mistake is found by rules that require it: %s: %j',
  async (mutant, checks) => {
    await using home = await folder();
    const { child, says, ended } = start(home.path, ['serve', '--mutant', mutant]);
    await says('Ctrl-C stops it');
    child.kill('SIGTERM');
    expect((await ended).stderr.includes('"authenticates":true')).toBe(checks);
  },
);
