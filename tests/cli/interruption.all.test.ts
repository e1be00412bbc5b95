import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { ReferenceService, startReferenceServer } from '../../reference/index.ts';
import { folder, start } from './command.ts';

/** Knows how many executions are open, and were ever. */
class Watched extends ReferenceService {
  get executions() {
    const all = [...this.domains.values()].flatMap((domain) => [...domain.executions.values()]);
    return { all: all.length, open: all.filter(({ closeStatus }) => closeStatus === undefined).length };
  }
}

const args = (url: string) => ['run', '--only', 'hold.*', '--endpoint', url];

it.each([
  ['SIGINT', 130],
  ['SIGTERM', 143],
] as const)(
  '%s during a hold closes what was started, and exits %i without a report',
  async (signal, code) => {
    await using home = await folder();
    const service = new Watched({ pollHoldSeconds: 60 });
    const server = await startReferenceServer({ service });
    const { child, says, ended } = start(home.path, args(server.url));
    await says('rules started');
    while (service.waitingPolls < 5 || service.executions.open === 0) await delay(50);
    const interrupted = performance.now();
    child.kill(signal);
    const result = await ended;
    const { executions } = service;
    await server.close();
    expect(result.stderr).toContain('interrupted: closing what was started');
    expect([result.code, result.stdout]).toEqual([code, '']);
    expect(performance.now() - interrupted).toBeLessThan(10_000);
    expect(executions.all).toBeGreaterThan(0);
    expect(executions.open).toBe(0);
    expect(await readdir(join(home.path, 'conformance-report'))).toEqual([]);
  },
);

it('a second Ctrl-C leaves at once, but not the echo of the first that npm sends', async () => {
  await using home = await folder();
  const never = new Promise<Response>(() => undefined);
  const service = new Watched({ pollHoldSeconds: 60 });
  const server = await startReferenceServer({
    service,
    wrap: (request, next) =>
      request.headers.get('x-amz-target')?.endsWith('.TerminateWorkflowExecution') ? never : next(request),
  });
  const { child, says, ended } = start(home.path, args(server.url));
  await says('rules started');
  while (service.executions.open === 0) await delay(50);
  child.kill('SIGINT');
  await delay(100);
  child.kill('SIGINT');
  await delay(900);
  expect(child.exitCode).toBeNull();
  const again = performance.now();
  child.kill('SIGINT');
  expect((await ended).code).toBe(130);
  expect(performance.now() - again).toBeLessThan(2000);
  await server.close();
});
