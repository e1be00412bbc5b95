import { describe, expect, it } from 'vitest';
import { big, garbage, oddJson, resets, slow } from './misbehaviours.ts';
import { runAgainst } from './run.ts';
import { onPolls, startHostile } from './server.ts';
import { expectReports } from './sound.ts';

/** By each client that we have: many requests, the SDK, and a connection of its own. */
const few = [
  'poll-for-activity-task.empty.ok',
  'poll-for-activity-task.empty.sdk',
  'poll-for-activity-task.task.shape',
  'poll-for-activity-task.wire.connection-survives',
  'poll-for-activity-task.task-list.colon',
  'poll-for-activity-task.fault.sdk',
];
const args = ['--poll-hold', '1', '--cases', '5', ...few.flatMap((id) => ['--only', id])];

/** The parsers refuse the others alike, and setup.test.ts has met them all. */
const all = Object.entries({ ...resets, ...slow, ...big, ...oddJson, ...garbage }).filter(([name]) =>
  [
    'a reset in place of an answer',
    'a reset within the headers',
    'a reset within the body',
    'a body shorter than its content-length',
    'a body longer than its content-length',
    'silence',
    'a head of a byte a second',
    'a body of a byte a second',
    '103 Early Hints, again and again',
    'a body of 64 MB',
    'a body without end, chunked',
    'a gzip bomb',
    'headers without end',
    'random bytes',
    'HTTP/0.9',
    'status 0',
    'status 999',
    '101 Switching Protocols',
    ...Object.keys(oddJson),
  ].includes(name),
);

describe.concurrent('a server that misbehaves on polls alone: exit 1, with whole reports', () => {
  it.each(all)('%s', async (_name, misbehave) => {
    await using server = await startHostile(misbehave, onPolls);
    const outcome = await runAgainst(server.url, args);
    const { summary, rules } = expectReports(outcome);
    expect(server.misbehaved).toBeGreaterThan(5);
    expect([outcome.code, summary.verdict]).toEqual([1, 'not-conformant']);
    expect(rules.filter(({ status }) => status === 'fail').map(({ id }) => id)).not.toEqual([]);
    // None waited for the end of its time, of 60 s and more.
    expect(rules.filter(({ message }) => message.includes('did not end in time'))).toEqual([]);
  });
});
