import { duration, type Exchange } from '../../client/exchange.ts';
import { faultOf } from '../../client/fault.ts';
import { describe } from '../../kit/describe.ts';
import type { Fixture } from '../../kit/fixture.ts';
import type { LongPoll } from '../../kit/operation.ts';
import { Inconclusive, type Shown } from '../../kit/outcome.ts';
import { type PollResult, pollResult } from '../../kit/poll.ts';
import type { RuleContext, RuleDefinition } from '../../kit/rule.ts';
import {
  describedWithTime,
  latencyMs,
  notEndedEarly,
  plainRequestMs,
  promptMs,
  seconds,
  settleMs,
  stallsMeanwhile,
  startPoll,
  stillWaiting,
  withinHold,
} from '../../kit/waiting.ts';
import type { AwaitedTask } from '../../kit/workflow.ts';
import { domainFault, validationFault } from './mistakes.ts';

/** An answer may come so much after the hold; 60.0 to 60.3 s were recorded on the service. */
const lateMs = 2000;

/** So much longer than nine tenths of the hold a poll is watched. */
const lastingMs = 100;

/** One poll: how long it is held, and how soon it is answered. */
export function hold(operation: LongPoll): readonly RuleDefinition[] {
  const { documentation, name, pollers, quotes } = operation;
  return [
    {
      id: 'hold.waits-for-task',
      level: 'must',
      evidence: ['doc'],
      says: 'A poll on an empty list stays open, and a task scheduled well into the hold comes back on that same poll.',
      citation: documentation(quotes.longPoll),
      fix: 'Keep a poll that finds no task open until a task is scheduled on its list or the hold is over.',
      check: ({ target, observed }) =>
        withinHold(target, name, async () => {
          const bringAbout = await operation.taskSource(target);
          const taskList = target.freshName();
          const poll = await startPoll(target, taskList, { operation: name });
          await target.wait(target.holdMs / 2);
          const expected = `the poll to be open still after ${seconds(target.holdMs / 2)}, half of the hold`;
          observed.none('answered after', poll.ended?.exchange, expected, describedWithTime);
          const [task] = (await bringAbout(taskList)) as [AwaitedTask];
          observed.task(await poll.result, task, 'on the open poll, the task scheduled meanwhile');
        }),
    },
    {
      id: 'hold.wakes-promptly',
      level: 'must',
      evidence: ['doc'],
      says: 'A waiting poll is answered as soon as a task is scheduled: within 1 s beyond the round trip.',
      citation: documentation(quotes.longPoll),
      fix: 'Wake the waiting poll when a task is scheduled on its list, in place of looking again at intervals; leave no gap between looking for a task and waiting for one.',
      async check(context) {
        const { target, observed, figure } = context;
        let wakeUps = await wakeUpTwentyTimes(context, operation);
        // One of twenty may be an accident of either machine; more are seen twice before they count.
        if (wakeUps.filter(({ late }) => late).length > 1)
          wakeUps = await wakeUpTwentyTimes(context, operation);
        const sorted = wakeUps.map(({ latency }) => latency).sort((a, b) => a - b);
        const p50 = sorted[9] as number;
        const p95 = sorted[18] as number;
        figure('wake-up p50', Math.round(p50), 'ms');
        figure('wake-up p95', Math.round(p95), 'ms');
        const late = wakeUps.filter((wakeUp) => wakeUp.late);
        const last = late.at(-1);
        if (!last || late.length <= 1) return observed.counted();
        observed.part(
          'answered after',
          false,
          `each of 20 polls to be answered within ${seconds(promptMs + target.roundTripMs)} of its task`,
          `${late.length} were later; half took over ${seconds(p50)}, the slowest ${seconds(sorted[19] as number)}`,
          ...last.exchanges,
        );
      },
    },
    {
      id: 'hold.maximum',
      level: 'must',
      evidence: ['doc'],
      says: 'A poll for which no task comes is answered within the hold, and 2 s more at the most.',
      citation: documentation(quotes.maximumHold),
      fix: 'Answer a waiting poll with the empty result when the hold is over; count the hold from when the request came.',
      async check({ target, observed, figure }) {
        const { results, plainMs } = await emptyPolls(target, name);
        const latest = target.holdMs + lateMs + Math.max(target.roundTripMs, plainMs);
        const expected = `an empty result within ${seconds(latest)}`;
        const exchanges = results.map((result) => observed.empty(result, expected));
        const longest = exchanges.reduce((a, b) => (duration(a) > duration(b) ? a : b));
        figure('held', Math.round(duration(longest)), 'ms');
        const took = `an answer after ${seconds(duration(longest))}`;
        observed.part('answered after', duration(longest) <= latest, expected, took, longest);
      },
    },
    {
      id: 'hold.full',
      level: 'should',
      evidence: ['doc'],
      says: 'A poll is not answered empty before nine tenths of the hold.',
      citation: documentation(quotes.maximumHold),
      fix: `Hold an empty poll for the whole time: an early empty answer makes ${pollers} poll in a busy loop.`,
      async check({ target, observed, figure }) {
        const taskList = target.freshName();
        const [{ results }, later] = await Promise.all([
          emptyPolls(target, name, taskList),
          laterPoll(target, name, taskList),
        ]);
        // One that lasted its hold was not answered early, whatever came then; nor was one that we gave up.
        const answered = later.exchange.ending === 'open' ? results : [...results, later];
        const exchanges = answered.map(({ exchange }) => exchange);
        const shortest = exchanges.reduce((a, b) => (duration(a) < duration(b) ? a : b));
        figure('held', Math.round(Math.min(...results.map(({ exchange }) => duration(exchange)))), 'ms');
        const earliest = target.holdMs * 0.9;
        const took = describedWithTime(shortest);
        observed.part(
          'answered after',
          duration(shortest) >= earliest,
          `no answer before ${seconds(earliest)}`,
          took,
          shortest,
        );
      },
    },
    {
      id: 'hold.sdk-timeout',
      level: 'must',
      evidence: ['doc'],
      says: 'An AWS SDK client whose socket timeout is the hold and 10 s more gets its empty answer and no timeout.',
      citation: documentation(quotes.socketTimeout),
      fix: 'Answer within the hold, with a body that ends: a length, or chunks with a last one.',
      async check({ target, observed }) {
        const valid = await operation.validRequest(target, await target.domain());
        const outcome = await target.sdkCall<{ taskToken?: string }>(name, valid);
        const { error, output, exchange } = outcome;
        endedWithItsHold(target, pollResult(exchange));
        observed.part(
          'thrown by the SDK',
          error === undefined,
          'an answer',
          `the SDK threw ${error}`,
          exchange,
        );
        observed.part(
          'taskToken read by the SDK',
          !output?.taskToken,
          'an empty result',
          describe(exchange),
          exchange,
        );
      },
    },
    {
      id: 'hold.faults-at-once',
      level: 'must',
      evidence: ['derived'],
      says: 'A fault comes within 2 s, whatever its kind: a refused poll is not held.',
      citation: documentation(`${quotes.emptyAfterHold} (A refusal depends on no task.)`),
      fix: 'Validate the request and look up the domain before the poll begins to wait.',
      async check({ target, observed, figure }) {
        // On a short hold 2 s would be no sooner than the hold itself.
        const latest = Math.min(2000, 0.75 * target.holdMs) + target.roundTripMs;
        const mistakes = [domainFault, validationFault];
        const refusals = await Promise.all(
          mistakes.map((mistake) =>
            quickestRefusal(target, (deadlineMs) => mistake(target, operation, deadlineMs), latest),
          ),
        );
        for (const refusal of refusals) {
          if (!refusal) continue;
          const took = describedWithTime(refusal);
          observed.part(
            'answered after',
            duration(refusal) <= latest,
            `a fault within ${seconds(latest)}`,
            took,
            refusal,
          );
        }
        const slowest = Math.max(0, ...refusals.map((refusal) => (refusal ? duration(refusal) : 0)));
        figure('slowest fault', Math.round(slowest), 'ms');
      },
    },
  ];
}

/**
 * Four polls for which no task comes, three of them on one list, until they are answered. And how long a request took that
 * waits for nothing, sent right behind them.
 * @throws Inconclusive when one was ended before its hold, and not with an empty result
 */
async function emptyPolls(
  target: Fixture,
  operation: string,
  shared = target.freshName(),
): Promise<{ results: PollResult[]; plainMs: number }> {
  const domain = await target.domain();
  const lists = [shared, shared, shared, target.freshName()];
  const polls = lists.map((taskList) => target.startPoll(taskList, { operation, domain }));
  await Promise.all(polls.map(({ sent }) => sent));
  const plainMs = await plainRequestMs(target);
  const results = await Promise.all(polls.map(({ result }) => result));
  for (const result of results) endedWithItsHold(target, result);
  return { results, plainMs };
}

/**
 * A poll that comes while others wait on its list: it must not end with them. It is given up when it has lasted for what
 * hold.full asks, so that the run need not be so much longer than a hold.
 */
async function laterPoll(target: Fixture, operation: string, taskList: string): Promise<PollResult> {
  await target.wait(Math.min(target.holdMs / 3, 8000));
  const deadlineMs = 0.9 * target.holdMs + lastingMs;
  const result = await target.poll(taskList, { operation, domain: await target.domain(), deadlineMs });
  if (result.exchange.ending !== 'open') endedWithItsHold(target, result);
  return result;
}

/**
 * The poll was answered empty, or lasted its hold: one that was refused, broke off or brought a task before that shows
 * nothing of how long an empty one is held.
 * @throws Inconclusive
 */
function endedWithItsHold(target: Fixture, { kind, exchange }: PollResult): void {
  if (kind === 'empty' || duration(exchange) >= 0.9 * target.holdMs) return;
  const after = `after ${seconds(duration(exchange))}: ${describe(exchange)}`;
  throw new Inconclusive(
    `the poll ended otherwise than empty ${after} (other rules are about that)`,
    exchange,
  );
}

/**
 * The quickest of three refusals; the first that is quick enough will do. They are sent apart from one another, so that no
 * stall of either machine delays them all. None when the target refuses nothing here: other rules are about that.
 */
async function quickestRefusal(
  target: Fixture,
  mistake: (deadlineMs: number) => Promise<Exchange>,
  latest: number,
): Promise<Exchange | undefined> {
  const attempts: Promise<Exchange>[] = [];
  while (attempts.length < 3) {
    const attempt = mistake(target.holdMs + 2 * lateMs);
    attempts.push(attempt);
    const soon = await Promise.race([attempt, target.wait(latest + 500)]);
    if (soon && !faultOf(soon)) return undefined;
    if (soon && duration(soon) <= latest) return soon;
  }
  const refusals = (await Promise.all(attempts)).filter((exchange) => faultOf(exchange) !== undefined);
  return refusals.sort((a, b) => duration(a) - duration(b))[0];
}

interface WakeUp {
  /** From the acknowledgement of the decision to the poll's answer, in milliseconds. */
  readonly latency: number;
  readonly late: boolean;
  readonly exchanges: Shown;
}

/**
 * Twenty polls, each on a list of its own, and a task for each: while ten of them wait, and at the moment when the other
 * ten come, which must not fall between their looking for a task and their waiting for one.
 */
async function wakeUpTwentyTimes(
  { target, observed }: RuleContext,
  { name, taskSource }: LongPoll,
): Promise<WakeUp[]> {
  const wakeUps: WakeUp[] = [];
  const wakeUp = async (i: number) => {
    const bringAbout = await taskSource(target);
    // Apart from one another, so that no interval of the target's fits them all.
    await target.wait(i * Math.min(target.holdMs / 50, 150));
    const taskList = target.freshName();
    const poll = await startPoll(target, taskList, { operation: name });
    await target.wait(i % 2 === 0 ? settleMs(target) : 2 * i);
    stillWaiting(poll);
    const [task] = (await bringAbout(taskList)) as [AwaitedTask];
    const [result, stalledMs] = await Promise.all([poll.result, stallsMeanwhile(target, poll)]);
    notEndedEarly(target, poll, task.exchange);
    observed.task(result, task, 'on the open poll, the task just scheduled');
    const beyond = Math.max(target.roundTripMs, duration(task.exchange)) + stalledMs;
    const latency = latencyMs(result, task);
    wakeUps.push({
      latency,
      late: latency > promptMs + beyond,
      exchanges: [task.exchange, result.exchange],
    });
  };
  const polls = Array.from({ length: 20 }, (_, i) => withinHold(target, name, () => wakeUp(i)));
  await Promise.all(polls);
  return wakeUps;
}
