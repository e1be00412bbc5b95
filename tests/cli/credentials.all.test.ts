import { mkdir, writeFile } from 'node:fs/promises';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { cli, folder, start } from './command.ts';

/** A server on loopback, and what was asked of it. */
async function listening(answer: RequestListener) {
  const seen: { url: string; accessKeyId: string | undefined }[] = [];
  const server = createServer((request, response) => {
    const [, accessKeyId] = /Credential=([^/]*)/.exec(request.headers.authorization ?? '') ?? [];
    seen.push({ url: request.url ?? '', accessKeyId });
    answer(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const close = () => new Promise<void>((resolve) => server.close(() => resolve()));
  return { url: `http://127.0.0.1:${port}`, seen, [Symbol.asyncDispose]: close };
}

/** A target that is no SWF server: the run is over as soon as it has seen who asks. */
const target = () => listening((_request, response) => response.writeHead(500).end('<html>'));

const metadata = { AWS_EC2_METADATA_DISABLED: 'false' };

it('are dummies on this machine when there are none; the instance metadata service is not asked', async () => {
  await using server = await target();
  await using instance = await listening((_request, response) => response.writeHead(404).end());
  const variables = { ...metadata, AWS_EC2_METADATA_SERVICE_ENDPOINT: instance.url };
  const { code, stderr } = await cli(['run', '--endpoint', server.url], variables);
  expect(stderr).toContain('answers, but not as SWF does');
  expect(code).toBe(3);
  expect(server.seen[0]?.accessKeyId).toBe('test');
  expect(instance.seen).toEqual([]);
});

it('are those of the environment', async () => {
  await using server = await target();
  await cli(['run', '--endpoint', server.url], {
    AWS_ACCESS_KEY_ID: 'MINE',
    AWS_SECRET_ACCESS_KEY: 'hunter2',
  });
  expect(server.seen[0]?.accessKeyId).toBe('MINE');
});

it('are those of a profile', async () => {
  await using server = await target();
  await using home = await folder();
  await mkdir(join(home.path, '.aws'));
  const profile = '[work]\naws_access_key_id = PROFILE\naws_secret_access_key = hunter2\n';
  await writeFile(join(home.path, '.aws', 'credentials'), profile);
  await start(home.path, ['run', '--endpoint', server.url], { AWS_PROFILE: 'work' }).ended;
  expect(server.seen[0]?.accessKeyId).toBe('PROFILE');
});

it('are those of a container', async () => {
  await using server = await target();
  const role = {
    AccessKeyId: 'CONTAINER',
    SecretAccessKey: 'hunter2',
    Token: 't',
    Expiration: '2999-01-01T00:00:00Z',
  };
  await using container = await listening((_request, response) => response.end(JSON.stringify(role)));
  await cli(['run', '--endpoint', server.url], {
    AWS_CONTAINER_CREDENTIALS_FULL_URI: `${container.url}/role`,
  });
  expect(server.seen[0]?.accessKeyId).toBe('CONTAINER');
});

it('are a mistake where AWS_PROFILE names none, also on this machine', async () => {
  await using server = await target();
  const { code, stderr } = await cli(['run', '--endpoint', server.url], { AWS_PROFILE: 'nobody' });
  expect(code).toBe(2);
  expect(stderr).toContain('AWS_PROFILE  the profile nobody gives no credentials');
  expect(server.seen).toEqual([]);
});

it('are asked for elsewhere, before anything is sent', async () => {
  const { code, stderr } = await cli(['run', '--endpoint', 'http://swf.invalid:4566']);
  expect(code).toBe(2);
  expect(stderr).toContain('none were found for http://swf.invalid:4566');
  expect(stderr).toContain('AWS_ACCESS_KEY_ID');
});
