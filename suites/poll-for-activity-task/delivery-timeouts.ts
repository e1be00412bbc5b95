import { apiReference, type RuleContext, type RuleDefinition } from '../../kit/rule.ts';
import { arrivalMs, ownTask, pollInWindow } from '../../kit/waiting.ts';
import type { ActivitySpec, HistoryEvent } from '../../kit/workflow.ts';
import { eventsOf, nothingComes, sureToCome, without } from './delivery-events.ts';

/** The shortest timeout that SWF's whole seconds allow. */
const timeout = 1;

/** How long after its timeout a task may be recorded as timed out. */
const patienceMs = 4000;

/** What becomes of a task that waits longer than a timeout. */
export const deliveryTimeouts: readonly RuleDefinition[] = [
  {
    id: 'delivery.schedule-to-start',
    level: 'must',
    evidence: ['doc'],
    says: 'A task past its schedule-to-start timeout is not delivered, and ActivityTaskTimedOut is recorded.',
    citation: apiReference(
      'ScheduleActivityTaskDecisionAttributes',
      'scheduleToStartTimeout: If set, specifies the maximum duration the activity task can wait to be assigned to a worker.',
    ),
    fix: 'Close a task that waited for its scheduleToStartTimeout: off its list, and ActivityTaskTimedOut with timeoutType SCHEDULE_TO_START.',
    check: (context) => expires(context, 'SCHEDULE_TO_START', { scheduleToStart: timeout }),
  },
  {
    id: 'delivery.schedule-to-close',
    level: 'must',
    evidence: ['doc'],
    says: 'A task past its schedule-to-close timeout is not delivered, and ActivityTaskTimedOut is recorded.',
    citation: apiReference(
      'ScheduleActivityTaskDecisionAttributes',
      'scheduleToCloseTimeout: The maximum duration for this activity task.',
    ),
    fix: 'Close a task that is open for its scheduleToCloseTimeout, started or not: off its list, and ActivityTaskTimedOut with timeoutType SCHEDULE_TO_CLOSE.',
    check: (context) => expires(context, 'SCHEDULE_TO_CLOSE', { scheduleToClose: timeout }),
  },
  {
    id: 'delivery.heartbeat-starts-late',
    level: 'must',
    evidence: ['doc'],
    says: 'The heartbeat timeout does not run before the task is started.',
    citation: apiReference(
      'ScheduleActivityTaskDecisionAttributes',
      'heartbeatTimeout: If set, specifies the maximum time before which a worker processing a task of this type must report progress by calling RecordActivityTaskHeartbeat.',
    ),
    fix: 'Start the heartbeat timeout when a poll gets the task, not when the task is scheduled.',
    async check({ target, observed }) {
      const heartbeat = 2;
      const workflow = await target.startWorkflow();
      const [scheduled, plain] = await workflow.schedule({ heartbeat }, {});
      await target.wait(heartbeat * 1000 + 800);
      const result = await target.pollForTask(scheduled.taskList, {}, arrivalMs);
      // Where one without a heartbeat timeout does not come either, that is not to blame.
      if (result.kind === 'empty') await sureToCome(target, plain);
      const late = `waited longer than its heartbeat timeout of ${heartbeat} s`;
      const { taskToken } = observed.task(result, scheduled, `the task, though it ${late}`);
      const beat = await target.call('RecordActivityTaskHeartbeat', { taskToken });
      // Longer than a second since the task was asked for: it may have timed out by right, on a coarse clock.
      if (beat.endedAt - result.exchange.sentAt > (heartbeat * 1000) / 2) return;
      observed.status(
        beat,
        200,
        `a heartbeat to be accepted from the worker that has just got the task, which ${late}`,
        scheduled.exchange,
        result.exchange,
      );
    },
  },
];

/** Of two tasks on a list the one whose timeout is over is not delivered, but recorded as timed out; the other is. */
async function expires(
  { target, observed }: RuleContext,
  timeoutType: string,
  spec: ActivitySpec,
): Promise<void> {
  const workflow = await target.startWorkflow();
  const taskList = target.freshName();
  const [expired, living] = await workflow.schedule({ ...spec, taskList }, { taskList });
  const timedOut = (events: readonly HistoryEvent[]) => eventsOf(events, expired, 'ActivityTaskTimedOut');
  await target.wait(timeout * 1000);
  await workflow.historyWith((events) => timedOut(events).length > 0, patienceMs);
  const result = await target.pollForTask(taskList, {}, arrivalMs);
  const over = `activityId ${expired.activityId}, whose ${timeoutType} timeout of ${timeout} s is over`;
  nothingComes(observed, without([result], living), `no task: ${over}`, expired.exchange);
  ownTask(result, living);
  const [further = []] = await pollInWindow(target, [taskList]);
  nothingComes(observed, without(further, living), `no task: ${over}`, expired.exchange);
  // Read again, for a target that sees its timeouts only when it is asked for tasks.
  const events = await workflow.historyWith((all) => timedOut(all).length > 0, 1000);
  const recorded = timedOut(events).map(({ attributes }) => attributes.timeoutType);
  observed.part(
    'history',
    recorded.length === 1 && recorded[0] === timeoutType,
    `one ActivityTaskTimedOut event with timeoutType ${timeoutType} for activityId ${expired.activityId}`,
    recorded.length === 0
      ? `a history without it: ${events.map(({ eventType }) => eventType).join(', ')}`
      : `timeoutType ${recorded.join(', ')}`,
    expired.exchange,
    ...workflow.historyRead,
  );
}
