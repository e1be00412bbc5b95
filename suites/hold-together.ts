import { duration, type Exchange } from '../target/exchange.ts';
import { describe } from '../target/fault.ts';
import type { Ground } from '../target/ground.ts';
import type { Workflow } from '../target/workflow.ts';
import { documentation, type Rule, type RuleContext, recorded } from './rule.ts';
import {
  longPoll,
  promptMs,
  seconds,
  settleMs,
  startPoll,
  startWorkflows,
  stillWaiting,
  type WaitingPoll,
  waitOn,
  windowMs,
  withinHold,
  withinTheirHold,
} from './waiting.ts';

/** Many polls at once: on one list, and on others. */
export const holdTogether: readonly Rule[] = [
  {
    id: 'hold.side-by-side',
    level: 'must',
    evidence: ['derived'],
    says: 'Many polls on as many lists wait at once, and each is answered when its own task comes.',
    citation: longPoll,
    fix: 'Let a waiting poll occupy a connection only, not a worker thread or a lock that others need.',
    async check({ target, observed }) {
      const slow: Exchange[] = [];
      await withinHold(target, async () => {
        const [first, second] = (await startWorkflows(target, 2)) as [Workflow, Workflow];
        const lists = Array.from({ length: 50 }, () => target.freshName());
        const polls = await Promise.all(lists.map((taskList) => startPoll(target, taskList)));
        await target.wait(settleMs(target));
        const refused = polls.find(({ ended }) => ended && ended.kind !== 'empty')?.ended?.exchange;
        observed.that(
          refused === undefined,
          `${lists.length} polls on as many lists to wait at once`,
          refused ? describe(refused) : '',
          ...(refused ? [refused] : []),
        );
        stillWaiting(...polls);
        await servesOthers({ target, observed }, polls, slow);
        // The later half first, and seen before the others have a task: one poll may not wait for another's end.
        for (const [workflow, from] of [
          [second, 25],
          [first, 0],
        ] as const) {
          const mine = lists.slice(from, from + 25);
          const scheduled = await workflow.schedule(...mine.map((taskList) => ({ taskList })));
          const control = await target.call('DescribeDomain', { name: await target.domain() });
          const latest = 2 * promptMs + Math.max(target.target.roundTripMs, duration(control));
          for (const [i, own] of scheduled.entries()) {
            const result = await (polls[from + i] as WaitingPoll).result;
            observed.task(result, own, `on each of ${lists.length} open polls, the task of its own list`);
            const latency = result.exchange.endedAt - own.exchange.endedAt;
            observed.that(
              latency <= latest,
              `each of ${lists.length} open polls to be answered within ${seconds(latest)} of its task`,
              `the task came after ${seconds(latency)}`,
              own.exchange,
              result.exchange,
            );
          }
        }
      });
    },
  },
  {
    id: 'hold.others-keep-waiting',
    level: 'must',
    evidence: ['doc'],
    says: 'Of several polls on one list one is answered when a task comes; the others go on waiting and get the next tasks.',
    citation: longPoll,
    fix: 'Give a new task to one waiting poll and leave the others as they are.',
    check: ({ target, observed }) =>
      withinHold(target, async () => {
        const [first, next] = (await startWorkflows(target, 2)) as [Workflow, Workflow];
        const taskList = target.freshName();
        const polls = await waitOn(target, taskList, 4);
        stillWaiting(...polls);
        const [task] = await first.schedule({ taskList });
        const winner = await Promise.race(polls.map((poll) => poll.result));
        observed.task(winner, task, 'on one of the open polls, the task');
        await target.wait(windowMs(target));
        const others = polls.filter((poll) => poll.ended !== winner);
        withinTheirHold(target, ...others);
        const ended = others.find((poll) => poll.ended)?.ended?.exchange;
        observed.that(
          ended === undefined,
          'the three other polls on the list to go on waiting',
          ended ? `${describe(ended)} after ${seconds(duration(ended))}` : '',
          ...(ended ? [winner.exchange, ended] : []),
        );
        const tasks = await next.schedule({ taskList }, { taskList }, { taskList });
        const results = await Promise.all(others.map((poll) => poll.result));
        for (const scheduled of tasks) {
          const own = results.find((r) => r.kind === 'task' && r.task.activityId === scheduled.activityId);
          observed.task(
            own ?? results[0] ?? winner,
            scheduled,
            'on one of the polls that went on waiting, the next task',
          );
        }
      }),
  },
  {
    id: 'hold.other-list-sleeps',
    level: 'must',
    evidence: ['doc'],
    says: 'A task scheduled on another list wakes no poll here.',
    citation: documentation('Specifies the task list to poll for activity tasks.'),
    fix: "Wake only the polls of the task's own list; after a wake-up that brings nothing, wait on for the rest of the hold.",
    check: ({ target, observed }) =>
      withinHold(target, async () => {
        // A target that ends polls early by itself might end one just then. Only one that was open after each of three
        // waits, and ended soon after the task each time, was woken by it: no hold of its own ends in all three moments.
        const waitsMs = [1, 2, 3].map((i) => i * Math.min(0.18 * target.holdMs, 800));
        const soonMs = Math.min(0.09 * target.holdMs, 400) + target.target.roundTripMs;
        for (const [trial, waitMs] of waitsMs.entries()) {
          const [other, own] = (await startWorkflows(target, 2)) as [Workflow, Workflow];
          const taskList = target.freshName();
          const poll = await startPoll(target, taskList);
          await target.wait(waitMs);
          const foreign = poll.ended?.kind === 'task' ? [poll.ended.exchange] : [];
          observed.that(
            foreign.length === 0,
            'no task on a list on which none was scheduled',
            foreign.map(describe).join(),
            ...foreign,
          );
          stillWaiting(poll);
          const [elsewhere] = await other.schedule({});
          await target.wait(windowMs(target));
          const woken = poll.ended;
          if (!woken) {
            const [scheduled] = await own.schedule({ taskList });
            observed.task(
              await poll.result,
              scheduled,
              'on the poll that went on waiting, the task of its own list',
            );
            return;
          }
          withinTheirHold(target, poll);
          const soon = woken.exchange.endedAt - elsewhere.exchange.endedAt < soonMs;
          if (woken.kind !== 'task' && !soon) stillWaiting(poll);
          if (woken.kind !== 'task' && trial + 1 < waitsMs.length) continue;
          const expected = 'the poll to go on waiting while a task is scheduled on another list';
          observed.that(false, expected, describe(woken.exchange), elsewhere.exchange, woken.exchange);
        }
      }),
  },
  {
    id: 'hold.abandoned',
    level: 'info',
    evidence: ['live'],
    says: 'What becomes of a task that is scheduled after a waiting client has gone.',
    citation: recorded(
      'aws-flow-ruby 31, aws-sdk-js 689 and 2259',
      'A poll whose client went away can still be given a task, which is then lost until it times out.',
    ),
    fix: 'Take a poll out of the queue when its connection closes.',
    async check({ target, observed, report }) {
      const fates = await Promise.all([1, 2, 3].map(() => abandoned(target)));
      for (const fate of fates) observed.that(true, '', fate);
      report(
        `scheduled after the client had gone: ${[...new Set(fates)].join('; or ')} (${fates.length} tries)`,
      );
    },
  },
];
/** While polls wait another request is answered within 2 s; being slow once or twice may be an accident of either machine. */
async function servesOthers(
  { target, observed }: Pick<RuleContext, 'target' | 'observed'>,
  polls: readonly WaitingPoll[],
  slow: Exchange[],
): Promise<void> {
  for (;;) {
    const other = await target.call('DescribeDomain', { name: await target.domain() });
    const prompt = other.answer !== undefined && duration(other) <= 2000 + target.target.roundTripMs;
    if (!prompt) slow.push(other);
    observed.that(
      other.answer !== undefined && slow.length < 3,
      `another request to be answered within 2 s while ${polls.length} polls wait`,
      `${describe(other)} after ${seconds(duration(other))}`,
      other,
    );
    if (prompt) return;
    stillWaiting(...polls);
  }
}

/** One poll that is given up, and a task after it. */
async function abandoned(target: Ground): Promise<string> {
  const workflow = await target.startWorkflow();
  const taskList = target.freshName();
  await target.poll(taskList, { deadlineMs: settleMs(target) });
  await target.wait(settleMs(target));
  const [scheduled] = await workflow.schedule({ taskList });
  const results = await target.pollFor(2 * windowMs(target), taskList);
  if (results.some((r) => r.kind === 'task' && r.task.activityId === scheduled.activityId)) {
    return 'the task is kept for the next poll';
  }
  const events = await workflow.historyWith(
    (all) => all.some((e) => e.eventType === 'ActivityTaskStarted'),
    1000,
  );
  const started = events.some((event) => event.eventType === 'ActivityTaskStarted');
  return started
    ? 'the task is lost until its timeout: started for the client that had gone'
    : 'the task is not delivered';
}
