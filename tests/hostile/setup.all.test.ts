import type { Socket } from 'node:net';
import { describe, expect, it } from 'vitest';
import { big, garbage, resets, slow } from './misbehaviours.ts';
import { runAgainst } from './run.ts';
import { always, startBare, startHostile } from './server.ts';
import { expectSound } from './sound.ts';

/** What is taken for HTTP, and is an answer with a JSON object: the rules say what is wrong with it. */
const answered = ['a body longer than its content-length', 'a body of 900 KB', 'status 999'];

const all = Object.entries({ ...resets, ...slow, ...big, ...garbage }).filter(
  ([name]) => !answered.includes(name),
);

const onAccept: Record<string, (connection: Socket) => void> = {
  'a reset on accept': (connection) => connection.resetAndDestroy(),
  'an end on accept': (connection) => connection.end(),
  'a reset after the head of the request': (connection) => {
    connection.once('data', () => connection.resetAndDestroy());
  },
  'a banner of SSH on accept': (connection) => connection.write('SSH-2.0-OpenSSH_9.6p1\r\n'),
};

describe.concurrent('a server that never answers as SWF does: exit 3, with what came instead', () => {
  it.each(all)('%s', async (_name, misbehave) => {
    await using server = await startHostile(misbehave, always);
    const outcome = await runAgainst(server.url);
    expectSound(outcome);
    expect(server.misbehaved).toBeGreaterThan(0);
    expect([outcome.code, outcome.stdout, outcome.files]).toEqual([3, '', {}]);
    expect(outcome.stderr).toMatch(
      new RegExp(
        `^swf-conformance: ${server.url}/ (does not answer|is there, but what came from it is no answer of HTTP|answers, but not as SWF does): .+\nIs the server started.+\n$`,
      ),
    );
  });

  it.each(Object.entries(onAccept))('%s', async (_name, meet) => {
    await using server = await startBare(meet);
    const outcome = await runAgainst(server.url);
    expectSound(outcome);
    expect(server.misbehaved).toBeGreaterThan(0);
    expect(outcome.code).toBe(3);
    expect(outcome.stderr).toContain('is there, but what came from it is no answer of HTTP: no answer: ');
  });
});
