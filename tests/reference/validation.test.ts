import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { EMPTY, type Json, serve } from './client.ts';

let server: Awaited<ReturnType<typeof serve>>;

beforeAll(async () => {
  server = await serve({ pollHoldSeconds: 0.01 });
  await server.client.prepare();
});

afterAll(() => server.close());

/** A poll that is right but for what is given. */
function polling(overrides: Json): Json {
  return { domain: server.client.domain, taskList: { name: 'list' }, identity: 'me', ...overrides };
}

const refused = (overrides: Json) => server.client.fault('PollForActivityTask', polling(overrides));
const accepted = (overrides: Json) => server.client.ok('PollForActivityTask', polling(overrides));

describe('a poll is refused', () => {
  const long = 'x'.repeat(257);

  it.each([
    ['no domain', { domain: undefined }, "null at 'domain'", 'not be null'],
    ['a null domain', { domain: null }, "null at 'domain'", 'not be null'],
    ['an empty domain', { domain: '' }, "'' at 'domain'", 'greater than or equal to 1'],
    ['a domain too long', { domain: long }, "at 'domain'", 'less than or equal to 256'],
    ['no task list', { taskList: undefined }, "null at 'taskList'", 'not be null'],
    ['a null task list', { taskList: null }, "null at 'taskList'", 'not be null'],
    ['a task list without a name', { taskList: {} }, "null at 'taskList.name'", 'not be null'],
    ['a null name', { taskList: { name: null } }, "null at 'taskList.name'", 'not be null'],
    ['an empty name', { taskList: { name: '' } }, "'' at 'taskList.name'", 'greater than or equal to 1'],
    ['a name too long', { taskList: { name: long } }, "at 'taskList.name'", 'less than or equal to 256'],
    ['an identity too long', { identity: long }, "at 'identity'", 'less than or equal to 256'],
  ])('for %s', async (_, overrides, where, constraint) => {
    const fault = await refused(overrides);
    expect(fault).toMatch('ValidationException: 1 validation error detected: Value ');
    expect(fault).toContain(where);
    expect(fault).toContain(
      `failed to satisfy constraint: Member must ${constraint.startsWith('not') ? '' : 'have length '}${constraint}`,
    );
  });

  it('for all its mistakes at once', async () => {
    expect(await refused({ domain: null, taskList: { name: '' } })).toMatch('2 validation errors detected: ');
  });

  it.each([4, true, ['list'], { name: 'list' }])('for %j where a text should be', async (value) => {
    for (const overrides of [{ domain: value }, { taskList: { name: value } }, { identity: value }]) {
      expect(await refused(overrides)).toMatch(/^SerializationException: .+/);
    }
  });

  it.each([4, true, ['list'], 'list'])('for %j where the task list should be', async (taskList) => {
    expect(await refused({ taskList })).toMatch(/^SerializationException: .+/);
  });

  const controls = Array.from({ length: 0x20 + 0x21 }, (_, index) =>
    index < 0x20 ? index : index - 0x20 + 0x7f,
  );
  const forbidden = [':', '/', '|', ...controls.map((code) => String.fromCharCode(code))];

  it.each(forbidden)('for a task list name with %j, wherever it stands', async (char) => {
    for (const name of [`${char}list`, `li${char}st`, `list${char}`]) {
      expect(await refused({ taskList: { name } })).toMatch('ValidationException');
    }
  });

  it.each([' ', '\u00a0', '\u2003', '\u2028', '\u3000'])('for %j around a task list name', async (space) => {
    expect(await refused({ taskList: { name: `${space}list` } })).toMatch('ValidationException');
    expect(await refused({ taskList: { name: `list${space}` } })).toMatch('ValidationException');
  });

  it('for the task list arn', async () => {
    expect(await refused({ taskList: { name: 'arn' } })).toMatch('ValidationException');
  });

  it('before its domain is looked up, and for an unknown domain', async () => {
    expect(await refused({ domain: 'unknown', taskList: { name: 'a:b' } })).toMatch('ValidationException');
    expect(await refused({ domain: 'unknown' })).toBe('UnknownResourceFault: Unknown domain: unknown');
    const near = server.client.domain.toUpperCase();
    expect(await refused({ domain: near })).toBe(`UnknownResourceFault: Unknown domain: ${near}`);
  });
});

describe('a poll is accepted', () => {
  it.each([
    'a',
    'arns',
    'an arn',
    'ARN',
    'in  side',
    '-_.!~*\'()#?&=+$,;@"\\<>[]{}%^`',
    '\u4efb\u52a1\u5217\u8868',
    '\u200blist',
  ])('for the task list %j', async (name) => {
    expect(await accepted({ taskList: { name } })).toEqual(EMPTY);
  });

  it('for names and identities of 256 characters, an emoji being one', async () => {
    for (const text of ['x'.repeat(256), '\ud83d\ude00'.repeat(256)]) {
      expect(await accepted({ taskList: { name: text }, identity: text })).toEqual(EMPTY);
    }
  });

  it.each([undefined, null, '', 'me\u0000'])('with the identity %j', async (identity) => {
    expect(await accepted({ identity })).toEqual(EMPTY);
  });

  it('with members that the model lacks', async () => {
    const more = { unknown: [1], __proto__: 4, taskList: { name: 'list', more: {} } };
    expect(await accepted(more)).toEqual(EMPTY);
  });
});

it('holds registration, starting and scheduling to the naming rules too', async () => {
  const { client } = server;
  const { domain } = client;
  const domainInput = { name: 'a/b', workflowExecutionRetentionPeriodInDays: '1' };
  expect(await client.fault('RegisterDomain', domainInput)).toMatch('ValidationException');
  expect(await client.fault('RegisterActivityType', { domain, name: 'arn', version: '1' })).toMatch(
    'ValidationException',
  );
  expect(await client.fault('RegisterWorkflowType', { domain, name: 'w', version: '1 ' })).toMatch(
    'ValidationException',
  );
  const workflowType = { name: 'workflow', version: '1' };
  expect(await client.fault('StartWorkflowExecution', { domain, workflowId: 'a|b', workflowType })).toMatch(
    'ValidationException',
  );
  const listed = { domain, name: 'other', version: '1', defaultTaskList: { name: 'a:b' } };
  expect(await client.fault('RegisterActivityType', listed)).toMatch('ValidationException');
});

it('holds numbers and truth values to their types and bounds', async () => {
  const { client } = server;
  const poll = { domain: client.domain, taskList: { name: 'list' } };
  const fault = (overrides: Json) => client.fault('PollForDecisionTask', { ...poll, ...overrides });
  expect(await fault({ maximumPageSize: 1001 })).toMatch('ValidationException');
  expect(await fault({ maximumPageSize: '10' })).toMatch('SerializationException');
  expect(await fault({ maximumPageSize: 1.5 })).toMatch('SerializationException');
  expect(await fault({ reverseOrder: 'yes' })).toMatch('SerializationException');
  const start = { domain: client.domain, workflowId: 'w', workflowType: { name: 'workflow', version: '1' } };
  expect(await client.fault('StartWorkflowExecution', { ...start, tagList: Array(6).fill('tag') })).toMatch(
    'ValidationException',
  );
  expect(await client.fault('StartWorkflowExecution', { ...start, tagList: 'tag' })).toMatch(
    'SerializationException',
  );
  expect(await client.fault('StartWorkflowExecution', { ...start, childPolicy: 'NONE' })).toMatch(
    'ValidationException',
  );
});
