import { resolve } from 'node:path';
import { expect, it } from 'vitest';
import type { Exchange } from '../../client/exchange.ts';
import { ownCommand } from '../../engine/evidence/own-command.ts';
import { reproduceCommands } from '../../engine/evidence/reproduce.ts';
import type { TargetOptions } from '../../kit/options.ts';

const options: TargetOptions = {
  endpoint: new URL('http://127.0.0.1:4566/'),
  region: 'us-east-1',
  credentials: { accessKeyId: 'hunter2', secretAccessKey: 'hunter2' },
  pollHold: 2,
  runId: '0',
};

const exchange: Exchange = {
  operation: 'PollForActivityTask',
  client: 'wire',
  label: 'PollForActivityTask',
  request: {
    method: 'POST',
    path: '/',
    headers: [
      ['x-amz-target', 'SimpleWorkflowService.PollForActivityTask'],
      ['x-key', 'hunter2'],
    ],
    body: Buffer.from('{"domain":"it\'s"}'),
  },
  ending: 'open',
  failure: '',
  sentAt: 0,
  endedAt: 0,
};

function commands(changes: Partial<TargetOptions> = {}): string[] {
  return reproduceCommands(
    { id: 'poll-for-activity-task.hold.full' },
    exchange,
    { ...options, ...changes },
    { seed: 7, cases: 100 },
  ).map(({ text }) => text);
}

it('are the rule with the same seed, the request by curl, and a replay of the results', () => {
  expect(commands()).toEqual([
    'npm run --silent swf-conformance -- run --endpoint http://127.0.0.1:4566/ --region us-east-1 --poll-hold 2 --only poll-for-activity-task.hold.full --seed 7 --cases 100',
    `curl -i --aws-sigv4 aws:amz:us-east-1:swf --user "$AWS_ACCESS_KEY_ID:$AWS_SECRET_ACCESS_KEY" -H 'x-amz-target: SimpleWorkflowService.PollForActivityTask' --data-binary '{"domain":"it'\\''s"}' http://127.0.0.1:4566/`,
    'npm run --silent swf-conformance -- replay results.json poll-for-activity-task.hold.full',
  ]);
});

it('say what the target needs besides, and leave what is secret to be filled in', () => {
  const [run, curl] = commands({
    domain: 'else where',
    header: { 'X-Key': 'hunter2' },
    ca: 'hunter2',
    insecure: true,
  });
  expect(run).toContain(" --domain 'else where' --header 'X-Key: VALUE' --ca FILE --insecure --poll-hold");
  expect(curl).toContain(" -H 'X-Key: VALUE' --cacert FILE --insecure --data-binary");
  expect(run + (curl ?? '')).not.toContain('hunter2');
});

it('of the embedded server start another', () => {
  expect(commands({ embedded: true })).toEqual([
    'npm run --silent swf-conformance -- run --poll-hold 2 --only poll-for-activity-task.hold.full --seed 7 --cases 100',
    'npm run --silent swf-conformance -- replay results.json poll-for-activity-task.hold.full',
  ]);
});

it('send a session token where the run had one, from the environment', () => {
  const [, curl] = commands({
    credentials: { accessKeyId: 'hunter2', secretAccessKey: 'hunter2', sessionToken: 'hunter2' },
  });
  expect(curl).toContain(' -H "X-Amz-Security-Token: $AWS_SESSION_TOKEN" -H ');
  expect(curl).not.toContain('hunter2');
  expect(commands()[1]).not.toContain('Security-Token');
});

it('have no curl where one request does not show it', () => {
  const only = reproduceCommands({ id: 'poll-for-activity-task.hold.full' }, undefined, options, {
    seed: 7,
    cases: 100,
  });
  expect(only.map(({ how }) => how)).toEqual(['run', 'replay']);
});

it('of a server that the run starts start it again, and ask none that is gone', () => {
  expect(commands({ start: "moto_server -p '4566'" })).toEqual([
    `npm run --silent swf-conformance -- run --endpoint http://127.0.0.1:4566/ --start 'moto_server -p '\\''4566'\\''' --region us-east-1 --poll-hold 2 --only poll-for-activity-task.hold.full --seed 7 --cases 100`,
    `npm run --silent swf-conformance -- replay results.json poll-for-activity-task.hold.full --start 'moto_server -p '\\''4566'\\'''`,
  ]);
});

it('name the command that there is: in a checkout npm runs it, and elsewhere it is no package', () => {
  const root = resolve(import.meta.dirname, '../..');
  expect(ownCommand(root)).toBe('npm run --silent swf-conformance --');
  expect(ownCommand('/tmp')).toBe(`node ${root}/cli/bin.ts`);
});

it('name the results as the run wrote them', () => {
  const settings = { seed: 7, cases: 100, results: 'a b/results.json' };
  const texts = reproduceCommands({ id: 'x' }, undefined, options, settings).map(({ text }) => text);
  expect(texts).toContain("npm run --silent swf-conformance -- replay 'a b/results.json' x");
});
