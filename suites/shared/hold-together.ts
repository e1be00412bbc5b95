import { duration, type Exchange } from '../../client/exchange.ts';
import { describe } from '../../kit/describe.ts';
import type { Fixture } from '../../kit/fixture.ts';
import { type LongPoll, type TaskSource, taskSources } from '../../kit/operation.ts';
import { Inconclusive, type Shown } from '../../kit/outcome.ts';
import { isTask, type PollResult } from '../../kit/poll.ts';
import { type RuleContext, type RuleDefinition, recorded } from '../../kit/rule.ts';
import { lastOfThree } from '../../kit/three-times.ts';
import {
  comingMs,
  describedWithTime,
  latencyMs,
  notEndedEarly,
  promptMs,
  seconds,
  settleMs,
  stallsMeanwhile,
  startPoll,
  stillWaiting,
  type WaitingPoll,
  waitOn,
  windowMs,
  withinHold,
  withinTheirHold,
} from '../../kit/waiting.ts';
import type { AwaitedTask, HistoryEvent } from '../../kit/workflow.ts';

/** Many polls at once: on one list, and on others. */
export function holdTogether(operation: LongPoll): readonly RuleDefinition[] {
  const { documentation, name, quotes } = operation;
  return [
    {
      id: 'hold.side-by-side',
      level: 'must',
      evidence: ['derived'],
      says: 'Many polls on as many lists wait at once, and each is answered when its own task comes.',
      citation: documentation(quotes.longPoll),
      fix: 'Let a waiting poll occupy a connection only, not a worker thread or a lock that others need.',
      async check({ target, observed }) {
        const slow: Exchange[] = [];
        const lists = 50;
        const waitTogether = async () => {
          let late: { latestMs: number; took: number; shown: Shown } | undefined;
          await withinHold(target, name, async () => {
            late = undefined;
            const [first, second] = (await taskSources(target, operation, 2)) as [TaskSource, TaskSource];
            const names = Array.from({ length: lists }, () => target.freshName());
            const polls = await Promise.all(
              names.map((taskList) => startPoll(target, taskList, { operation: name })),
            );
            await target.wait(settleMs(target));
            const refused = polls.find(({ ended }) => ended && ended.kind !== 'empty')?.ended?.exchange;
            const expected = `${lists} polls on as many lists to wait at once`;
            observed.none('answer', refused, expected, describe);
            stillWaiting(...polls);
            await servesOthers({ target, observed }, polls, slow);
            // The later half first, and seen before the others have a task: one poll may not wait for another's end.
            for (const [bringAbout, from] of [
              [second, lists / 2],
              [first, 0],
            ] as const) {
              const mine = names.slice(from, from + lists / 2);
              const tasks = await bringAbout(...mine);
              const stalledMs = await stallsMeanwhile(target, ...polls.slice(from, from + lists / 2));
              const latestMs = 2 * promptMs + target.roundTripMs + stalledMs;
              for (const [i, own] of tasks.entries()) {
                const poll = polls[from + i] as WaitingPoll;
                const result = await poll.result;
                notEndedEarly(target, poll, own.exchange);
                observed.task(result, own, `on each of ${lists} open polls, the task of its own list`);
                const took = latencyMs(result, own);
                if (took > latestMs) {
                  late = { latestMs, took, shown: [own.exchange, result.exchange] };
                  return;
                }
              }
            }
          });
          return late;
        };
        // It may be an accident of either machine: only three times, apart from one another, is none.
        const late = await lastOfThree(waitTogether, (seen) => seen !== undefined, {
          pause: (looks) => target.wait(1000 * looks),
        });
        if (!late) return observed.counted();
        observed.part(
          'answered after',
          false,
          `each of ${lists} open polls to be answered within ${seconds(late.latestMs)} of its task`,
          `the task came after ${seconds(late.took)}`,
          ...late.shown,
        );
      },
    },
    {
      id: 'hold.others-keep-waiting',
      level: 'must',
      evidence: ['doc'],
      says: 'Of several polls on one list one is answered when a task comes; the others go on waiting and get the next tasks.',
      citation: documentation(quotes.longPoll),
      fix: 'Give a new task to one waiting poll and leave the others as they are.',
      check: ({ target, observed }) =>
        withinHold(target, name, async () => {
          const [first, next] = (await taskSources(target, operation, 2)) as [TaskSource, TaskSource];
          const taskList = target.freshName();
          // Polls on lists without tasks: where one of these ends too, it was not the task that ended the others.
          const controls = await Promise.all(
            [1, 2, 3].map(() => startPoll(target, target.freshName(), { operation: name })),
          );
          let open = await waitOn(target, taskList, 6, { operation: name });
          stillWaiting(...controls);
          goOnWaiting(observed, open, `${open.length} polls on one list to wait at once`);
          for (const [bringAbout, count] of [
            [first, 1],
            [next, 2],
          ] as const) {
            const tasks = await bringAbout(...Array.from({ length: count }, () => taskList));
            const answered = await firstAnswered(open, count);
            for (const task of tasks) {
              const own = answered.find((each) => isTask(each, task));
              const result =
                own ?? answered.find(({ kind }) => kind !== 'task') ?? (answered[0] as PollResult);
              // One that ended just then was ended by the task, where those on other lists were not.
              const sinceMs = result.exchange.endedAt - task.exchange.endedAt;
              if (!own && sinceMs < comingMs + target.roundTripMs) {
                for (const control of controls) notEndedEarly(target, control);
              }
              observed.task(result, task, `on one of ${open.length} open polls, the task`);
            }
            open = open.filter(({ ended }) => !(ended && answered.includes(ended)));
            await target.wait(Math.min(windowMs(target), target.holdMs / 5));
            for (const control of controls) notEndedEarly(target, control);
            withinTheirHold(target, ...open);
            goOnWaiting(observed, open, `the ${open.length} other polls on the list to go on waiting`);
          }
        }),
    },
    {
      id: 'hold.other-list-sleeps',
      level: 'must',
      evidence: ['doc'],
      says: 'A task scheduled on another list wakes no poll here.',
      citation: documentation(quotes.ofNamedList),
      fix: "Wake only the polls of the task's own list; after a wake-up that brings nothing, wait on for the rest of the hold.",
      check: ({ target, observed }) =>
        withinHold(target, name, async () => {
          // A target that ends polls early by itself might end one just then. Only one that was open after each of three
          // waits, and ended soon after the task each time, was woken by it: no hold of its own ends in all three moments.
          const waitsMs = [1, 2, 3].map((i) => i * Math.min(0.18 * target.holdMs, 800));
          const soonMs = Math.min(0.09 * target.holdMs, 400) + target.roundTripMs;
          let moments = 0;
          // A poll that ended before the task shows nothing: perhaps other rules' tasks ended it. It is tried again later.
          for (let pauseMs = 300; ; ) {
            const [other, own] = (await taskSources(target, operation, 2)) as [TaskSource, TaskSource];
            const taskList = target.freshName();
            const poll = await startPoll(target, taskList, { operation: name });
            await target.wait(waitsMs[moments] ?? 0);
            const brought = poll.ended ? [] : await other(target.freshName());
            if (!poll.ended) await target.wait(windowMs(target));
            const expected = 'the poll to go on waiting while a task is scheduled on another list';
            if (!poll.ended) {
              observed.counted();
              await getsItsTask(poll, own, taskList);
              return;
            }
            const { kind, exchange } = poll.ended;
            observed.part(
              'body.taskToken',
              kind !== 'task',
              'no task on a list without any',
              describe(exchange),
              exchange,
            );
            withinTheirHold(target, poll);
            // Nor does a moment count in which the machine stood still: what waited then all ends at once.
            const [elsewhere] = brought.filter((each) => duration(each.exchange) < soonMs);
            if (elsewhere && exchange.endedAt - elsewhere.exchange.endedAt < soonMs) {
              moments += 1;
              const isChance = moments < waitsMs.length;
              const shown = [elsewhere.exchange, exchange] as const;
              observed.part('answered after', isChance, expected, describe(exchange), ...shown);
              continue;
            }
            if (pauseMs > 1200) stillWaiting(poll);
            await target.wait(pauseMs);
            pauseMs *= 2;
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
        const fates = await Promise.all([1, 2, 3].map(() => abandoned(target, operation)));
        for (const _ of fates) observed.counted();
        report(
          `scheduled after the client had gone: ${[...new Set(fates)].join('; or ')} (${fates.length} tries)`,
        );
      },
    },
  ];
}

/** The polls are all open still. */
function goOnWaiting(
  observed: RuleContext['observed'],
  polls: readonly WaitingPoll[],
  expected: string,
): void {
  const [ended] = polls.flatMap((poll) => (poll.ended ? [poll.ended.exchange] : []));
  observed.none('answered after', ended, expected, describedWithTime);
}

/** So many of the polls, or more, once these have been answered: those that came first. */
async function firstAnswered(polls: readonly WaitingPoll[], count: number): Promise<PollResult[]> {
  for (;;) {
    const answered = polls.flatMap(({ ended }) => (ended ? [ended] : []));
    if (answered.length >= count) {
      const inOrder = answered.toSorted((a, b) => a.exchange.endedAt - b.exchange.endedAt);
      return inOrder.slice(0, count);
    }
    await Promise.race(polls.filter(({ ended }) => !ended).map(({ result }) => result));
  }
}

/** The open poll brings a task of its own list. @throws Inconclusive when it does not: other rules are about that */
async function getsItsTask(poll: WaitingPoll, bringAbout: TaskSource, taskList: string): Promise<void> {
  const [task] = (await bringAbout(taskList)) as [AwaitedTask];
  const result = await poll.result;
  if (isTask(result, task)) return;
  const message = `the poll did not bring the task of its own list either: ${describe(result.exchange)}`;
  throw new Inconclusive(message, task.exchange, result.exchange);
}

/** While polls wait another request is answered within 2 s; being slow once or twice may be an accident of either machine. */
async function servesOthers(
  { target, observed }: Pick<RuleContext, 'target' | 'observed'>,
  polls: readonly WaitingPoll[],
  slow: Exchange[],
): Promise<void> {
  for (;;) {
    const other = await target.call('DescribeDomain', { name: await target.domain() });
    const prompt = other.answer !== undefined && duration(other) <= 2000 + target.roundTripMs;
    if (!prompt) slow.push(other);
    observed.part(
      'answered after',
      other.answer !== undefined && slow.length < 3,
      `another request to be answered within 2 s while ${polls.length} polls wait`,
      describedWithTime(other),
      other,
    );
    if (prompt) return;
    stillWaiting(...polls);
  }
}

/** One poll that is given up, and a task after it. */
async function abandoned(
  target: Fixture,
  { name: operation, startedEvent, taskSource }: LongPoll,
): Promise<string> {
  const bringAbout = await taskSource(target);
  const taskList = target.freshName();
  await target.poll(taskList, { operation, deadlineMs: settleMs(target) });
  await target.wait(settleMs(target));
  const [task] = (await bringAbout(taskList)) as [AwaitedTask];
  const results = await target.pollFor(2 * windowMs(target), taskList, { operation });
  if (results.some((result) => isTask(result, task))) {
    return 'the task is kept for the next poll';
  }
  const isStarted = (events: readonly HistoryEvent[]) =>
    events.some(({ eventType }) => eventType === startedEvent);
  return isStarted(await task.workflow.historyWith(isStarted, 1000))
    ? 'the task is lost until its timeout: started for the client that had gone'
    : 'the task is not delivered';
}
