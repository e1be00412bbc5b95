import { expect, it } from 'vitest';
import { activityType, completing, scheduling, serve, workflowType } from './client.ts';

it('starts one open execution an id, with the type’s defaults', async () => {
  await using server = await serve();
  const { client } = server;
  const { domain } = client;
  await client.prepare();
  const { workflowId, runId } = await client.start();
  const again = { domain, workflowId, workflowType };
  expect(await client.fault('StartWorkflowExecution', again)).toMatch('WorkflowExecutionAlreadyStartedFault');
  expect(await client.fault('StartWorkflowExecution', { ...again, workflowId: 'other' })).toMatch(
    'DefaultUndefinedFault',
  );
  const unknown = { ...again, workflowId: 'other', workflowType: { name: 'workflow', version: '2' } };
  expect(await client.fault('StartWorkflowExecution', unknown)).toMatch('UnknownResourceFault: Unknown type');

  await client.ok('RegisterWorkflowType', {
    domain,
    name: 'workflow',
    version: '2',
    defaultTaskList: { name: 'defaults' },
    defaultTaskStartToCloseTimeout: '10',
    defaultExecutionStartToCloseTimeout: '20',
    defaultChildPolicy: 'ABANDON',
  });
  await client.ok('StartWorkflowExecution', unknown);
  expect(await client.decisionTask('defaults')).toMatchObject({ workflowExecution: { workflowId: 'other' } });

  await client.ok('TerminateWorkflowExecution', { domain, workflowId });
  const next = await client.start({ workflowId });
  expect(next.runId).not.toBe(runId);
});

it('records a history as SWF does', async () => {
  await using server = await serve();
  const { client } = server;
  const { domain } = client;
  await client.prepare();
  const execution = await client.start({ input: 'given', tagList: ['tag'] });
  const task = await client.ok('PollForDecisionTask', {
    domain,
    taskList: { name: execution.workflowId },
    identity: 'decider',
  });
  expect(task).toMatchObject({
    startedEventId: 3,
    previousStartedEventId: 0,
    workflowType,
    workflowExecution: execution,
  });
  expect(task.events).toHaveLength(3);
  const decisions = [scheduling('list', { input: 'in', control: 'kept' })];
  await client.ok('RespondDecisionTaskCompleted', {
    taskToken: task.taskToken,
    decisions,
    executionContext: 'context',
  });
  const { taskToken } = await client.poll('list', { identity: 'worker' });
  await client.ok('RespondActivityTaskCompleted', { taskToken, result: 'out' });
  expect(await client.decisionTask(execution.workflowId)).toMatchObject({ previousStartedEventId: 3 });

  const events = await client.history(execution);
  expect(events.map(({ eventId }) => eventId)).toEqual(events.map((_, index) => index + 1));
  const taskList = { name: execution.workflowId };
  expect(events.map(({ eventTimestamp: _, eventId: __, ...event }) => event)).toEqual([
    {
      eventType: 'WorkflowExecutionStarted',
      workflowExecutionStartedEventAttributes: {
        childPolicy: 'TERMINATE',
        executionStartToCloseTimeout: '3600',
        input: 'given',
        parentInitiatedEventId: 0,
        tagList: ['tag'],
        taskList,
        taskPriority: '0',
        taskStartToCloseTimeout: 'NONE',
        workflowType,
      },
    },
    {
      eventType: 'DecisionTaskScheduled',
      decisionTaskScheduledEventAttributes: { taskList, taskPriority: '0', startToCloseTimeout: 'NONE' },
    },
    {
      eventType: 'DecisionTaskStarted',
      decisionTaskStartedEventAttributes: { identity: 'decider', scheduledEventId: 2 },
    },
    {
      eventType: 'DecisionTaskCompleted',
      decisionTaskCompletedEventAttributes: {
        executionContext: 'context',
        scheduledEventId: 2,
        startedEventId: 3,
      },
    },
    {
      eventType: 'ActivityTaskScheduled',
      activityTaskScheduledEventAttributes: {
        activityId: 'one',
        activityType,
        control: 'kept',
        decisionTaskCompletedEventId: 4,
        heartbeatTimeout: 'NONE',
        input: 'in',
        scheduleToCloseTimeout: 'NONE',
        scheduleToStartTimeout: 'NONE',
        startToCloseTimeout: 'NONE',
        taskList: { name: 'list' },
        taskPriority: '0',
      },
    },
    {
      eventType: 'ActivityTaskStarted',
      activityTaskStartedEventAttributes: { identity: 'worker', scheduledEventId: 5 },
    },
    {
      eventType: 'ActivityTaskCompleted',
      activityTaskCompletedEventAttributes: { result: 'out', scheduledEventId: 5, startedEventId: 6 },
    },
    {
      eventType: 'DecisionTaskScheduled',
      decisionTaskScheduledEventAttributes: { taskList, taskPriority: '0', startToCloseTimeout: 'NONE' },
    },
    { eventType: 'DecisionTaskStarted', decisionTaskStartedEventAttributes: { scheduledEventId: 8 } },
  ]);
});

it('hands a history out in pages, in both directions', async () => {
  await using server = await serve();
  const { client } = server;
  const { domain } = client;
  await client.prepare();
  const execution = await client.schedule('list', {});
  for (const reverseOrder of [false, true]) {
    const seen: unknown[] = [];
    let nextPageToken: unknown;
    do {
      const input = { domain, execution, maximumPageSize: 2, reverseOrder, nextPageToken };
      const page = await client.ok('GetWorkflowExecutionHistory', input);
      seen.push(...(page.events as { eventId: number }[]).map(({ eventId }) => eventId));
      nextPageToken = page.nextPageToken;
    } while (nextPageToken !== undefined);
    expect(seen).toEqual(reverseOrder ? [5, 4, 3, 2, 1] : [1, 2, 3, 4, 5]);
  }
  const input = { domain, execution, nextPageToken: 'made up' };
  expect(await client.fault('GetWorkflowExecutionHistory', input)).toBe('ValidationException: Invalid token');
  const unknown = { domain, execution: { ...execution, runId: 'none' } };
  expect(await client.fault('GetWorkflowExecutionHistory', unknown)).toMatch(
    'UnknownResourceFault: Unknown execution: ',
  );
});

it('hands out a decision task in pages', async () => {
  await using server = await serve();
  const { client } = server;
  await client.prepare();
  const { workflowId } = await client.start();
  const poll = { domain: client.domain, taskList: { name: workflowId }, maximumPageSize: 2 };
  const first = await client.ok('PollForDecisionTask', poll);
  const second = await client.ok('PollForDecisionTask', { ...poll, nextPageToken: first.nextPageToken });
  expect(second).toMatchObject({ taskToken: first.taskToken, startedEventId: 3, events: [{ eventId: 3 }] });
  expect(second).not.toHaveProperty('nextPageToken');
});

it('has one decision task of an execution open at a time', async () => {
  await using server = await serve({ pollHoldSeconds: 0.2 });
  const { client } = server;
  await client.prepare();
  const execution = await client.schedule('list', { activityId: 'one' }, { activityId: 'two' });
  const tokens = [(await client.poll('list')).taskToken, (await client.poll('list')).taskToken];
  await client.ok('RespondActivityTaskCompleted', { taskToken: tokens[0] });
  const decision = await client.decisionTask(execution.workflowId);
  await client.ok('RespondActivityTaskCompleted', { taskToken: tokens[1] });
  expect(await client.decisionTask(execution.workflowId)).toEqual({
    previousStartedEventId: 0,
    startedEventId: 0,
  });

  // Its decider does not know of the second completion, so it cannot end the execution.
  await client.ok('RespondDecisionTaskCompleted', { taskToken: decision.taskToken, decisions: [completing] });
  expect(await client.lastOf(execution, 'CompleteWorkflowExecutionFailed')).toMatchObject({
    cause: 'UNHANDLED_DECISION',
  });
  await client.decide(execution.workflowId, completing);
  expect((await client.eventTypes(execution)).at(-1)).toBe('WorkflowExecutionCompleted');
});

it('times out decision tasks and executions', async () => {
  await using server = await serve({ pollHoldSeconds: 5 });
  const { client } = server;
  await client.prepare();
  const execution = await client.start({ taskStartToCloseTimeout: '1', executionStartToCloseTimeout: '2' });
  const first = await client.decisionTask(execution.workflowId);
  const second = await client.decisionTask(execution.workflowId);
  expect(second.startedEventId).toBe(6);
  expect(await client.lastOf(execution, 'DecisionTaskTimedOut')).toEqual({
    timeoutType: 'START_TO_CLOSE',
    scheduledEventId: 2,
    startedEventId: 3,
  });
  const late = { taskToken: first.taskToken };
  expect(await client.fault('RespondDecisionTaskCompleted', late)).toMatch(
    'UnknownResourceFault: Unknown decision',
  );
  await expect
    .poll(() => client.eventTypes(execution), { timeout: 10_000 })
    .toContain('WorkflowExecutionTimedOut');
  const closed = { taskToken: second.taskToken };
  expect(await client.fault('RespondDecisionTaskCompleted', closed)).toMatch('Unknown execution');
});

it('terminates and describes executions', async () => {
  await using server = await serve();
  const { client } = server;
  const { domain } = client;
  await client.prepare();
  const execution = await client.schedule('list', {});
  const other = { domain, workflowId: execution.workflowId, runId: 'other' };
  expect(await client.fault('TerminateWorkflowExecution', other)).toMatch('UnknownResourceFault');
  expect(await client.ok('DescribeWorkflowExecution', { domain, execution })).toMatchObject({
    executionInfo: { execution, executionStatus: 'OPEN' },
    openCounts: { openActivityTasks: 1, openDecisionTasks: 0 },
  });
  await client.ok('TerminateWorkflowExecution', { domain, ...execution, reason: 'why', details: 'what' });
  expect(await client.lastOf(execution, 'WorkflowExecutionTerminated')).toEqual({
    reason: 'why',
    details: 'what',
    childPolicy: 'TERMINATE',
    cause: 'OPERATOR_INITIATED',
  });
  expect(await client.ok('DescribeWorkflowExecution', { domain, execution })).toMatchObject({
    executionInfo: { executionStatus: 'CLOSED', closeStatus: 'TERMINATED' },
    openCounts: { openActivityTasks: 0, openDecisionTasks: 0 },
  });
});

it('refuses decisions that it cannot carry out, and records nothing of them', async () => {
  await using server = await serve();
  const { client } = server;
  await client.prepare();
  const execution = await client.start();
  const { taskToken } = await client.decisionTask(execution.workflowId);
  for (const decisions of [
    [{ decisionType: 'StartTimer' }],
    [{ decisionType: 'ScheduleActivityTask' }],
    [{ decisionType: 'RequestCancelActivityTask' }],
    [completing, scheduling('list')],
    [scheduling('list', { activityId: 'a/b' })],
    [scheduling('a:b')],
    [scheduling('list', { taskPriority: '2147483648' })],
    [scheduling('list', { heartbeatTimeout: 'soon' })],
  ]) {
    const fault = await client.fault('RespondDecisionTaskCompleted', { taskToken, decisions });
    expect(fault).toMatch('ValidationException');
  }
  expect(await client.history(execution)).toHaveLength(3);
  await client.ok('RespondDecisionTaskCompleted', {
    taskToken,
    taskList: { name: 'moved' },
    decisions: null,
  });
});
