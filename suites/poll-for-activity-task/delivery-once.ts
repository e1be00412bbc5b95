import { duration } from '../../client/exchange.ts';
import { describe } from '../../kit/describe.ts';
import { apiReference, type RuleDefinition } from '../../kit/rule.ts';
import { lastOfThree } from '../../kit/three-times.ts';
import {
  arrivalMs,
  pollInWindow,
  promptMs,
  seconds,
  settleMs,
  startWorkflows,
  windowMs,
} from '../../kit/waiting.ts';
import type { ScheduledActivity } from '../../kit/workflow.ts';
import { eventsOf, nothingComes, onTheirLists, sureToCome } from './delivery-events.ts';
import { Workers } from './delivery-workers.ts';
import { operation } from './operation.ts';

const onceOnly = apiReference(
  'HistoryEvent',
  'ActivityTaskStarted – The scheduled activity task was dispatched to a worker. (To one: it has one such event, and one token.)',
);

/** A task that is there is handed out, and to one worker only. */
export const deliveryOnce: readonly RuleDefinition[] = [
  {
    id: 'delivery.ready-task',
    level: 'must',
    evidence: ['doc'],
    says: 'A task that is already on the list when the poll comes is answered at once.',
    citation: operation.documentation(operation.quotes.longPoll),
    fix: 'Look for a waiting task as soon as a poll comes, before it begins to wait.',
    async check({ target, observed, figure }) {
      const takeFive = async () => {
        const workflow = await target.startWorkflow();
        const tasks = await workflow.schedule({}, {}, {}, {}, {});
        await onTheirLists(target, tasks);
        const [plain, ...polls] = await Promise.all([
          target.call('DescribeDomain', { name: await target.domain() }),
          ...tasks.map(({ taskList }) => target.poll(taskList, { deadlineMs: arrivalMs })),
        ]);
        for (const [i, scheduled] of tasks.entries()) {
          const poll = polls[i];
          if (poll) observed.task(poll, scheduled, 'on the first poll, the task that is on the list already');
        }
        const latest = promptMs + Math.max(target.roundTripMs, duration(plain));
        const slowest = polls.map(({ exchange }) => exchange).sort((a, b) => duration(b) - duration(a));
        const late = slowest.filter((exchange) => duration(exchange) > latest);
        return { latest, late, slowest, quickest: plain };
      };
      // One of five may be an accident of either machine; more are seen three times before they count.
      const { latest, late, slowest, quickest } = await lastOfThree(
        takeFive,
        (seen) => seen.late.length > 1,
        {
          pause: (looks) => target.wait(500 * looks),
        },
      );
      figure('slowest ready task', Math.round(Math.max(...slowest.map(duration))), 'ms');
      observed.part(
        'answered after',
        late.length <= 1,
        `each of ${slowest.length} polls to be answered within ${seconds(latest)}, its task being there already`,
        `${late.length} were later, the slowest after ${late[0] ? seconds(duration(late[0])) : ''}`,
        ...late.slice(1, 2),
        slowest[0] ?? quickest,
      );
    },
  },
  {
    id: 'delivery.one-poller',
    level: 'must',
    evidence: ['derived'],
    says: 'When a task is scheduled and many polls wait for it, exactly one of them gets it.',
    citation: onceOnly,
    fix: 'Take the task off the list and bind it to one poll in one atomic step: waking several polls must not give it to several.',
    async check({ target, observed }) {
      const pollers = 5;
      const workflow = await target.startWorkflow();
      const lists = Array.from({ length: 10 }, () => target.freshName());
      const crews = lists.map((taskList) => new Workers(target, taskList, pollers));
      try {
        await target.wait(settleMs(target));
        const tasks = await workflow.schedule(...lists.map((taskList) => ({ taskList })));
        const arrivals = crews.map((crew) => crew.take(target, 1, arrivalMs));
        await Promise.all(arrivals);
        await target.wait(windowMs(target));
        for (const [i, { taken, refused }] of crews.entries()) {
          const scheduled = tasks[i] as ScheduledActivity;
          const own = taken.filter(({ task }) => task.activityId === scheduled.activityId);
          observed.part(
            'polls that got the task',
            own.length === 1 && taken.length === 1,
            `one of ${pollers} polls on a list to get its one task (activityId ${scheduled.activityId})`,
            taken.length === 0
              ? `none got it within ${seconds(arrivalMs)}${refused ? `: ${describe(refused)}` : ''}`
              : `${own.length} answers with this task, ${taken.length - own.length} with another`,
            scheduled.exchange,
            ...(refused ? [refused] : []),
            ...taken.slice(0, 3).map(({ exchange }) => exchange),
          );
        }
      } finally {
        await Promise.all(crews.map((crew) => crew.stop()));
      }
    },
  },
  {
    id: 'delivery.each-once',
    level: 'must',
    evidence: ['derived'],
    says: 'Of many tasks and many polls at once on one list, every task comes once: none is lost, none comes twice.',
    citation: onceOnly,
    fix: 'Make taking a task off its list atomic against other polls and against tasks being scheduled at that moment.',
    async check({ target, observed }) {
      // So many that a fault of one task in fifty shows.
      const workflows = await startWorkflows(target, 2);
      const workerCount = 20;
      const taskList = target.freshName();
      const workers = new Workers(target, taskList, workerCount);
      try {
        await target.wait(settleMs(target));
        const batch = Array.from({ length: 100 }, () => ({ taskList }));
        const tasks = (await Promise.all(workflows.map((workflow) => workflow.schedule(...batch)))).flat();
        await workers.take(target, tasks.length, arrivalMs);
        await target.wait(windowMs(target));
        const { taken, refused } = workers;
        for (const scheduled of tasks) {
          const own = taken.filter(({ task }) => task.activityId === scheduled.activityId);
          observed.part(
            'polls that got the task',
            own.length === 1,
            `each of ${tasks.length} tasks on one list to come to one of ${workerCount} workers, once (activityId ${scheduled.activityId})`,
            own.length === 0
              ? `it came to none; ${taken.length} tasks came in all${refused ? `; a poll ended with ${describe(refused)}` : ''}`
              : `it came ${own.length} times`,
            scheduled.exchange,
            ...(refused ? [refused] : []),
            ...own.map(({ exchange }) => exchange),
          );
        }
        const strange = taken.find(({ task }) => !tasks.some((own) => own.activityId === task.activityId));
        const expected = 'no task but those scheduled on this list';
        observed.none('body.taskToken', strange?.exchange, expected, describe);
      } finally {
        await workers.stop();
      }
    },
  },
  {
    id: 'delivery.not-again',
    level: 'must',
    evidence: ['derived'],
    says: 'A started task is not handed out again: not while it is open, not after it was completed, not after its start-to-close timeout.',
    citation: onceOnly,
    fix: 'Take a task off its list for good when a poll gets it; SWF retries nothing by itself, the decider schedules anew.',
    async check({ target, observed }) {
      const workflow = await target.startWorkflow();
      const tasks = await workflow.schedule({}, {}, { startToClose: 1 });
      const [open, completed, timedOut] = tasks;
      const firsts = await Promise.all(tasks.map((scheduled) => sureToCome(target, scheduled)));
      await target.setUp('RespondActivityTaskCompleted', { taskToken: firsts[1]?.task.taskToken });
      // Whether the timeout is recorded is no matter of this rule: the task must not come either way.
      await workflow.historyWith(
        (events) => eventsOf(events, timedOut, 'ActivityTaskTimedOut').length > 0,
        3000,
      );
      const states = [
        { scheduled: open, state: 'is started and open' },
        { scheduled: completed, state: 'was completed' },
        { scheduled: timedOut, state: 'was started, its start-to-close timeout of 1 s being over' },
      ];
      await Promise.all(
        states.map(async ({ scheduled, state }, i) => {
          const again = (await pollInWindow(target, [scheduled.taskList])).flat();
          const first = firsts[i] ? [firsts[i].exchange] : [];
          const expected = `no task from a list whose only task (activityId ${scheduled.activityId}) ${state}`;
          nothingComes(observed, again, expected, ...first);
        }),
      );
    },
  },
];
