import { Sha256 } from '@aws-crypto/sha256-js';
import { PollForActivityTaskCommand, RegisterDomainCommand, SWFClient } from '@aws-sdk/client-swf';
import { SignatureV4 } from '@smithy/signature-v4';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { faultOf, type Reply, serve } from './client.ts';

const key = { accessKeyId: 'AKIDREFERENCE', secretAccessKey: 'a secret/of+this test' };
const temporary = {
  accessKeyId: 'ASIATEMPORARY',
  secretAccessKey: 'another',
  sessionToken: 'token/of+session==',
};

let server: Awaited<ReturnType<typeof serve>>;

beforeAll(async () => {
  server = await serve({
    credentials: [key, temporary],
    pollHoldSeconds: 0.01,
    authorize: (principal, operation) => principal === key.accessKeyId || operation !== 'PollForActivityTask',
  });
});

afterAll(() => server.close());

interface Signing {
  credentials?: { accessKeyId: string; secretAccessKey: string; sessionToken?: string };
  service?: string;
  signingDate?: Date;
  /** What happens to the headers after they were signed. */
  change?: (headers: Record<string, string>) => unknown;
}

/** Registers a domain of that name, signed so, and changed after that. */
async function register(name: string, signing: Signing = {}): Promise<Reply> {
  const { credentials = key, service = 'swf', signingDate = new Date() } = signing;
  const signer = new SignatureV4({ credentials, region: 'us-east-1', service, sha256: Sha256 });
  const body = JSON.stringify({ name, workflowExecutionRetentionPeriodInDays: '1' });
  const { headers } = await signer.sign(
    {
      method: 'POST',
      protocol: 'http:',
      hostname: '127.0.0.1',
      path: '/',
      query: {},
      headers: {
        host: `127.0.0.1:${server.port}`,
        'content-type': 'application/x-amz-json-1.0',
        'x-amz-target': 'SimpleWorkflowService.RegisterDomain',
      },
      body,
    },
    { signingDate },
  );
  signing.change?.(headers);
  return server.client.raw(body, headers);
}

const minutes = (count: number) => new Date(Date.now() + count * 60_000);

describe('a signed request', () => {
  it('is served, a few minutes early or late, and with a session token', async () => {
    expect((await register('one')).status).toBe(200);
    expect((await register('two', { signingDate: minutes(4) })).status).toBe(200);
    expect((await register('three', { signingDate: minutes(-4) })).status).toBe(200);
    expect((await register('four', { credentials: temporary })).status).toBe(200);
  });

  it('may be the SDK’s', async () => {
    const client = new SWFClient({
      endpoint: server.url,
      region: 'us-east-1',
      credentials: key,
      maxAttempts: 1,
    });
    await client.send(
      new RegisterDomainCommand({ name: 'sdk', workflowExecutionRetentionPeriodInDays: '1' }),
    );
    const task = await client.send(
      new PollForActivityTaskCommand({ domain: 'sdk', taskList: { name: 'list' } }),
    );
    expect(task.startedEventId).toBe(0);
    client.destroy();
  });

  it('is denied what its principal may not do', async () => {
    const client = new SWFClient({
      endpoint: server.url,
      region: 'us-east-1',
      credentials: temporary,
      maxAttempts: 1,
    });
    const poll = client.send(new PollForActivityTaskCommand({ domain: 'one', taskList: { name: 'list' } }));
    await expect(poll).rejects.toMatchObject({ name: 'AccessDeniedException' });
    client.destroy();
  });
});

describe('a request is refused, and nothing executed', () => {
  const wrong = { ...key, secretAccessKey: 'wrong' };
  const cases: [string, Signing, string][] = [
    [
      'unsigned',
      { change: (headers) => delete headers.authorization },
      'MissingAuthenticationTokenException',
    ],
    [
      'of another scheme',
      { change: (headers) => Object.assign(headers, { authorization: 'Basic YQ==' }) },
      'IncompleteSignatureException',
    ],
    [
      'of an unknown key',
      { credentials: { ...key, accessKeyId: 'AKIDUNKNOWN' } },
      'UnrecognizedClientException',
    ],
    [
      'without its session token',
      { credentials: { ...temporary, sessionToken: '' } },
      'UnrecognizedClientException',
    ],
    ['of another secret', { credentials: wrong }, 'InvalidSignatureException'],
    [
      'changed after signing',
      {
        change: (headers) =>
          Object.assign(headers, { 'x-amz-target': 'SimpleWorkflowService.DeprecateDomain' }),
      },
      'InvalidSignatureException',
    ],
    ['signed for another service', { service: 'sqs' }, 'InvalidSignatureException'],
    ['of six minutes ago', { signingDate: minutes(-6) }, 'InvalidSignatureException'],
    ['of six minutes ahead', { signingDate: minutes(6) }, 'InvalidSignatureException'],
    ['without a date', { change: (headers) => delete headers['x-amz-date'] }, 'InvalidSignatureException'],
  ];

  it.each(cases)('%s', async (name, signing, fault) => {
    expect(faultOf(await register(name, signing))).toMatch(new RegExp(`^${fault}: .+`));
    expect((await register(name)).status).toBe(200);
  });

  it('whose body is another than the one that was signed', async () => {
    const headers: Record<string, string> = {};
    await register('signed body', { change: (signed) => Object.assign(headers, signed) });
    const body = JSON.stringify({ name: 'other body', workflowExecutionRetentionPeriodInDays: '1' });
    expect(faultOf(await server.client.raw(body, headers))).toMatch('InvalidSignatureException');
  });
});
