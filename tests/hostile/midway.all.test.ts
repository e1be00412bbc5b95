import { describe, expect, it } from 'vitest';
import { startReferenceServer } from '../../reference/index.ts';
import { runAgainst } from './run.ts';
import { type Misbehaviour, midway, startHostile } from './server.ts';
import { expectReports } from './sound.ts';

/** Without an end of the run of its own, a dead server would be waited for as long as a rule may take: 146 s. */
const hold = ['--poll-hold', '60'];

const deaths: Record<string, Misbehaviour> = {
  silent: () => {},
  'one that resets every connection': (connection) => connection.resetAndDestroy(),
};

describe.concurrent('a server that is lost midway ends the run soon: exit 3, with whole reports', () => {
  it.each(Object.entries(deaths))('%s', async (_name, misbehave) => {
    await using server = await startHostile(misbehave, midway);
    const outcome = await runAgainst(server.url, ['--skip', 'hold.full', '--skip', 'hold.maximum', ...hold]);
    const { summary, run } = expectReports(outcome);
    expect(summary.message).toContain('stopped answering');
    expect(run.durationMs).toBeLessThan(75_000);
    expect([outcome.code, summary.verdict]).toEqual([3, 'unusable']);
  });

  it('one that is gone', async () => {
    let started = 0;
    const server = await startReferenceServer({
      wrap: (request, next) => {
        if (request.headers.get('x-amz-target')?.endsWith('.StartWorkflowExecution')) started += 1;
        if (started === 10) void server.close();
        return next(request);
      },
    });
    const outcome = await runAgainst(server.url, hold);
    const { summary, run, rules } = expectReports(outcome);
    expect(run.durationMs).toBeLessThan(30_000);
    expect([outcome.code, summary.verdict]).toEqual([3, 'unusable']);
    expect(rules.filter(({ status }) => status === 'inconclusive').length).toBeGreaterThan(50);
    expect(run.leftBehind.length).toBeGreaterThan(0);
  });
});

it('a server that throttles the cleaning up for good is left as it is: no fault of ours', async () => {
  await using server = await startHostile(
    (connection) => {
      const body = '{"__type":"a#ThrottlingException","message":"Rate exceeded"}';
      connection.end(
        `HTTP/1.1 400 Slow\r\nconnection: close\r\ncontent-length: ${body.length}\r\n\r\n${body}`,
      );
    },
    (request) => request.headers.get('x-amz-target')?.endsWith('.TerminateWorkflowExecution') === true,
  );
  const outcome = await runAgainst(server.url, ['--only', 'task.shape', '--poll-hold', '1']);
  const { run } = expectReports(outcome);
  expect(outcome.code).toBe(0);
  expect(run.leftBehind).toEqual([expect.stringContaining('the target did not do it in time')]);
});
