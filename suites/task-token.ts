import { bodyObject } from '../target/exchange.ts';
import { describe } from '../target/fault.ts';
import type { HistoryEvent } from '../target/workflow.ts';
import { scheduleMany } from './batches.ts';
import { Inconclusive } from './outcome.ts';
import { apiReference, documentation, type Rule, recorded } from './rule.ts';

const token = documentation(
  'The opaque string used as a handle on the task. This token is used by workers to communicate progress and response information back to the system about the task.',
);
const unknown = { faults: ['UnknownResourceFault'] };

/** What the token of a delivered task does. */
export const taskToken: readonly Rule[] = [
  {
    id: 'task.token-unique',
    level: 'must',
    evidence: ['doc'],
    says: 'Tokens of different tasks differ.',
    citation: token,
    fix: 'Make a new token for each task that is handed out.',
    async check({ target, observed }) {
      // The same activity ids in two executions: a token made of them alone would serve both.
      const ids = Array.from({ length: 10 }, () => target.freshName());
      const two = await Promise.all(
        [1, 2].map(() =>
          scheduleMany(
            target,
            ids.map((activityId) => ({ activityId })),
          ),
        ),
      );
      const taken = await Promise.all(two.flat().map((scheduled) => target.takeTask(scheduled)));
      const seen = new Map<string, (typeof taken)[number]>();
      for (const one of taken) {
        const { taskToken } = one.task;
        const other = seen.get(taskToken);
        const same = `activity ${other?.task.activityId} of ${other?.task.workflowId} and ${one.task.activityId} of ${one.task.workflowId} have the same one`;
        observed.that(
          !other,
          'a token of its own for each task',
          same,
          ...(other ? [other.exchange] : []),
          one.exchange,
        );
        seen.set(taskToken, one);
      }
    },
  },
  {
    id: 'task.token-completes',
    level: 'must',
    evidence: ['doc'],
    says: 'The token closes the task: RespondActivityTaskCompleted is accepted, and ActivityTaskCompleted carries the ids.',
    citation: token,
    fix: 'Record ActivityTaskCompleted with the scheduledEventId and startedEventId of the task whose token it is.',
    async check({ target, observed }) {
      // Two activities: the ids must be those of the one that was closed.
      const workflow = await target.startWorkflow();
      const [, scheduled] = await workflow.schedule({}, {});
      const { task } = await target.takeTask(scheduled);
      const body = { taskToken: task.taskToken, result: 'done' };
      const completed = await target.call('RespondActivityTaskCompleted', body);
      observed.that(completed.answer?.status === 200, 'HTTP 200', describe(completed), completed);
      const events = await workflow.historyWith((all) => all.some(isCompleted));
      const event = events.find(isCompleted);
      const start = events.find(({ eventType, attributes }) => {
        return eventType === 'ActivityTaskScheduled' && attributes.activityId === scheduled.activityId;
      });
      observed.that(event !== undefined, 'an ActivityTaskCompleted in the history', 'none', completed);
      const { scheduledEventId, startedEventId, result } = event?.attributes ?? {};
      const wanted = `scheduledEventId ${start?.eventId}, startedEventId ${task.startedEventId}, result "done"`;
      const seen = `scheduledEventId ${scheduledEventId}, startedEventId ${startedEventId}, result ${JSON.stringify(result)}`;
      observed.that(seen === wanted, wanted, seen, completed);
    },
  },
  {
    id: 'task.token-heartbeats',
    level: 'must',
    evidence: ['doc'],
    says: 'RecordActivityTaskHeartbeat accepts the token, and says whether cancellation was asked for.',
    citation: apiReference(
      'RecordActivityTaskHeartbeat',
      'If a cancellation is being attempted for the specified task, then the boolean cancelRequested flag returned by the service is set to true.',
    ),
    fix: 'Answer a heartbeat {"cancelRequested": false}, and true once a decision has asked to cancel the activity.',
    async check({ target, observed }) {
      const workflow = await target.startWorkflow();
      await target.suiteActivityType();
      const { decision, activity } = workflow.plan({});
      const exchange = await workflow.decideAndGoOn(decision);
      const { task } = await target.takeTask({ ...activity, exchange });
      const heartbeat = () => target.call('RecordActivityTaskHeartbeat', { taskToken: task.taskToken });
      const first = await heartbeat();
      const before = observed.success(first, 'the heartbeat to be accepted').cancelRequested;
      observed.that(
        before === false,
        'cancelRequested false',
        `cancelRequested ${JSON.stringify(before)}`,
        first,
      );
      await workflow.decide({
        decisionType: 'RequestCancelActivityTask',
        requestCancelActivityTaskDecisionAttributes: { activityId: activity.activityId },
      });
      const second = await target.until(async () => {
        const value = await heartbeat();
        return { done: bodyObject(value)?.cancelRequested === true, value };
      }, 3000);
      const after = observed.success(second, 'the heartbeat to be accepted').cancelRequested;
      observed.that(
        after === true,
        'cancelRequested true after RequestCancelActivityTask',
        `cancelRequested ${JSON.stringify(after)}`,
        second,
      );
    },
  },
  {
    id: 'task.token-closed',
    level: 'must',
    evidence: ['doc', 'live'],
    says: "A closed task's token is answered UnknownResourceFault.",
    citation: recorded(
      'recorded on the live service',
      'Unknown activity, scheduledEventId = N (UnknownResourceFault)',
    ),
    fix: 'Answer UnknownResourceFault when the task that the token stands for is closed.',
    async check({ target, observed }) {
      const { task } = await target.takeTask(await target.scheduleActivity());
      const body = { taskToken: task.taskToken };
      const first = await target.call('RespondActivityTaskCompleted', body);
      if (first.answer?.status !== 200)
        throw new Inconclusive(`the open task could not be closed: ${describe(first)}`, first);
      for (const operation of [
        'RespondActivityTaskCompleted',
        'RecordActivityTaskHeartbeat',
        'RespondActivityTaskFailed',
      ]) {
        observed.refused(await target.call(operation, body), unknown);
      }
    },
  },
  {
    id: 'task.token-closed-execution',
    level: 'must',
    evidence: ['live'],
    says: 'So is the token of a task whose execution was closed meanwhile, and nothing is added to that history.',
    citation: recorded('recorded on the live service', 'Unknown execution: … (UnknownResourceFault)'),
    fix: 'Answer UnknownResourceFault when the execution is closed, and record nothing.',
    async check({ target, observed }) {
      const scheduled = await target.scheduleActivity();
      const { task } = await target.takeTask(scheduled);
      const heartbeat = await target.call('RecordActivityTaskHeartbeat', { taskToken: task.taskToken });
      if (heartbeat.answer?.status !== 200) {
        throw new Inconclusive(`the token was not good before: ${describe(heartbeat)}`, heartbeat);
      }
      await scheduled.workflow.terminate();
      const late = await target.call('RespondActivityTaskCompleted', { taskToken: task.taskToken });
      observed.refused(late, unknown);
      const events = await scheduled.workflow.historyWith((all) => all.some(isTerminated));
      if (!events.some(isTerminated)) throw new Inconclusive('the history does not show the termination');
      observed.that(!events.some(isCompleted), 'no ActivityTaskCompleted', 'one was recorded', late);
    },
  },
];

const isCompleted = ({ eventType }: HistoryEvent) => eventType === 'ActivityTaskCompleted';
const isTerminated = ({ eventType }: HistoryEvent) => eventType === 'WorkflowExecutionTerminated';
