import { expect, it } from 'vitest';
import { activityType, serve, workflowType } from './client.ts';

it('registers, describes, deprecates and undeprecates domains', async () => {
  await using server = await serve();
  const { client } = server;
  const name = client.domain;
  expect(await client.fault('DescribeDomain', { name })).toBe(
    `UnknownResourceFault: Unknown domain: ${name}`,
  );
  await client.prepare();
  const again = { name, workflowExecutionRetentionPeriodInDays: '1' };
  expect(await client.fault('RegisterDomain', again)).toMatch('DomainAlreadyExistsFault');
  expect(await client.ok('DescribeDomain', { name })).toEqual({
    domainInfo: { name, status: 'REGISTERED', arn: `arn:aws:swf:us-east-1:123456789012:/domain/${name}` },
    configuration: { workflowExecutionRetentionPeriodInDays: '1' },
  });
  expect(await client.fault('UndeprecateDomain', { name })).toMatch('DomainAlreadyExistsFault');
  await client.ok('DeprecateDomain', { name });
  expect(await client.fault('DeprecateDomain', { name })).toMatch('DomainDeprecatedFault');
  expect(await client.ok('DescribeDomain', { name })).toMatchObject({ domainInfo: { status: 'DEPRECATED' } });
  await client.ok('UndeprecateDomain', { name });
});

it('goes on with what was started before its domain was deprecated', async () => {
  await using server = await serve();
  const { client } = server;
  await client.prepare();
  const { workflowId } = await client.schedule('list', {});
  await client.ok('DeprecateDomain', { name: client.domain });
  expect(await client.poll('list')).toMatchObject({ workflowExecution: { workflowId } });
  const start = { domain: client.domain, workflowId: 'new', workflowType };
  expect(await client.fault('StartWorkflowExecution', start)).toMatch('DomainDeprecatedFault');
});

it('registers types, deprecates and deletes activity types', async () => {
  await using server = await serve();
  const { client } = server;
  const { domain } = client;
  await client.prepare();
  expect(await client.fault('RegisterActivityType', { domain, ...activityType })).toMatch(
    'TypeAlreadyExistsFault',
  );
  expect(await client.fault('RegisterWorkflowType', { domain, ...workflowType })).toMatch(
    'TypeAlreadyExistsFault',
  );
  expect(await client.fault('DeleteActivityType', { domain, activityType })).toMatch(
    'TypeNotDeprecatedFault',
  );
  await client.ok('DeprecateActivityType', { domain, activityType });
  expect(await client.fault('DeprecateActivityType', { domain, activityType })).toMatch(
    'TypeDeprecatedFault',
  );
  await client.ok('DeleteActivityType', { domain, activityType });
  expect(await client.fault('DeleteActivityType', { domain, activityType })).toMatch(
    'UnknownResourceFault: Unknown type',
  );
  await client.ok('RegisterActivityType', { domain, ...activityType });
});

it('keeps regions apart', async () => {
  await using server = await serve();
  const { client } = server;
  await client.prepare();
  const scope = 'Credential=KEY/20260101/eu-west-1/swf/aws4_request';
  client.headers = {
    Authorization: `AWS4-HMAC-SHA256 ${scope}, SignedHeaders=host, Signature=${'0'.repeat(64)}`,
  };
  expect(await client.fault('DescribeDomain', { name: client.domain })).toMatch('UnknownResourceFault');
  await client.prepare();
  await client.schedule('list', {});
  client.headers = {};
  expect(await client.poll('list')).toEqual({ startedEventId: 0 });
});
