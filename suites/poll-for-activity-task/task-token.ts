import { bodyObject } from '../../client/exchange.ts';
import { scheduleMany } from '../../kit/batches.ts';
import { describe } from '../../kit/describe.ts';
import type { TakenTask } from '../../kit/fixture.ts';
import { Inconclusive } from '../../kit/outcome.ts';
import { apiReference, type RuleDefinition, recorded } from '../../kit/rule.ts';
import { seconds } from '../../kit/waiting.ts';
import type { HistoryEvent, ScheduledActivity, Workflow } from '../../kit/workflow.ts';
import { eventsOf, scheduledEvent } from './delivery-events.ts';
import { operation } from './operation.ts';

const token = operation.documentation(
  'The opaque string used as a handle on the task. This token is used by workers to communicate progress and response information back to the system about the task.',
);
const unknown = { faults: ['UnknownResourceFault'] };

/** What the token of a delivered task does. */
export const taskToken: readonly RuleDefinition[] = [
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
      const schedule = () =>
        scheduleMany(
          target,
          ids.map((activityId) => ({ activityId })),
        );
      const [one, two] = await Promise.all([schedule(), schedule()]);
      const seen = new Map<string, TakenTask>();
      const take = async (tasks: ScheduledActivity[]) => {
        const taken = await Promise.all(tasks.map((scheduled) => target.takeTask(scheduled)));
        for (const each of taken) {
          const { taskToken } = each.task;
          const other = seen.get(taskToken);
          observed.part(
            'body.taskToken',
            !other,
            'a token of its own for each task',
            `${activity(other)} and ${activity(each)} have the same one`,
            ...(other ? [other.exchange] : []),
            each.exchange,
          );
          seen.set(taskToken, each);
        }
      };
      await take([...one.slice(0, 7), ...two.slice(0, 7)]);
      // A token that served its time must not come again. How this ends is for task.token-completes to judge.
      const tokens = [...seen.keys()];
      await Promise.all(
        tokens.map((taskToken) => target.call('RespondActivityTaskCompleted', { taskToken })),
      );
      await take([...one.slice(7), ...two.slice(7)]);
    },
  },
  {
    id: 'task.token-completes',
    level: 'must',
    evidence: ['doc'],
    says: 'The token closes the task: RespondActivityTaskCompleted is accepted, and ActivityTaskCompleted carries the ids.',
    citation: token,
    fix: 'Keep the token until its task is closed, and record ActivityTaskCompleted with the scheduledEventId and startedEventId of that task.',
    async check({ target, observed }) {
      // Not the first activity of the execution: the ids must be those of the one that was closed.
      const workflow = await target.startWorkflow();
      const taskList = target.freshName();
      const [, ...both] = await workflow.schedule({}, { taskList }, { taskList });
      const first = await target.takeTask(both[0]);
      // Either task may have come first.
      const second = await target.takeTask(both[1]);
      const heldMs = 1500;
      await completes({ observed, target }, workflow, first, 'the list brought another task meanwhile');
      await target.wait(heldMs - (performance.now() - second.exchange.endedAt));
      await completes({ observed, target }, workflow, second, `it was taken ${seconds(heldMs)} before`);
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
      observed.part(
        'body.cancelRequested',
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
      observed.part(
        'body.cancelRequested',
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
      const workflow = await target.startWorkflow();
      const [scheduled, other] = await workflow.schedule({}, {});
      const closed = { taskToken: (await target.takeTask(scheduled)).task.taskToken };
      const open = { taskToken: (await target.takeTask(other)).task.taskToken };
      // Each operation is seen to accept the token of an open task.
      const twins = {
        RespondActivityTaskCompleted: closed,
        RecordActivityTaskHeartbeat: open,
        RespondActivityTaskFailed: open,
      };
      for (const [operation, body] of Object.entries(twins)) {
        const twin = await target.call(operation, body);
        if (twin.answer?.status === 200) continue;
        throw new Inconclusive(`an open task's token was not accepted: ${describe(twin)}`, twin);
      }
      for (const operation of Object.keys(twins)) {
        const of = ', as the task of this token was completed before';
        observed.refused(await target.call(operation, closed), { ...unknown, of });
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
      observed.part(
        'history',
        !events.some(isCompleted),
        'no ActivityTaskCompleted',
        'one was recorded',
        late,
      );
    },
  },
];

/** Completes a taken task by its token, and sees that the history says so of this task. */
async function completes(
  { observed, target }: Pick<Parameters<RuleDefinition['check']>[0], 'observed' | 'target'>,
  workflow: Workflow,
  { task, exchange }: TakenTask,
  circumstance: string,
): Promise<void> {
  const { taskToken } = task;
  const activityId = String(task.activityId);
  const completed = await target.call('RespondActivityTaskCompleted', {
    taskToken,
    result: `done ${activityId}`,
  });
  const expected = `the token to be accepted (HTTP 200), though ${circumstance}`;
  observed.status(completed, 200, expected, exchange);
  const own = ({ eventType, attributes }: HistoryEvent, scheduledEventId: unknown) =>
    eventType === 'ActivityTaskCompleted' &&
    (attributes.scheduledEventId === scheduledEventId || attributes.result === `done ${activityId}`);
  const events = await workflow.historyWith((all) =>
    all.some((e) => own(e, scheduledEvent(all, { activityId })?.eventId)),
  );
  const scheduled = scheduledEvent(events, { activityId });
  if (!scheduled) throw new Inconclusive('the task names no activity that the history knows', exchange);
  const event = events.find((e) => own(e, scheduled.eventId));
  const { scheduledEventId, startedEventId, result } = event?.attributes ?? {};
  // Where the answer and the history differ on the start, history.started-event judges which of them is wrong.
  const starts = [eventsOf(events, { activityId }, 'ActivityTaskStarted')[0]?.eventId, task.startedEventId];
  const start = starts.includes(startedEventId) ? startedEventId : (starts[0] ?? starts[1]);
  const wanted = eventIds(scheduled.eventId, start, `done ${activityId}`);
  const seen = event ? eventIds(scheduledEventId, startedEventId, result) : 'no ActivityTaskCompleted of it';
  observed.part(
    'history',
    seen === wanted,
    `ActivityTaskCompleted with ${wanted}`,
    seen,
    exchange,
    completed,
    ...workflow.historyRead,
  );
}

function eventIds(scheduledEventId: unknown, startedEventId: unknown, result: unknown): string {
  const members = { scheduledEventId, startedEventId, result };
  return Object.entries(members)
    .map(([name, value]) => `${name} ${JSON.stringify(value) ?? 'absent'}`)
    .join(', ');
}

function activity(taken: TakenTask | undefined): string {
  return `activity ${taken?.task.activityId} of ${taken?.task.workflowId}`;
}

const isCompleted = ({ eventType }: HistoryEvent) => eventType === 'ActivityTaskCompleted';
const isTerminated = ({ eventType }: HistoryEvent) => eventType === 'WorkflowExecutionTerminated';
