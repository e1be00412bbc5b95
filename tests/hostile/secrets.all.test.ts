import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { redactorOf } from '../../engine/evidence/redact.ts';
import { runAgainst } from './run.ts';
import { always, type Misbehaviour, onPolls, startHostile, type When } from './server.ts';
import { expectReports, expectSound } from './sound.ts';

const run = {
  accessKeyId: 'AKIDMARKEDOFRUN1',
  secretAccessKey: 'mArked/Secret+Of/The/Run/0123456789abcdE',
  sessionToken: 'mArkedSessionToken/Of+The/Run==/0123456789',
};
const principal = {
  accessKeyId: 'AKIDMARKEDOTHER2',
  secretAccessKey: 'mArked/Secret+Of/A/Principal/9876543210fG',
};
const gateway = 'mArked gateway key, "quoted" \\ and 100%';
const secrets = [...Object.values(run), ...Object.values(principal), gateway];

/** The forms in which a text may be written, and found again. */
const forms: Record<string, (text: string) => string> = {
  plain: (text) => text,
  'JSON, slashes escaped': (text) => JSON.stringify(text).slice(1, -1).replaceAll('/', '\\/'),
  'JSON, all escaped': (text) =>
    Array.from(text, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`).join(''),
  'URL encoded': encodeURIComponent,
  'HTML, all escaped': (text) => Array.from(text, (unit) => `&#${unit.charCodeAt(0)};`).join(''),
  base64: (text) => Buffer.from(text).toString('base64'),
  'base64 at another place': (text) => Buffer.from(`x${text}`).toString('base64'),
  base64url: (text) => Buffer.from(text).toString('base64url'),
};

const seen: string[] = [];

/** Answers with all that it knows and was sent, in every form. */
function echo(status: string): Misbehaviour {
  return (connection, request) => {
    const authorization = request.headers.authorization ?? '';
    const [, signature = ''] = /Signature=([0-9a-f]{64})/.exec(authorization) ?? [];
    if (signature) seen.push(signature);
    const all = [authorization, ...secrets, ...Object.values(request.headers).map(String)];
    const written = Object.values(forms).map((form) => all.map(form).join(' '));
    // Several texts, as a report keeps the beginning of each.
    const message = written[Math.floor(Math.random() * written.length)] ?? '';
    const body = JSON.stringify({ __type: `x#${run.secretAccessKey}`, message, signature, all: written });
    const head = [
      `HTTP/1.1 ${status} ${run.secretAccessKey}`,
      'connection: close',
      `server: ${run.secretAccessKey} ${forms.base64?.(run.sessionToken)}`,
      `x-echo: ${authorization}`,
      ...written.map((text, i) => `x-echo-${i}: ${text.slice(0, 1200)}`),
      `content-length: ${Buffer.byteLength(body)}`,
    ];
    connection.end(`${head.join('\r\n')}\r\n\r\n${body}`);
  };
}

const variables = {
  AWS_ACCESS_KEY_ID: run.accessKeyId,
  AWS_SECRET_ACCESS_KEY: run.secretAccessKey,
  AWS_SESSION_TOKEN: run.sessionToken,
};
const settings = JSON.stringify({
  authenticates: true,
  principals: { withoutAction: principal },
  header: [`X-Gateway-Key: ${gateway}`],
});

const cases: [string, string, When, number][] = [
  ['as faults of polls', '400', onPolls, 1],
  ['as successes of polls', '200', onPolls, 1],
  ['as faults of everything', '400', always, 1],
];

it.each(cases)(
  'no secret is written anywhere, where a server echoes all %s',
  async (_name, status, when, code) => {
    await using server = await startHostile(echo(status), when);
    const few = [
      'empty.*',
      'fault.*',
      'access.*',
      'poll-for-activity-task.task.sdk',
      'poll-for-activity-task.domain.near-miss',
      'poll-for-activity-task.wire.connection-survives',
    ];
    // As a shard, which writes what vitest knows of it too.
    const shard = ['--shard', '1/1', '--seed', '1'];
    const args = ['--poll-hold', '1', '--cases', '5', ...shard, ...few.flatMap((id) => ['--only', id])];
    const outcome = await runAgainst(server.url, args, variables, (home) =>
      writeFile(join(home, 'swf-conformance.config.json'), settings),
    );
    expectReports(outcome);
    expect(outcome.code).toBe(code);
    expect(outcome.files['shard-1-of-1.json']).toContain('(blanked)');
    const written = [outcome.stdout, outcome.stderr, ...Object.values(outcome.files)].join('\n');
    expect(written).toContain('(blanked)');
    expect(secretsIn(written)).toEqual([]);
  },
);

it('nor where the run is not let in', async () => {
  await using server = await startHostile(echo('403'), always);
  const outcome = await runAgainst(server.url, ['--poll-hold', '1'], variables);
  expectSound(outcome);
  expect(outcome.code).toBe(3);
  expect(outcome.stderr).toContain('does not let the run in');
  expect(secretsIn(outcome.stdout + outcome.stderr)).toEqual([]);
});

it('nor where it is said why the server is of no use', async () => {
  await using server = await startHostile((connection, request) => {
    const text = `${run.secretAccessKey} ${request.headers.authorization} ${gateway}`;
    connection.end(`HTTP/1.1 200 OK\r\ncontent-length: ${Buffer.byteLength(text)}\r\n\r\n${text}`);
  }, always);
  const outcome = await runAgainst(server.url, ['--header', `X-Gateway-Key: ${gateway}`], variables);
  expectSound(outcome);
  expect(outcome.code).toBe(3);
  expect(outcome.stderr).toContain('(blanked)');
  expect(secretsIn(outcome.stdout + outcome.stderr)).toEqual([]);
});

it.each(Object.entries(forms))('%s: a secret and a signature are blanked in it', (_name, form) => {
  const redact = redactorOf({ credentials: run });
  for (const before of ['', 'a', 'ab', 'abc']) {
    const text = redact(form(`${before} ${run.secretAccessKey} Signature=${'0123456789abcdef'.repeat(4)}`));
    expect(text).toContain('(blanked)');
    expect(secretsIn(text)).toEqual([]);
    expect(text).not.toContain(form('0123456789abcdef'.repeat(4)).slice(30, 60));
  }
});

/** The secrets, or 10 characters of them, that are in a text, in whichever form. */
function secretsIn(text: string): string[] {
  const found = secrets.flatMap((secret) =>
    Object.entries(forms).flatMap(([name, form]) =>
      // The ends of base64 depend on what is beside it.
      (name.startsWith('base64') ? pieces(form(secret).slice(4, -4), 14) : pieces(secret, 10).map(form))
        .filter((piece) => text.includes(piece))
        .map((piece) => `${name}: ${piece}`),
    ),
  );
  return [...found, ...[...new Set(seen)].filter((signature) => text.includes(signature))];
}

function pieces(text: string, length: number): string[] {
  return Array.from({ length: Math.max(1, text.length - length + 1) }, (_, i) => text.slice(i, i + length));
}
