import { describe, expect, it } from 'vitest';
import { answers } from './misbehaviours.ts';
import { runAgainst } from './run.ts';
import { startHostile, type When } from './server.ts';
import { expectReports } from './sound.ts';

const on =
  (operation: string): When =>
  (request) =>
    request.headers.get('x-amz-target')?.endsWith(`.${operation}`) === true;
// Without a domain next to nothing would be sent.
const butDomains: When = (request, number) =>
  !on('DescribeDomain')(request, number) && !on('RegisterDomain')(request, number);

const hugeEvents = Array.from({ length: 100 }, (_, i) => ({
  eventId: i,
  eventType: 'x',
  xEventAttributes: { input: 'y'.repeat(30_000) },
}));

describe('big answers to all rules stay within the bounds of memory, and of the reports', () => {
  it.each([
    // Read up to 32 MB each, as they were, these took 4 GB.
    ['decision tasks of 31 MB', JSON.stringify({ pad: 'x'.repeat(31 * 2 ** 20) }), on('PollForDecisionTask')],
    [
      'faults of 900 KB, and long headers',
      JSON.stringify({ taskToken: 't'.repeat(450_000), message: '\u200b'.repeat(150_000) }),
      butDomains,
    ],
    [
      'histories without end',
      JSON.stringify({ events: hugeEvents, nextPageToken: 'more' }),
      on('GetWorkflowExecutionHistory'),
    ],
  ])('%s', async (_name, body, when) => {
    const status = when === butDomains ? '400 Bad' : '200 OK';
    await using server = await startHostile(answers(body, status, [`x-long: ${'a'.repeat(12_000)}`]), when);
    const outcome = await runAgainst(server.url, ['--poll-hold', '1']);
    const { rules } = expectReports(outcome);
    expect(outcome.code).toBe(1);
    expect(server.misbehaved).toBeGreaterThan(5);
    expect(rules.filter(({ message }) => message.includes('did not end in time'))).toEqual([]);
  });
});
