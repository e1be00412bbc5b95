import type { Fixture } from '../../kit/fixture.ts';
import { apiReference, developerGuide, type RuleDefinition } from '../../kit/rule.ts';
import { type ActivityType, suiteType } from '../../kit/set-up.ts';
import { arrivalMs, pollInWindow } from '../../kit/waiting.ts';
import { nothingComes, sureToCome, whyNotScheduled } from './delivery-events.ts';

const taskListOfDecision = apiReference(
  'ScheduleActivityTaskDecisionAttributes',
  'If set, specifies the name of the task list in which to schedule the activity task. If not specified, the defaultTaskList registered with the activity type is used.',
);

/** What becomes a task, and on which list. */
export const deliveryScheduling: readonly RuleDefinition[] = [
  {
    id: 'delivery.only-scheduled',
    level: 'must',
    evidence: ['derived'],
    says: 'An open execution that scheduled no activity yields no task: tasks come from ScheduleActivityTask alone.',
    citation: developerGuide(
      "simply scheduling a task creates the task list if it doesn't already exist. (Nothing else puts a task on it.)",
    ),
    fix: 'Answer with tasks that a ScheduleActivityTask decision has put on the list, and make none up.',
    async check({ target, observed }) {
      const [workflow, decided, undecided] = await Promise.all([
        target.startWorkflow(),
        target.startWorkflow(),
        target.startWorkflowUndecided(),
      ]);
      await decided.decide();
      const [scheduled] = await workflow.schedule({});
      const lists = [
        { taskList: target.freshName(), which: 'a list on which nothing was ever scheduled' },
        { taskList: decided.decisionList, which: 'the decision list of an execution that decided nothing' },
        { taskList: undecided.decisionList, which: 'the decision list of an execution not decided yet' },
      ];
      const windows = await pollInWindow(
        target,
        lists.map(({ taskList }) => taskList),
      );
      for (const [i, results] of windows.entries()) {
        nothingComes(observed, results, `no activity task from ${lists[i]?.which}`, scheduled.exchange);
      }
      await sureToCome(target, scheduled);
    },
  },
  {
    id: 'delivery.unregistered-type',
    level: 'must',
    evidence: ['doc'],
    says: 'Scheduling an activity type that is not registered records ScheduleActivityTaskFailed, and nothing is delivered.',
    citation: apiReference(
      'HistoryEvent',
      "ScheduleActivityTaskFailed – Failed to process ScheduleActivityTask decision. This happens when the decision isn't configured properly, for example the activity type specified isn't registered.",
    ),
    fix: 'Look up the type by name and version when a ScheduleActivityTask decision is carried out; where it is not registered, accept the decisions, record ScheduleActivityTaskFailed, and schedule nothing.',
    async check({ target, observed }) {
      const [twin, workflow] = await Promise.all([target.startWorkflow(), target.startWorkflow()]);
      // A decision of a registered type alone is accepted: else nothing could be said of the other.
      await twin.schedule({});
      const failing = [
        { why: 'no such name', type: { name: target.freshName(), version: suiteType.version } },
        { why: 'no such version', type: { name: suiteType.name, version: target.freshName() } },
      ].map(({ why, type }) => ({ why, type, ...workflow.plan({ activityType: type }) }));
      const registered = workflow.plan({});
      const exchange = await workflow.tryDecide(
        ...failing.map(({ decision }) => decision),
        registered.decision,
      );
      observed.status(
        exchange,
        200,
        'RespondDecisionTaskCompleted to be accepted: a decision that fails is told by the history',
      );
      const failures = failing.map(({ activity }) => activity.activityId);
      const failedIn = (events: Awaited<ReturnType<typeof workflow.history>>) =>
        events.filter(({ eventType }) => eventType === 'ScheduleActivityTaskFailed');
      const events = await workflow.historyWith((all) => failedIn(all).length >= failures.length);
      for (const { activity, why, type } of failing) {
        observed.part(
          'history',
          failedIn(events).some(({ attributes }) => attributes.activityId === activity.activityId),
          `a ScheduleActivityTaskFailed event with activityId ${activity.activityId}, as activity type ${type.name} ${type.version} is not registered (${why})`,
          `a history without it: ${events.map(({ eventType }) => eventType).join(', ')}`,
          exchange,
          ...workflow.historyRead,
        );
      }
      const own = { ...registered.activity, exchange };
      await sureToCome(target, own);
      const windows = await pollInWindow(
        target,
        failing.map(({ activity }) => activity.taskList),
      );
      for (const [i, results] of windows.entries()) {
        const expected = `no task of an activity type that is not registered (${failing[i]?.why})`;
        nothingComes(observed, results, expected, exchange);
      }
    },
  },
  {
    id: 'delivery.decision-list',
    level: 'must',
    evidence: ['doc'],
    says: "The task list that the decision names overrides the activity type's default.",
    citation: taskListOfDecision,
    fix: "Put the task on the decision's taskList where it has one; use the type's defaultTaskList only where it has none.",
    async check({ target, observed }) {
      await withDefaultList(target, async (activityType, defaultList) => {
        const scheduled = await target.scheduleActivity({ activityType });
        const result = await target.pollForTask(scheduled.taskList, {}, arrivalMs);
        observed.task(result, scheduled, 'on the list that the decision names, the task');
        const [results = []] = await pollInWindow(target, [defaultList]);
        const expected = "no task on the type's default list, since the decision names another";
        nothingComes(observed, results, expected, scheduled.exchange);
      });
    },
  },
  {
    id: 'delivery.default-list',
    level: 'must',
    evidence: ['doc'],
    says: "Where the decision names no task list, the activity type's default is used.",
    citation: taskListOfDecision,
    fix: 'Keep the defaultTaskList of RegisterActivityType, and put the task there where the decision has no taskList.',
    async check({ target, observed }) {
      await withDefaultList(target, async (activityType, defaultList) => {
        const workflow = await target.startWorkflow();
        const { decision, activity } = workflow.plan({ activityType, defaultTaskList: true });
        const exchange = await workflow.tryDecide(decision);
        observed.status(
          exchange,
          200,
          "a ScheduleActivityTask decision without taskList to be accepted, as its type's default is there",
        );
        const result = await target.pollForTask(defaultList, {}, arrivalMs);
        const refusal = result.kind === 'task' ? undefined : await whyNotScheduled(workflow);
        if (refusal) {
          const expected = "the decision to be carried out with its type's default task list";
          observed.part('history', false, expected, refusal, exchange, ...workflow.historyRead);
        }
        observed.task(result, { ...activity, exchange }, "on the type's default list, the task");
      });
    },
  },
];

/**
 * Registers an activity type of a fresh version whose default task list is fresh too. Deleted again in the end, as an
 * account has room for so many types only; where the target cannot do that, the type stays.
 */
async function withDefaultList(
  target: Fixture,
  act: (activityType: ActivityType, defaultList: string) => Promise<void>,
): Promise<void> {
  const activityType = { name: 'swf-conformance-default-list', version: target.freshName() };
  const defaultList = target.freshName();
  await target.registerActivityType(activityType, defaultList);
  try {
    await act(activityType, defaultList);
  } finally {
    for (const operation of ['DeprecateActivityType', 'DeleteActivityType']) {
      await target.call(operation, { domain: target.domains.main, activityType }).catch(() => undefined);
    }
  }
}
