import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { generate } from 'selfsigned';
import { expect, it } from 'vitest';
import { startReferenceServer } from '../../reference/index.ts';
import { folder, start } from './command.ts';

const secrets = {
  accessKeyId: 'AKIDOFTHETESTS00',
  secretAccessKey: 'a secret of the tests, quite long',
  sessionToken: 'a session token of the tests',
};
const gatewayKey = 'a gateway key of the tests';

it('a run goes over TLS, through a gateway, with a session token and in a domain of its own', async () => {
  await using home = await folder();
  const { private: key, cert } = await generate([{ name: 'commonName', value: 'localhost' }], {
    extensions: [{ name: 'subjectAltName', altNames: [{ type: 7, ip: '127.0.0.1' }] }],
  });
  await writeFile(join(home.path, 'ca.pem'), cert);
  let strangers = 0;
  const registered: string[] = [];
  const server = await startReferenceServer({
    pollHoldSeconds: 1,
    credentials: secrets,
    tls: { key, cert },
    wrap: async (request, next) => {
      if (request.headers.get('x-amz-target')?.endsWith('.RegisterDomain')) {
        registered.push((await request.clone().json()).name);
      }
      if (request.headers.get('x-gateway-key') === gatewayKey) return next(request);
      strangers += 1;
      return new Response('who are you?', { status: 401 });
    },
  });
  // empty.started-event-id fails no run; the wire rule has a client of its own, and so has the SDK.
  const rules = [
    'empty.*',
    'poll-for-activity-task.domain.near-miss',
    'poll-for-activity-task.task.sdk',
    'poll-for-activity-task.wire.connection-survives',
    'poll-for-activity-task.delivery.domain-scoped',
  ];
  const { code, stdout, stderr } = await start(
    home.path,
    [
      ...['run', '--endpoint', server.url, '--ca', 'ca.pem', '--header', `X-Gateway-Key: ${gatewayKey}`],
      ...[
        '--domain',
        'elsewhere',
        '--poll-hold',
        '1',
        '--cases',
        '5',
        ...rules.flatMap((id) => ['--only', id]),
      ],
    ],
    {
      AWS_ACCESS_KEY_ID: secrets.accessKeyId,
      AWS_SECRET_ACCESS_KEY: secrets.secretAccessKey,
      AWS_SESSION_TOKEN: secrets.sessionToken,
    },
  ).ended;
  expect(stdout).toMatch(/\nConformant/);
  expect([code, strangers]).toEqual([0, 0]);
  expect(registered.sort()).toEqual(['elsewhere', 'elsewhere-caf\u00e9', 'elsewhere-quiet']);
  await server.close();
  const reports = join(home.path, 'conformance-report');
  const files = await Promise.all(
    (await readdir(reports)).map((name) => readFile(join(reports, name), 'utf8')),
  );
  for (const secret of [...Object.values(secrets), gatewayKey]) {
    expect([stdout, stderr, ...files].join()).not.toContain(secret);
  }
});
