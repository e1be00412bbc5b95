import { PollForActivityTaskCommand, RegisterDomainCommand, SWFClient } from '@aws-sdk/client-swf';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { domainArn } from '../../reference/arns.ts';
import { allows, type Policy, type PolicyRequest, type Statement } from '../../reference/policy.ts';
import { serve } from './client.ts';

const arn = 'arn:aws:swf:us-east-1:123456789012:/domain/shop';
const poll: PolicyRequest = {
  action: 'swf:PollForActivityTask',
  resource: arn,
  context: { 'swf:taskList.name': 'list' },
};
const allow: Statement = { Effect: 'Allow', Action: 'swf:PollForActivityTask', Resource: arn };

/** Whether a policy of these statements allows the poll, or what the request is changed to. */
function allowed(statements: Statement | Statement[], changes: Partial<PolicyRequest> = {}): boolean {
  const policy: Policy = { Version: '2012-10-17', Statement: statements };
  return allows(policy, { ...poll, ...changes });
}

describe('a policy', () => {
  it('allows what one of its statements allows, and nothing else', () => {
    expect(allowed(allow)).toBe(true);
    expect(allowed([{ ...allow, Action: 'swf:DescribeDomain' }, allow])).toBe(true);
    expect(allowed([])).toBe(false);
    expect(allowed(allow, { action: 'swf:PollForDecisionTask' })).toBe(false);
    expect(allowed(allow, { resource: `${arn}s` })).toBe(false);
  });

  it('denies what one of its statements denies, wherever that stands', () => {
    const deny: Statement = { ...allow, Effect: 'Deny' };
    expect(allowed([allow, deny])).toBe(false);
    expect(allowed([deny, allow])).toBe(false);
    expect(allowed([{ ...deny, Action: 'swf:DescribeDomain' }, allow])).toBe(true);
    expect(allowed(deny)).toBe(false);
  });
});

describe('an Action', () => {
  it.each(['swf:*', '*', 'swf:Poll*Task', 'swf:PollForActivityTas?', 'SWF:pollforactivitytask', 'swf:poll*'])(
    '%s is the poll',
    (Action) => {
      expect(allowed({ ...allow, Action })).toBe(true);
      expect(allowed({ ...allow, Action: ['swf:DescribeDomain', Action] })).toBe(true);
    },
  );

  it.each([
    'swf:Poll',
    'PollForActivityTask',
    'swf:PollForActivityTask?',
    's3:*',
    '',
    'swf.PollForActivityTask',
  ])('%s is not', (Action) => {
    expect(allowed({ ...allow, Action })).toBe(false);
  });
});

describe('a Resource', () => {
  it.each([
    '*',
    'arn:aws:swf:*:*:/domain/*',
    'arn:aws:swf:us-east-1:123456789012:/domain/sh?p',
    'arn:aws:swf:us-east-1:123456789012:/domain/s*',
  ])('%s is the domain', (Resource) => {
    expect(
      allowed({ ...allow, Resource: ['arn:aws:swf:us-east-1:123456789012:/domain/other', Resource] }),
    ).toBe(true);
  });

  it.each([
    'arn:aws:swf:us-east-1:123456789012:/domain/Shop',
    'arn:aws:swf:us-east-1:123456789012:/domain/sho',
    'arn:aws:swf:us-east-1:123456789012:/domain/shop2',
    'arn:aws:swf:eu-west-1:123456789012:/domain/shop',
    'arn:aws:swf:us-east-1:210987654321:/domain/shop',
    'arn.aws.swf.us-east-1.123456789012./domain/shop',
    'shop',
  ])('%s is not', (Resource) => {
    expect(allowed({ ...allow, Resource })).toBe(false);
  });

  it('takes no character for a part of a pattern but * and ?', () => {
    const resource = domainArn('us-east-1', 'a.b+c (d) [e] ^$');
    expect(allowed({ ...allow, Resource: resource }, { resource })).toBe(true);
    expect(allowed({ ...allow, Resource: resource }, { resource: resource.replace('.', 'x') })).toBe(false);
  });

  it('has variables for characters that are wildcards', () => {
    const resource = domainArn('us-east-1', `a*b?c\${d}`);
    const pattern = domainArn('us-east-1', `a\${*}b\${?}c\${$}{d}`);
    expect(allowed({ ...allow, Resource: pattern }, { resource })).toBe(true);
    expect(allowed({ ...allow, Resource: pattern }, { resource: resource.replace('*', 'x') })).toBe(false);
    const context = { 'swf:taskList.name': 'a*' };
    const Condition = { StringEquals: { 'swf:taskList.name': `a\${*}` } };
    expect(allowed({ ...allow, Condition }, { context })).toBe(true);
    expect(allowed({ ...allow, Condition })).toBe(false);
  });

  it('names the partition of its region', () => {
    expect(domainArn('us-east-1', 'shop')).toBe(arn);
    expect(domainArn('cn-north-1', 'd')).toBe('arn:aws-cn:swf:cn-north-1:123456789012:/domain/d');
    expect(domainArn('us-gov-west-1', 'd')).toMatch(/^arn:aws-us-gov:/);
  });
});

describe('a Condition', () => {
  const on = (Condition: Statement['Condition']) => allowed({ ...allow, Condition: Condition ?? {} });

  it('of StringEquals holds for the very same text', () => {
    expect(on({ StringEquals: { 'swf:taskList.name': 'list' } })).toBe(true);
    expect(on({ StringEquals: { 'swf:taskList.name': ['other', 'list'] } })).toBe(true);
    expect(on({ StringEquals: { 'SWF:TaskList.Name': 'list' } })).toBe(true);
    for (const other of ['List', 'lis', 'list2', 'l*', '*', '']) {
      expect(on({ StringEquals: { 'swf:taskList.name': other } })).toBe(false);
    }
  });

  it('of StringLike knows wildcards, and case', () => {
    for (const pattern of ['list', 'l*', '*', 'l?st']) {
      expect(on({ StringLike: { 'swf:taskList.name': pattern } })).toBe(true);
    }
    for (const pattern of ['L*', 'l?', '?']) {
      expect(on({ StringLike: { 'swf:taskList.name': ['x', pattern] } })).toBe(false);
    }
  });

  it('does not hold for a key that the request lacks', () => {
    expect(on({ StringEquals: { 'swf:activityType.name': 'list' } })).toBe(false);
    expect(on({ StringLike: { 'swf:activityType.name': '*' } })).toBe(false);
    const condition = { StringEquals: { 'swf:taskList.name': 'list' } };
    expect(allowed({ ...allow, Condition: condition }, { context: { 'swf:taskList.name': undefined } })).toBe(
      false,
    );
  });

  it('holds when all of it does', () => {
    expect(on({})).toBe(true);
    expect(
      on({
        StringEquals: { 'swf:taskList.name': 'list' },
        StringLike: { 'swf:taskList.name': 'l*' },
      }),
    ).toBe(true);
    expect(
      on({ StringEquals: { 'swf:taskList.name': 'list' }, StringLike: { 'swf:taskList.name': 'x*' } }),
    ).toBe(false);
    expect(on({ StringEquals: { 'swf:taskList.name': 'list', 'aws:username': 'x' } })).toBe(false);
  });

  it('that cannot be judged is an error, whatever the effect', () => {
    const unknown = { NumericEquals: { 'aws:x': '1' } } as Statement['Condition'];
    expect(() => on(unknown)).toThrow('NumericEquals');
  });
});

describe('a principal of the server', () => {
  const own = { accessKeyId: 'AKIDOWN', secretAccessKey: 'one' };
  const limited = { accessKeyId: 'AKIDLIMITED', secretAccessKey: 'two', sessionToken: 'token' };
  let server: Awaited<ReturnType<typeof serve>>;
  beforeAll(async () => {
    const policy: Policy = {
      Statement: {
        Effect: 'Allow',
        Action: 'swf:Poll*',
        Resource: 'arn:aws:swf:us-east-1:123456789012:/domain/one',
        Condition: { StringEquals: { 'swf:taskList.name': 'list' } },
      },
    };
    server = await serve({
      credentials: own,
      principals: [{ ...limited, policy }],
      pollHoldSeconds: 0.01,
    });
    for (const name of ['one', 'two']) await client(own).send(registration(name));
  });
  afterAll(() => server.close());

  const registration = (name: string) =>
    new RegisterDomainCommand({ name, workflowExecutionRetentionPeriodInDays: '1' });

  function client(credentials: typeof own, region = 'us-east-1'): SWFClient {
    return new SWFClient({ endpoint: server.url, region, credentials, maxAttempts: 1 });
  }

  function polled(credentials: typeof own, domain: string, list = 'list', region?: string): Promise<unknown> {
    const command = new PollForActivityTaskCommand({ domain, taskList: { name: list } });
    return client(credentials, region)
      .send(command)
      .then(
        ({ startedEventId }) => startedEventId,
        (error) => error.name,
      );
  }

  it('may do what its policy allows, in that domain and on that list', async () => {
    expect(await polled(limited, 'one')).toBe(0);
    expect(await polled(limited, 'two')).toBe('AccessDeniedException');
    expect(await polled(limited, 'one', 'list2')).toBe('AccessDeniedException');
    expect(await polled(limited, 'one', 'list', 'eu-west-1')).toBe('AccessDeniedException');
    expect(
      await client(limited)
        .send(registration('three'))
        .catch((error) => error.name),
    ).toBe('AccessDeniedException');
  });

  it('signs with its whole key', async () => {
    const { sessionToken: _, ...half } = limited;
    expect(await polled(half, 'one')).toBe('UnrecognizedClientException');
    expect(await polled({ ...limited, secretAccessKey: 'one' }, 'one')).toBe('InvalidSignatureException');
  });

  it('leaves the others their rights', async () => {
    expect(await polled(own, 'two', 'any')).toBe(0);
  });
});
