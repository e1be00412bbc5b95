import { describe, expect, it } from 'vitest';
import { answers } from './misbehaviours.ts';
import { runAgainst } from './run.ts';
import { always, onPolls, startBare, startHostile } from './server.ts';
import { expectReports, expectSound } from './sound.ts';

const redirects = [
  '301 Moved',
  '302 Found',
  '303 See Other',
  '307 Temporary Redirect',
  '308 Permanent Redirect',
];
const few = [
  'poll-for-activity-task.empty.ok',
  'poll-for-activity-task.empty.sdk',
  'poll-for-activity-task.wire.connection-survives',
  'poll-for-activity-task.task.shape',
];

describe.concurrent('a redirect to elsewhere is never followed', () => {
  it.each(redirects)('%s', async (status) => {
    await using elsewhere = await startBare(() => {});
    const redirect = answers('{}', status, [`location: ${elsewhere.url}/`]);
    await using server = await startHostile(redirect, onPolls);
    const args = ['--poll-hold', '1', ...few.flatMap((id) => ['--only', id])];
    const outcome = await runAgainst(server.url, args);
    expectReports(outcome);
    expect(server.misbehaved).toBeGreaterThan(3);
    expect([outcome.code, elsewhere.misbehaved]).toEqual([1, 0]);
  });

  it.each(redirects)('%s, in the place of every answer', async (status) => {
    await using elsewhere = await startBare(() => {});
    const redirect = answers('<html>elsewhere</html>', status, [`location: ${elsewhere.url}/`]);
    await using server = await startHostile(redirect, always);
    const outcome = await runAgainst(server.url);
    expectSound(outcome);
    expect(outcome.stderr).toContain(
      `answers, but not as SWF does: DescribeDomain: HTTP ${status.slice(0, 3)}`,
    );
    expect([outcome.code, elsewhere.misbehaved]).toEqual([3, 0]);
  });
});
