import { afterEach, describe, expect, it } from 'vitest';
import { Ledger } from '../../client/request-budget.ts';
import { SetupFailed } from '../../client/setup-failed.ts';
import { leastSteps } from '../../engine/evidence/needed-calls.ts';
import { Ground } from '../../kit/fixture.ts';
import { Target } from '../../kit/target.ts';
import { startReferenceServer } from '../../reference/index.ts';

const closers: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

type Answer = () => Promise<Response>;

/** A ground on a server that answers the nth request for an operation (from 1) as it is told; what it was asked for. */
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
  const ground = new Ground(target, never, new Ledger());
  closers.push(
    () => server.close(),
    () => target.wire.close(),
  );
  return { target, ground, asked };
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
    const { ground, asked } = await groundOn(failing(operation, 2));
    const scheduled = await ground.scheduleActivity();
    const { task } = await ground.takeTask(scheduled);
    await ground.setUp('RespondActivityTaskCompleted', { taskToken: task.taskToken });
    const events = await scheduled.workflow.history();
    expect(events.filter(({ eventType }) => eventType === 'ActivityTaskCompleted')).toHaveLength(1);
    expect(asked.get(operation)).toBe(3);
    // Registrations are the run's, all else is the rule's.
    if (!operation.startsWith('Register')) expect(ground.ledger.sent.get(operation)).toBe(3);
  });

  it.each([500, 502, 503, 504])('after HTTP %i', async (status) => {
    const { ground } = await groundOn((operation, nth, asDocumented) =>
      operation === 'StartWorkflowExecution' && nth === 1 ? failure(status) : asDocumented(),
    );
    expect((await ground.startWorkflow()).runId).not.toBe('');
  });

  it('and no more often', async () => {
    const { ground, asked } = await groundOn(failing('StartWorkflowExecution', 3));
    await expect(ground.startWorkflow()).rejects.toThrow(
      'set-up failed on the target: StartWorkflowExecution: HTTP 500 InternalFailure',
    );
    expect(asked.get('StartWorkflowExecution')).toBe(3);
  });

  it('but not when it was refused', async () => {
    const { ground, asked } = await groundOn((operation, _, asDocumented) =>
      operation === 'StartWorkflowExecution' ? failure(400) : asDocumented(),
    );
    await expect(ground.startWorkflow()).rejects.toThrow(SetupFailed);
    expect(asked.get('StartWorkflowExecution')).toBe(1);
  });

  it('nor when the rule may send no more', async () => {
    const { target, asked } = await groundOn(failing('StartWorkflowExecution', 2));
    const ledger = new Ledger(new Map([['StartWorkflowExecution', 2]]));
    const ground = new Ground(target, new AbortController().signal, ledger);
    await expect(ground.startWorkflow()).rejects.toThrow(
      'more than the 2 requests of StartWorkflowExecution',
    );
    expect(asked.get('StartWorkflowExecution')).toBe(2);
  });

  it('executions are terminated so, too', async () => {
    const { target, ground } = await groundOn(failing('TerminateWorkflowExecution', 2));
    await ground.startWorkflow();
    expect(await target.cleanUp(new AbortController().signal)).toEqual([]);
  });
});

it('what is judged is sent once', async () => {
  const { ground, asked } = await groundOn((operation, _, asDocumented) =>
    /^(PollForActivityTask|RespondDecisionTaskCompleted)$/.test(operation) ? failure() : asDocumented(),
  );
  const workflow = await ground.startWorkflow();
  expect((await workflow.tryDecide()).answer?.status).toBe(500);
  expect((await ground.poll('a list')).exchange.answer?.status).toBe(500);
  expect((await ground.pollForTask('a list')).exchange.answer?.status).toBe(500);
  expect(asked.get('RespondDecisionTaskCompleted')).toBe(1);
  expect(asked.get('PollForActivityTask')).toBe(2);
});

it('decisions that were carried out before the failure are not carried out again, and that failure is told', async () => {
  const { ground, asked } = await groundOn(async (operation, nth, asDocumented) => {
    const answer = await asDocumented();
    return operation === 'RespondDecisionTaskCompleted' && nth === 1 ? failure() : answer;
  });
  const workflow = await ground.startWorkflow();
  await expect(workflow.schedule({})).rejects.toThrow(
    'set-up failed on the target: RespondDecisionTaskCompleted: HTTP 500 InternalFailure',
  );
  expect(asked.get('RespondDecisionTaskCompleted')).toBe(2);
  const events = await workflow.history();
  expect(events.filter(({ eventType }) => eventType === 'ActivityTaskScheduled')).toHaveLength(1);
});

it('a program that shows a failure makes the call that was sent again once', async () => {
  const { ground } = await groundOn(failing('RespondDecisionTaskCompleted', 1));
  const { exchange } = await ground.takeTask(await ground.scheduleActivity());
  const { calls, forgot } = ground.journal;
  expect(calls.filter(({ label }) => label === 'RespondDecisionTaskCompleted')).toHaveLength(2);
  const steps = leastSteps(calls, [exchange], ground.target.registrations, forgot);
  expect(steps?.map(({ operation }) => operation)).toEqual([
    'StartWorkflowExecution',
    'PollForDecisionTask',
    'RespondDecisionTaskCompleted',
    'PollForActivityTask',
  ]);
});

it('and one that shows a set-up that failed makes it too', async () => {
  const { ground } = await groundOn(failing('RespondDecisionTaskCompleted', 3));
  const error = await ground.scheduleActivity().catch((thrown: unknown) => thrown);
  if (!(error instanceof SetupFailed)) throw error;
  const { calls, forgot } = ground.journal;
  const steps = leastSteps(calls, error.exchanges, ground.target.registrations, forgot);
  expect(steps?.map(({ operation }) => operation)).toEqual([
    'StartWorkflowExecution',
    'PollForDecisionTask',
    'RespondDecisionTaskCompleted',
  ]);
});
