import type { Exchange } from '../../client/exchange.ts';
import type { Fixture } from '../../kit/fixture.ts';
import type { Observed } from '../../kit/observed.ts';
import { developerGuide, type RuleDefinition } from '../../kit/rule.ts';
import { lastOfThree, threeTimes } from '../../kit/three-times.ts';
import { arrivalMs, startWorkflows } from '../../kit/waiting.ts';
import type { ScheduledActivity } from '../../kit/workflow.ts';
import { eventsOf, onTheirLists, sureToCome, whyNotScheduled } from './delivery-events.ts';
import { operation } from './operation.ts';

/** A task whose place in the order is judged: lower ranks come first, equal ones in any order. */
interface Ranked {
  readonly scheduled: ScheduledActivity;
  readonly rank: number;
  readonly name: string;
}

/** So many decisions follow one another: in no order at all six come right in one of three tries in 1 run of 240 (four in 1 of 8). */
const decisionsInOrder = 6;

/** Which of several tasks comes. */
export const deliveryOrder: readonly RuleDefinition[] = [
  {
    id: 'delivery.activity-id-reuse',
    level: 'must',
    evidence: ['derived'],
    says: "When a closed activity's id is scheduled again, the new task is delivered: its input, its events.",
    citation: operation.documentation(
      'input: The inputs provided when the activity task was scheduled. startedEventId: The ID of the ActivityTaskStarted event recorded in the history.',
    ),
    fix: 'Key activity tasks by their ActivityTaskScheduled event, not by the activityId alone, and free the id when the activity closes.',
    async check({ target, observed }) {
      const workflow = await target.startWorkflow();
      const [activityId, taskList] = [target.freshName(), target.freshName()];
      const [old] = await workflow.schedule({ activityId, taskList, input: 'the first' });
      const { task: oldTask } = await sureToCome(target, old);
      await target.setUp('RespondActivityTaskCompleted', { taskToken: oldTask.taskToken });
      await workflow.awaitDecision();
      const [scheduled] = await workflow.schedule({ activityId, taskList, input: 'the second' });
      const result = await target.pollForTask(taskList, {}, arrivalMs);
      const refusal = result.kind === 'task' ? undefined : await whyNotScheduled(workflow);
      if (refusal) {
        const expected = `the activityId ${activityId} of a completed activity to be free for another`;
        observed.part('history', false, expected, refusal, scheduled.exchange, ...workflow.historyRead);
      }
      const task = observed.task(result, scheduled, 'the task of the id that was scheduled again');
      const shown = [scheduled.exchange, result.exchange] as const;
      const input = JSON.stringify(task.body.input);
      observed.part(
        'body.input',
        task.body.input === 'the second',
        'input "the second"',
        `input ${input}`,
        ...shown,
      );
      observed.part(
        'body.taskToken',
        task.taskToken !== oldTask.taskToken,
        'a token of its own',
        'the token of the closed task of this id',
        ...shown,
      );
      const events = await workflow.historyWith((all) => all.some((e) => e.eventId === task.startedEventId));
      const started = eventsOf(events, scheduled, 'ActivityTaskStarted').map(({ eventId }) => eventId);
      observed.part(
        'body.startedEventId',
        started.some((eventId) => eventId === task.startedEventId),
        `startedEventId to be that of the second activity's ActivityTaskStarted (${started.join(', ') || 'there is none'})`,
        `startedEventId ${task.startedEventId} (${oldTask.startedEventId} in the first task)`,
        ...workflow.historyRead,
        ...shown,
      );
    },
  },
  {
    id: 'delivery.priority',
    level: 'should',
    evidence: ['doc'],
    says: 'One poller gets the tasks of higher taskPriority first.',
    citation: developerGuide(
      'Amazon SWF will attempt to deliver higher-priority tasks on a task list before those with lower priority. […] higher numbers indicating higher priority. If you don\'t set the task priority for an activity or workflow, it will be assigned a priority of zero ("0").',
    ),
    fix: 'Hand out the waiting task with the numerically highest taskPriority, 0 where none is given.',
    async check({ target, observed }) {
      const priorities = [9, undefined, -2147483648, 10, 2147483647, -1];
      await inOrder(target, observed, async (taskList) => {
        const workflow = await target.startWorkflow();
        const tasks = await workflow.schedule(
          ...priorities.map((taskPriority) => ({
            taskList,
            ...(taskPriority !== undefined && { taskPriority }),
          })),
        );
        await onTheirLists(target, tasks as [ScheduledActivity, ...ScheduledActivity[]]);
        return tasks.map((scheduled, i) => {
          const priority = priorities[i];
          return {
            scheduled,
            rank: -(priority ?? 0),
            name: priority === undefined ? 'priority 0 (not given)' : `priority ${priority}`,
          };
        });
      });
    },
  },
  {
    id: 'delivery.order',
    level: 'should',
    evidence: ['doc'],
    says: 'One poller gets tasks of one priority in the order in which they were scheduled (those of one decision in any order).',
    citation: developerGuide(
      'By default, tasks on a task list are delivered based upon their arrival time: tasks that are scheduled first are generally run first, as far as possible.',
    ),
    fix: 'Keep a task list first in, first out among tasks of one priority.',
    async check({ target, observed }) {
      await inOrder(target, observed, async (taskList) => {
        const decisions: [ScheduledActivity, ScheduledActivity][] = [];
        for (const workflow of await startWorkflows(target, decisionsInOrder)) {
          decisions.push(await workflow.schedule({ taskList }, { taskList }));
          // Apart by more than the ticks of any clock that the target may order them by.
          await target.wait(50);
        }
        await Promise.all(decisions.map((tasks) => onTheirLists(target, tasks)));
        return decisions.flatMap((tasks, rank) =>
          tasks.map((scheduled) => ({ scheduled, rank, name: `decision ${rank + 1}` })),
        );
      });
    },
  },
];

/**
 * Tasks of a list come to one poller in the order of their ranks. The documentation promises it "as far as possible",
 * and one pair out of order was recorded on the service: so only a target that fails three times in a row does not try.
 */
async function inOrder(
  target: Fixture,
  observed: Observed,
  schedule: (taskList: string) => Promise<Ranked[]>,
): Promise<void> {
  const tryOnce = async () => {
    const taskList = target.freshName();
    const ranked = await schedule(taskList);
    const came: { rank: number; name: string; exchange: Exchange }[] = [];
    for (const { scheduled } of ranked) {
      const { task, exchange } = await target.takeTask(scheduled);
      const own = ranked.find((each) => each.scheduled.activityId === task.activityId);
      came.push({
        rank: own?.rank ?? Number.NaN,
        name: own?.name ?? 'a task never scheduled here',
        exchange,
      });
    }
    const wrong = came.findIndex(({ rank }, i) => i > 0 && !(rank >= (came[i - 1]?.rank ?? rank)));
    return { ranked, came, wrong };
  };
  const { ranked, came, wrong } = await lastOfThree(tryOnce, (seen) => seen.wrong > 0);
  const wanted = ranked.toSorted((a, b) => a.rank - b.rank).map(({ name }) => name);
  const [before, after] = came.slice(Math.max(wrong - 1, 0));
  if (wrong < 0 || !before || !after) return observed.counted();
  observed.part(
    'order of the tasks',
    false,
    `one poller to get, in one of ${threeTimes} tries at least: ${wanted.join(', ')}`,
    `in the last try: ${came.map(({ name }) => name).join(', ')}`,
    ...ranked.slice(-1).map(({ scheduled }) => scheduled.exchange),
    before.exchange,
    after.exchange,
  );
}
