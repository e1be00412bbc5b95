import { describe, expect, it } from 'vitest';
import { cancelling, EMPTY, type Json, scheduling, serve } from './client.ts';

describe('a token', () => {
  it.each([
    ['RespondActivityTaskCompleted', 'ActivityTaskCompleted', { result: 'r' }],
    ['RespondActivityTaskFailed', 'ActivityTaskFailed', { reason: 'r', details: 'd' }],
    ['RespondActivityTaskCanceled', 'ActivityTaskCanceled', { details: 'd' }],
  ])('closes its task once: %s', async (operation, eventType, attributes) => {
    await using server = await serve();
    const { client } = server;
    await client.prepare();
    const execution = await client.schedule('list', {});
    const { taskToken } = await client.poll('list');
    await client.ok(operation, { taskToken, ...attributes });
    expect(await client.lastOf(execution, eventType)).toEqual({
      ...attributes,
      scheduledEventId: 5,
      startedEventId: 6,
    });
    const closed = 'UnknownResourceFault: Unknown activity, scheduledEventId = 5';
    expect(await client.fault(operation, { taskToken })).toBe(closed);
    expect(await client.fault('RecordActivityTaskHeartbeat', { taskToken })).toBe(closed);
    expect((await client.eventTypes(execution)).at(-1)).toBe('DecisionTaskScheduled');
  });

  it('of a closed execution serves no more, and adds nothing to the history', async () => {
    await using server = await serve();
    const { client } = server;
    await client.prepare();
    const execution = await client.schedule('list', {});
    const { taskToken } = await client.poll('list');
    await client.ok('TerminateWorkflowExecution', {
      domain: client.domain,
      workflowId: execution.workflowId,
    });
    const before = await client.history(execution);
    const { workflowId, runId } = execution;
    expect(await client.fault('RespondActivityTaskCompleted', { taskToken })).toBe(
      `UnknownResourceFault: Unknown execution: WorkflowExecution=[workflowId=${workflowId}, runId=${runId}]`,
    );
    expect(await client.history(execution)).toEqual(before);
  });

  it('is refused if it is made up, or of a decision task', async () => {
    await using server = await serve();
    const { client } = server;
    await client.prepare();
    const { workflowId } = await client.start();
    const decision = await client.decisionTask(workflowId);
    for (const taskToken of ['made up', decision.taskToken]) {
      expect(await client.fault('RespondActivityTaskCompleted', { taskToken })).toBe(
        'ValidationException: Invalid token',
      );
    }
  });
});

it('frees a closed activity’s id for a new task', async () => {
  await using server = await serve();
  const { client } = server;
  await client.prepare();
  const { workflowId } = await client.schedule('list', { input: 'old' });
  const { taskToken } = await client.poll('list');
  await client.ok('RespondActivityTaskCompleted', { taskToken });
  await client.decide(workflowId, scheduling('list', { input: 'new' }));
  expect(await client.poll('list')).toMatchObject({ activityId: 'one', input: 'new', startedEventId: 12 });
});

it('records the identity as it was given, and none where none was', async () => {
  await using server = await serve();
  const { client } = server;
  await client.prepare();
  for (const identity of ['', '\u0001 \ud83d\ude00 ', undefined, null]) {
    const execution = await client.schedule('list', {});
    await client.poll('list', { identity });
    const started = { scheduledEventId: 5, ...(typeof identity === 'string' ? { identity } : {}) };
    expect(await client.lastOf(execution, 'ActivityTaskStarted')).toEqual(started);
  }
});

describe('scheduling fails', () => {
  async function causeOf(attributes: Json, type: Json = {}, options = {}): Promise<unknown> {
    await using server = await serve({ pollHoldSeconds: 0.1, ...options });
    const { client } = server;
    const { domain } = client;
    await client.prepare();
    await client.ok('RegisterActivityType', { domain, name: 'typed', version: '1', ...type });
    const activityType = { name: 'deprecated', version: '1' };
    await client.ok('RegisterActivityType', { domain, ...activityType });
    await client.ok('DeprecateActivityType', { domain, activityType });
    const execution = await client.start();
    await client.decide(execution.workflowId, {
      decisionType: 'ScheduleActivityTask',
      scheduleActivityTaskDecisionAttributes: {
        activityId: 'one',
        activityType: { name: 'typed', version: '1' },
        ...attributes,
      },
    });
    expect(await client.poll('list')).toEqual(EMPTY);
    expect((await client.eventTypes(execution)).at(-1)).toBe('DecisionTaskScheduled');
    const failed = await client.lastOf(execution, 'ScheduleActivityTaskFailed');
    expect(failed).toMatchObject({ activityId: 'one', decisionTaskCompletedEventId: 4 });
    return (failed as Json).cause;
  }

  it('for types that are not there or deprecated', async () => {
    expect(await causeOf({ activityType: { name: 'Activity', version: '1' } })).toBe(
      'ACTIVITY_TYPE_DOES_NOT_EXIST',
    );
    expect(await causeOf({ activityType: { name: 'deprecated', version: '1' } })).toBe(
      'ACTIVITY_TYPE_DEPRECATED',
    );
  });

  it('for whatever neither the decision nor the type defines', async () => {
    const given: Json = {};
    expect(await causeOf({ ...given })).toBe('DEFAULT_TASK_LIST_UNDEFINED');
    given.taskList = { name: 'list' };
    expect(await causeOf({ ...given })).toBe('DEFAULT_SCHEDULE_TO_START_TIMEOUT_UNDEFINED');
    given.scheduleToStartTimeout = '1';
    expect(await causeOf({ ...given })).toBe('DEFAULT_SCHEDULE_TO_CLOSE_TIMEOUT_UNDEFINED');
    given.scheduleToCloseTimeout = '1';
    expect(await causeOf({ ...given })).toBe('DEFAULT_START_TO_CLOSE_TIMEOUT_UNDEFINED');
    given.startToCloseTimeout = '1';
    expect(await causeOf({ ...given })).toBe('DEFAULT_HEARTBEAT_TIMEOUT_UNDEFINED');
  });

  it('for an id that is in use, and past the limit of open activities', async () => {
    await using server = await serve({ openActivitiesPerExecution: 2 });
    const { client } = server;
    await client.prepare();
    const ids = ['one', 'one', 'two', 'three'];
    const execution = await client.schedule('list', ...ids.map((activityId) => ({ activityId })));
    const events = await client.history(execution);
    const causes = events.map(
      (event) => (event.scheduleActivityTaskFailedEventAttributes as Json | undefined)?.cause,
    );
    expect(causes.filter((cause) => cause)).toEqual([
      'ACTIVITY_ID_ALREADY_IN_USE',
      'OPEN_ACTIVITIES_LIMIT_EXCEEDED',
    ]);
  });
});

describe('cancelling', () => {
  it('ends a task that nobody started', async () => {
    await using server = await serve();
    const { client } = server;
    await client.prepare();
    const execution = await client.start();
    await client.decide(execution.workflowId, scheduling('list'), cancelling('one'));
    expect(await client.lastOf(execution, 'ActivityTaskCanceled')).toEqual({
      scheduledEventId: 5,
      startedEventId: 0,
      latestCancelRequestedEventId: 6,
    });
    expect((await client.eventTypes(execution)).slice(-3)).toEqual([
      'ActivityTaskCancelRequested',
      'ActivityTaskCanceled',
      'DecisionTaskScheduled',
    ]);
  });

  it('is told to the worker of a started task', async () => {
    await using server = await serve();
    const { client } = server;
    await client.prepare();
    const execution = await client.schedule('list', { activityId: 'one' }, { activityId: 'two' });
    const { taskToken } = await client.poll('list');
    const { taskToken: second } = await client.poll('list');
    expect(await client.ok('RecordActivityTaskHeartbeat', { taskToken })).toEqual({ cancelRequested: false });
    await client.ok('RespondActivityTaskCompleted', { taskToken: second });
    await client.decide(execution.workflowId, cancelling('one'));
    expect(await client.ok('RecordActivityTaskHeartbeat', { taskToken })).toEqual({ cancelRequested: true });
    await client.ok('RespondActivityTaskCanceled', { taskToken, details: 'stopped' });
    expect(await client.lastOf(execution, 'ActivityTaskCanceled')).toMatchObject({
      details: 'stopped',
      latestCancelRequestedEventId: expect.any(Number),
    });
  });

  it('fails for an activity that is not open', async () => {
    await using server = await serve();
    const { client } = server;
    await client.prepare();
    const execution = await client.start();
    await client.decide(execution.workflowId, cancelling('none'));
    expect(await client.lastOf(execution, 'RequestCancelActivityTaskFailed')).toEqual({
      activityId: 'none',
      cause: 'ACTIVITY_ID_UNKNOWN',
      decisionTaskCompletedEventId: 4,
    });
    expect((await client.eventTypes(execution)).at(-1)).toBe('DecisionTaskScheduled');
  });
});

describe.concurrent('timeouts', () => {
  it.each(['SCHEDULE_TO_START', 'SCHEDULE_TO_CLOSE'])(
    '%s ends a task that nobody started',
    async (timeoutType) => {
      await using server = await serve({ pollHoldSeconds: 0.2 });
      const { client } = server;
      await client.prepare();
      const member =
        timeoutType === 'SCHEDULE_TO_START' ? 'scheduleToStartTimeout' : 'scheduleToCloseTimeout';
      const execution = await client.schedule('list', { [member]: '1' });
      await expect
        .poll(() => client.lastOf(execution, 'ActivityTaskTimedOut'), { timeout: 10_000 })
        .toEqual({ timeoutType, scheduledEventId: 5, startedEventId: 0 });
      expect(await client.poll('list')).toEqual(EMPTY);
      expect((await client.eventTypes(execution)).at(-1)).toBe('DecisionTaskScheduled');
    },
  );

  it.each(['START_TO_CLOSE', 'SCHEDULE_TO_CLOSE', 'HEARTBEAT'])(
    '%s ends a started task',
    async (timeoutType) => {
      await using server = await serve();
      const { client } = server;
      await client.prepare();
      const member = {
        START_TO_CLOSE: 'startToCloseTimeout',
        SCHEDULE_TO_CLOSE: 'scheduleToCloseTimeout',
        HEARTBEAT: 'heartbeatTimeout',
      }[timeoutType];
      const execution = await client.schedule('list', { [String(member)]: '1' });
      const { taskToken } = await client.poll('list');
      await client.ok('RecordActivityTaskHeartbeat', { taskToken, details: 'half way' });
      await expect
        .poll(() => client.lastOf(execution, 'ActivityTaskTimedOut'), { timeout: 10_000 })
        .toEqual({ timeoutType, scheduledEventId: 5, startedEventId: 6, details: 'half way' });
      expect(await client.fault('RespondActivityTaskCompleted', { taskToken })).toMatch('Unknown activity');
    },
  );

  it('run from the start for heartbeats, and anew from each one', async () => {
    await using server = await serve({ pollHoldSeconds: 0.2 });
    const { client } = server;
    await client.prepare();
    const execution = await client.schedule('list', { heartbeatTimeout: '1' });
    await new Promise((resolve) => setTimeout(resolve, 1200));
    const { taskToken } = await client.poll('list');
    expect(taskToken).toBeTruthy();
    for (let beats = 0; beats < 3; beats++) {
      await new Promise((resolve) => setTimeout(resolve, 600));
      await client.ok('RecordActivityTaskHeartbeat', { taskToken });
    }
    await client.ok('RespondActivityTaskCompleted', { taskToken });
    expect(await client.eventTypes(execution)).not.toContain('ActivityTaskTimedOut');
  });
});
