import { describe, expect, it } from 'vitest';
import { cancelling, completing, EMPTY, type Json, scheduling, serve, waiting } from './client.ts';

describe('a waiting poll', () => {
  it('gets its task as soon as it is scheduled, and a whole one', async () => {
    await using server = await serve({ pollHoldSeconds: 30 });
    const { client } = server;
    await client.prepare();
    const poll = client.poll('list');
    const other = client.poll('other list');
    await waiting(server, 2);
    const execution = await client.schedule('list', { input: 'ein\u0000 \ud83d\ude00\r\n{"a":1}' });
    const task = await poll;
    expect(task).toEqual({
      taskToken: expect.stringMatching(/^.{1,1024}$/),
      activityId: 'one',
      startedEventId: 6,
      workflowExecution: execution,
      activityType: { name: 'activity', version: '1' },
      input: 'ein\u0000 \ud83d\ude00\r\n{"a":1}',
    });
    server.service.close();
    expect(await other).toEqual(EMPTY);
  });

  it('is answered empty when the hold is over, exactly as the live service does', async () => {
    await using server = await serve({ pollHoldSeconds: 0.3 });
    const { client } = server;
    await client.prepare();
    const began = performance.now();
    const poll = { domain: client.domain, taskList: { name: 'list' } };
    const reply = await client.send('PollForActivityTask', poll);
    expect(performance.now() - began).toBeGreaterThan(290);
    expect(reply.text).toBe('{"startedEventId":0}');
    const decision = await client.send('PollForDecisionTask', poll);
    expect(decision.text).toBe('{"previousStartedEventId":0,"startedEventId":0}');
  });

  it('goes on waiting when another one gets the task', async () => {
    await using server = await serve({ pollHoldSeconds: 30 });
    const { client } = server;
    await client.prepare();
    const answered: Json[] = [];
    const polls = [1, 2, 3].map(async () => answered.push(await client.poll('list')));
    await waiting(server, 3);
    for (const count of [1, 2, 3]) {
      await client.schedule('list', {});
      await expect.poll(() => answered.length).toBe(count);
    }
    await Promise.all(polls);
    expect(new Set(answered.map(({ taskToken }) => taskToken)).size).toBe(3);
  });

  it('is given nothing once its client has gone', async () => {
    await using server = await serve({ pollHoldSeconds: 30 });
    const { client } = server;
    await client.prepare();
    const gone = new AbortController();
    const poll = client.send(
      'PollForActivityTask',
      { domain: client.domain, taskList: { name: 'list' } },
      gone.signal,
    );
    await waiting(server, 1);
    gone.abort();
    await expect(poll).rejects.toThrow('aborted');
    await waiting(server, 0);
    const execution = await client.schedule('list', {});
    expect(await client.poll('list')).toMatchObject({ workflowExecution: execution, startedEventId: 6 });
  });

  it('can be one of a thousand', async () => {
    await using server = await serve({ pollHoldSeconds: 60 });
    const { client } = server;
    await client.prepare();
    const lists = Array.from({ length: 1000 }, (_, index) => `list ${index}`);
    const polls = lists.map((list) => client.poll(list));
    await waiting(server, 1000);
    const execution = await client.start();
    await client.decide(execution.workflowId, ...lists.map((list) => scheduling(list, { activityId: list })));
    const tasks = await Promise.all(polls);
    expect(tasks.map(({ activityId }) => activityId)).toEqual(lists);
  });

  it('is refused past the limit of its list, and room comes back', async () => {
    await using server = await serve({ pollHoldSeconds: 30, pollersPerTaskList: 2 });
    const { client } = server;
    await client.prepare();
    const gone = new AbortController();
    const input = { domain: client.domain, taskList: { name: 'list' } };
    const leaving = client.send('PollForActivityTask', input, gone.signal).catch(() => undefined);
    const staying = client.poll('list');
    await waiting(server, 2);
    expect(await client.fault('PollForActivityTask', input)).toBe(
      'LimitExceededFault: Limit on maximum concurrent poll requests per task list reached',
    );
    const elsewhere = client.poll('elsewhere');
    await waiting(server, 3);
    gone.abort();
    await leaving;
    await waiting(server, 2);
    const next = client.poll('list');
    await client.schedule('list', {});
    await client.schedule('list', {});
    await client.schedule('elsewhere', {});
    for (const task of await Promise.all([staying, next, elsewhere])) {
      expect(task.taskToken).toBeTruthy();
    }
  });
});

describe('a task', () => {
  it('goes to exactly one of many polls, every one of many tasks once', async () => {
    await using server = await serve({ pollHoldSeconds: 1 });
    const { client } = server;
    await client.prepare();
    const ids = Array.from({ length: 50 }, (_, index) => `activity ${index}`);
    const polls = Array.from({ length: 60 }, () => client.poll('list'));
    await waiting(server, 60);
    await client.schedule('list', ...ids.map((activityId) => ({ activityId })));
    const tasks = await Promise.all(polls);
    expect(tasks.flatMap(({ activityId }) => activityId ?? []).sort()).toEqual(ids.sort());
    expect(new Set(tasks.map(({ taskToken }) => taskToken)).size).toBe(51);
  });

  it('comes by priority, then in the order of scheduling', async () => {
    await using server = await serve();
    const { client } = server;
    await client.prepare();
    await client.schedule(
      'list',
      { activityId: 'low', taskPriority: '-5' },
      { activityId: 'first' },
      { activityId: 'second' },
      { activityId: 'high', taskPriority: '10' },
    );
    const order: unknown[] = [];
    for (let index = 0; index < 4; index++) {
      order.push((await client.poll('list')).activityId);
    }
    expect(order).toEqual(['high', 'first', 'second', 'low']);
  });

  it('stays on its own list: exact name, domain, and kind', async () => {
    await using server = await serve({ pollHoldSeconds: 0.3 });
    const { client } = server;
    await client.prepare();
    const other = `${client.domain} other`;
    await client.ok('RegisterDomain', { name: other, workflowExecutionRetentionPeriodInDays: 'NONE' });
    const { workflowId } = await client.schedule('caf\u00e9 list', {});
    await client.start({ workflowId: 'waiting', taskList: { name: 'caf\u00e9 list' } });
    const near = ['Caf\u00e9 list', 'cafe\u0301 list', 'caf\u00e9', 'caf\u00e9  list', 'caf\u00e9 list.'];
    for (const task of await Promise.all([
      ...near.map((name) => client.poll(name)),
      client.poll('caf\u00e9 list', { domain: other }),
    ])) {
      expect(task).toEqual(EMPTY);
    }
    expect(await client.poll('caf\u00e9 list')).toMatchObject({ workflowExecution: { workflowId } });
    expect(await client.poll('caf\u00e9 list')).toEqual(EMPTY);
  });

  it('goes to the default list of its type where the decision names none', async () => {
    await using server = await serve();
    const { client } = server;
    await client.prepare();
    const type = { name: 'with defaults', version: '1' };
    await client.ok('RegisterActivityType', {
      domain: client.domain,
      ...type,
      defaultTaskList: { name: 'default list' },
      defaultTaskPriority: '7',
      defaultTaskHeartbeatTimeout: 'NONE',
      defaultTaskStartToCloseTimeout: '100',
      defaultTaskScheduleToStartTimeout: '200',
      defaultTaskScheduleToCloseTimeout: '300',
    });
    const execution = await client.start();
    await client.decide(execution.workflowId, {
      decisionType: 'ScheduleActivityTask',
      scheduleActivityTaskDecisionAttributes: { activityId: 'one', activityType: type },
    });
    expect(await client.poll('default list')).toMatchObject({ activityType: type });
    expect(await client.lastOf(execution, 'ActivityTaskScheduled')).toMatchObject({
      taskPriority: '7',
      scheduleToStartTimeout: '200',
      scheduleToCloseTimeout: '300',
      startToCloseTimeout: '100',
      heartbeatTimeout: 'NONE',
    });
  });

  it('is not delivered when its execution is terminated or completed, or it is cancelled', async () => {
    await using server = await serve({ pollHoldSeconds: 0.2 });
    const { client } = server;
    const { domain } = client;
    await client.prepare();
    const { workflowId } = await client.schedule('list', {});
    await client.ok('TerminateWorkflowExecution', { domain, workflowId });
    const completed = await client.start();
    await client.decide(completed.workflowId, scheduling('list'), completing);
    const cancelled = await client.start();
    await client.decide(cancelled.workflowId, scheduling('list'), cancelling('one'));
    expect(await client.ok('CountPendingActivityTasks', { domain, taskList: { name: 'list' } })).toEqual({
      count: 0,
      truncated: false,
    });
    expect(await client.poll('list')).toEqual(EMPTY);
  });

  it('is counted while it waits', async () => {
    await using server = await serve();
    const { client } = server;
    await client.prepare();
    await client.schedule('list', { activityId: 'one' }, { activityId: 'two' });
    const count = () =>
      client.ok('CountPendingActivityTasks', { domain: client.domain, taskList: { name: 'list' } });
    expect(await count()).toEqual({ count: 2, truncated: false });
    await client.poll('list');
    expect(await count()).toEqual({ count: 1, truncated: false });
  });
});
