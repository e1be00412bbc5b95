import { SetupFailed } from '../../client/setup-failed.ts';
import type { Fixture } from '../../kit/fixture.ts';
import { apiReference, type RuleDefinition, recorded } from '../../kit/rule.ts';
import { arrivalMs, ownTask, pollInWindow } from '../../kit/waiting.ts';
import type { Workflow } from '../../kit/workflow.ts';
import { eventsOf, nothingComes, without } from './delivery-events.ts';

/** What is closed before it was started comes to nobody. */
export const deliveryClosed: readonly RuleDefinition[] = [
  {
    id: 'delivery.closed-execution',
    level: 'must',
    evidence: ['derived'],
    says: 'Tasks of a terminated execution, and of a completed one, are not delivered.',
    citation: recorded(
      'Recorded on the service',
      'The token of a task whose execution is closed is answered UnknownResourceFault, "Unknown execution: …". (No worker can do anything with such a task, so that none may be given it.)',
    ),
    fix: 'Take the waiting tasks of an execution off their lists when it closes, or pass them over when a poll comes.',
    async check({ target, observed }) {
      const [terminated, completed, open] = await Promise.all([
        target.startWorkflow(),
        target.startWorkflow(),
        target.startWorkflow(),
      ]);
      const [listOfTerminated, listOfCompleted] = [target.freshName(), target.freshName()];
      await terminated.schedule({ taskList: listOfTerminated });
      await completed.decideAndGoOn(completed.plan({ taskList: listOfCompleted }).decision);
      await Promise.all([
        terminated.terminate(),
        completed.decide({
          decisionType: 'CompleteWorkflowExecution',
          completeWorkflowExecutionDecisionAttributes: {},
        }),
      ]);
      await Promise.all([
        sureToBeClosed(target, terminated, 'WorkflowExecutionTerminated'),
        sureToBeClosed(target, completed, 'WorkflowExecutionCompleted'),
      ]);
      // A task of an open execution on each list, behind the one that must not come.
      const [afterTerminated, afterCompleted] = await open.schedule(
        { taskList: listOfTerminated },
        { taskList: listOfCompleted },
      );
      const cases = [
        { living: afterTerminated, closed: terminated, how: 'terminated' },
        { living: afterCompleted, closed: completed, how: 'completed' },
      ];
      await Promise.all(
        cases.map(async ({ living, closed, how }) => {
          const { taskList, exchange } = living;
          const result = await target.pollForTask(taskList, {}, arrivalMs);
          const nothingOf = `no task of execution ${closed.workflowId}, which was ${how}`;
          nothingComes(observed, without([result], living), nothingOf, exchange);
          ownTask(result, living);
          const [further = []] = await pollInWindow(target, [taskList]);
          nothingComes(observed, without(further, living), nothingOf, exchange);
        }),
      );
    },
  },
  {
    id: 'delivery.cancelled',
    level: 'must',
    evidence: ['doc'],
    says: 'A task that was cancelled before it started is not delivered.',
    citation: apiReference(
      'Decision',
      'RequestCancelActivityTask – Attempts to cancel a previously scheduled activity task. If the activity task was scheduled but has not been assigned to a worker, then it is canceled.',
    ),
    fix: 'When RequestCancelActivityTask names a task that no worker has, take it off its list and record ActivityTaskCanceled.',
    async check({ target, observed }) {
      await target.suiteActivityType();
      const workflow = await target.startWorkflow();
      const taskList = target.freshName();
      const { decision, activity } = workflow.plan({ taskList });
      await workflow.decideAndGoOn(decision);
      const { activityId } = activity;
      const next = workflow.plan({ taskList });
      const exchange = await workflow.decide(
        {
          decisionType: 'RequestCancelActivityTask',
          requestCancelActivityTaskDecisionAttributes: { activityId },
        },
        next.decision,
      );
      // Whether and when it is recorded is no matter of this rule: the task must not come either way.
      await workflow.historyWith(
        (events) => eventsOf(events, activity, 'ActivityTaskCanceled').length > 0,
        2000,
      );
      const result = await target.pollForTask(taskList, {}, arrivalMs);
      const own = { ...next.activity, exchange };
      const expected = `no task: activityId ${activityId} was cancelled before it started`;
      nothingComes(observed, without([result], own), expected, exchange);
      ownTask(result, own);
      const [further = []] = await pollInWindow(target, [taskList]);
      nothingComes(observed, without(further, own), expected, exchange);
    },
  },
];

/** The history shows that the execution is closed. @throws SetupFailed */
async function sureToBeClosed(target: Fixture, workflow: Workflow, eventType: string): Promise<void> {
  const events = await workflow.historyWith((all) => all.some((event) => event.eventType === eventType));
  if (events.some((event) => event.eventType === eventType)) return;
  target.signal.throwIfAborted();
  throw new SetupFailed(`set-up failed on the target: an execution was closed, and no ${eventType} recorded`);
}
