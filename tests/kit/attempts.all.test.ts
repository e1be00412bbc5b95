import { afterEach, describe, expect, it } from 'vitest';
import { RequestBudget } from '../../client/request-budget.ts';
import { SetupFailed } from '../../client/setup-failed.ts';
import { neededSteps } from '../../engine/evidence/needed-calls.ts';
import { Fixture } from '../../kit/fixture.ts';
import { Target } from '../../kit/target.ts';
import { startReferenceServer } from '../../reference/index.ts';

const closers: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

type Answer = () => Promise<Response>;

/** A fixture on a server that answers the nth request for an operation (from 1) as it is told; what it was asked for. */
async function groundOn(answer: (operation: string, nth: number, asDocumented: Answer) => Promise<Response>) {
  const asked = new Map<string, number>();
  const server = await startReferenceServer({
    wrap(request, next) {
      const operation = request.headers.get('x-amz-target')?.split('.').at(-1) ?? '';
      const nth = (asked.get(operation) ?? 0) + 1;
      asked.set(operation, nth);
      return answer(operation, nth, () => next(request));
    },
  });
  const never = new AbortController().signal;
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  const endpoint = new URL(server.url);
  const options = { endpoint, region: 'us-east-1', credentials, pollHold: 1, runId: '0' };
  const target = new Target(options, never);
  const fixture = new Fixture(target, never, new RequestBudget());
  closers.push(
    () => server.close(),
    () => target.wire.close(),
  );
  return { target, fixture, asked };
}

const failure = async (status = 500) => Response.json({ __type: 'InternalFailure' }, { status });

/** The operation fails so often, and does nothing, before it is done. */
const failing = (failed: string, times: number) => (operation: string, nth: number, asDocumented: Answer) =>
  operation === failed && nth <= times ? failure() : asDocumented();

describe('what a rule needs before it can observe anything is tried three times', () => {
  it.each([
    'RegisterDomain',
    'RegisterWorkflowType',
    'RegisterActivityType',
    'StartWorkflowExecution',
    'PollForDecisionTask',
    'RespondDecisionTaskCompleted',
    'GetWorkflowExecutionHistory',
    'RespondActivityTaskCompleted',
    'PollForActivityTask',
  ])('%s', async (operation) => {
    const { fixture, asked } = await groundOn(failing(operation, 2));
    const scheduled = await fixture.scheduleActivity();
    const { task } = await fixture.takeTask(scheduled);
    await fixture.setUp('RespondActivityTaskCompleted', { taskToken: task.taskToken });
    const events = await scheduled.workflow.history();
    expect(events.filter(({ eventType }) => eventType === 'ActivityTaskCompleted')).toHaveLength(1);
    expect(asked.get(operation)).toBe(3);
    // Registrations are the run's, all else is the rule's.
    if (!operation.startsWith('Register')) expect(fixture.requestBudget.sent.get(operation)).toBe(3);
  });

  it.each([500, 502, 503, 504])('after HTTP %i', async (status) => {
    const { fixture } = await groundOn((operation, nth, asDocumented) =>
      operation === 'StartWorkflowExecution' && nth === 1 ? failure(status) : asDocumented(),
    );
    expect((await fixture.startWorkflow()).runId).not.toBe('');
  });

  it('and no more often', async () => {
    const { fixture, asked } = await groundOn(failing('StartWorkflowExecution', 3));
    await expect(fixture.startWorkflow()).rejects.toThrow(
      'set-up failed on the target: StartWorkflowExecution: HTTP 500 InternalFailure',
    );
    expect(asked.get('StartWorkflowExecution')).toBe(3);
  });

  it('but not when it was refused', async () => {
    const { fixture, asked } = await groundOn((operation, _, asDocumented) =>
      operation === 'StartWorkflowExecution' ? failure(400) : asDocumented(),
    );
    await expect(fixture.startWorkflow()).rejects.toThrow(SetupFailed);
    expect(asked.get('StartWorkflowExecution')).toBe(1);
  });

  it('nor when the rule may send no more', async () => {
    const { target, asked } = await groundOn(failing('StartWorkflowExecution', 2));
    const requestBudget = new RequestBudget(new Map([['StartWorkflowExecution', 2]]));
    const fixture = new Fixture(target, new AbortController().signal, requestBudget);
    await expect(fixture.startWorkflow()).rejects.toThrow(
      'more than the 2 requests of StartWorkflowExecution',
    );
    expect(asked.get('StartWorkflowExecution')).toBe(2);
  });

  it('executions are terminated so, too', async () => {
    const { target, fixture } = await groundOn(failing('TerminateWorkflowExecution', 2));
    await fixture.startWorkflow();
    expect(await target.cleanUp(new AbortController().signal)).toEqual([]);
  });
});

it('what is judged is sent once', async () => {
  const { fixture, asked } = await groundOn((operation, _, asDocumented) =>
    /^(PollForActivityTask|RespondDecisionTaskCompleted)$/.test(operation) ? failure() : asDocumented(),
  );
  const workflow = await fixture.startWorkflow();
  expect((await workflow.tryDecide()).answer?.status).toBe(500);
  expect((await fixture.poll('a list')).exchange.answer?.status).toBe(500);
  expect((await fixture.pollForTask('a list')).exchange.answer?.status).toBe(500);
  expect(asked.get('RespondDecisionTaskCompleted')).toBe(1);
  expect(asked.get('PollForActivityTask')).toBe(2);
});

it('decisions that were carried out before the failure are not carried out again, and that failure is told', async () => {
  const { fixture, asked } = await groundOn(async (operation, nth, asDocumented) => {
    const answer = await asDocumented();
    return operation === 'RespondDecisionTaskCompleted' && nth === 1 ? failure() : answer;
  });
  const workflow = await fixture.startWorkflow();
  await expect(workflow.schedule({})).rejects.toThrow(
    'set-up failed on the target: RespondDecisionTaskCompleted: HTTP 500 InternalFailure',
  );
  expect(asked.get('RespondDecisionTaskCompleted')).toBe(2);
  const events = await workflow.history();
  expect(events.filter(({ eventType }) => eventType === 'ActivityTaskScheduled')).toHaveLength(1);
});

it('a program that shows a failure makes the call that was sent again once', async () => {
  const { fixture } = await groundOn(failing('RespondDecisionTaskCompleted', 1));
  const { exchange } = await fixture.takeTask(await fixture.scheduleActivity());
  const { calls, forgot } = fixture.callLog;
  expect(calls.filter(({ operation }) => operation === 'RespondDecisionTaskCompleted')).toHaveLength(2);
  const steps = neededSteps(calls, [exchange], fixture.target.registrations, forgot);
  expect(steps?.map(({ operation }) => operation)).toEqual([
    'StartWorkflowExecution',
    'PollForDecisionTask',
    'RespondDecisionTaskCompleted',
    'PollForActivityTask',
  ]);
});

it('and one that shows a set-up that failed makes it too', async () => {
  const { fixture } = await groundOn(failing('RespondDecisionTaskCompleted', 3));
  const error = await fixture.scheduleActivity().catch((thrown: unknown) => thrown);
  if (!(error instanceof SetupFailed)) throw error;
  const { calls, forgot } = fixture.callLog;
  const steps = neededSteps(calls, error.exchanges, fixture.target.registrations, forgot);
  expect(steps?.map(({ operation }) => operation)).toEqual([
    'StartWorkflowExecution',
    'PollForDecisionTask',
    'RespondDecisionTaskCompleted',
  ]);
});
