import { duration, type Exchange } from '../../client/exchange.ts';
import { describe } from '../../kit/describe.ts';
import type { Fixture } from '../../kit/fixture.ts';
import { Inconclusive, type Shown } from '../../kit/outcome.ts';
import { type PollResult, pollResult } from '../../kit/poll.ts';
import { documentation, type RuleContext, type RuleDefinition } from '../../kit/rule.ts';
import {
  describedWithTime,
  latencyMs,
  longPoll,
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
import { domainFault, validationFault } from './mistakes.ts';

const maximumHold = documentation(
  'The maximum time the service holds on to the request before responding is 60 seconds. If no task is available within 60 seconds, the poll returns an empty result.',
);

/** An answer may come so much after the hold; 60.0 to 60.3 s were recorded on the service. */
const lateMs = 2000;

/** So much longer than nine tenths of the hold a poll is watched. */
const lastingMs = 100;

/** One poll: how long it is held, and how soon it is answered. */
export const hold: readonly RuleDefinition[] = [
  {
    id: 'hold.waits-for-task',
    level: 'must',
    evidence: ['doc'],
    says: 'A poll on an empty list stays open, and a task scheduled well into the hold comes back on that same poll.',
    citation: longPoll,
    fix: 'Keep a poll that finds no task open until a task is scheduled on its list or the hold is over.',
    check: ({ target, observed }) =>
      withinHold(target, async () => {
        const workflow = await target.startWorkflow();
        const taskList = target.freshName();
        const poll = await startPoll(target, taskList);
        await target.wait(target.holdMs / 2);
        const expected = `the poll to be open still after ${seconds(target.holdMs / 2)}, half of the hold`;
        observed.none('answered after', poll.ended?.exchange, expected, describedWithTime);
        const [scheduled] = await workflow.schedule({ taskList });
        observed.task(await poll.result, scheduled, 'on the open poll, the task scheduled meanwhile');
      }),
  },
  {
    id: 'hold.wakes-promptly',
    level: 'must',
    evidence: ['doc'],
    says: 'A waiting poll is answered as soon as a task is scheduled: within 1 s beyond the round trip.',
    citation: longPoll,
    fix: 'Wake the waiting poll when a task is scheduled on its list, in place of looking again at intervals; leave no gap between looking for a task and waiting for one.',
    async check(context) {
      const { target, observed, figure } = context;
      let wakeUps = await wakeUpTwentyTimes(context);
      // One of twenty may be an accident of either machine; more are seen twice before they count.
      if (wakeUps.filter(({ late }) => late).length > 1) wakeUps = await wakeUpTwentyTimes(context);
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
    citation: maximumHold,
    fix: 'Answer a waiting poll with the empty result when the hold is over; count the hold from when the request came.',
    async check({ target, observed, figure }) {
      const { results, plainMs } = await emptyPolls(target);
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
    citation: maximumHold,
    fix: 'Hold an empty poll for the whole time: an early empty answer makes workers poll in a busy loop.',
    async check({ target, observed, figure }) {
      const taskList = target.freshName();
      const [{ results }, later] = await Promise.all([
        emptyPolls(target, taskList),
        laterPoll(target, taskList),
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
    citation: documentation(
      'Workers should set their client side socket timeout to at least 70 seconds (10 seconds higher than the maximum time service may hold the poll request).',
    ),
    fix: 'Answer within the hold, with a body that ends: a length, or chunks with a last one.',
    async check({ target, observed }) {
      const outcome = await target.sdkPoll(target.freshName(), { domain: await target.domain() });
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
    citation: documentation(
      'If no task is available within 60 seconds, the poll returns an empty result. (A refusal depends on no task.)',
    ),
    fix: 'Validate the request and look up the domain before the poll begins to wait.',
    async check({ target, observed, figure }) {
      // On a short hold 2 s would be no sooner than the hold itself.
      const latest = Math.min(2000, 0.75 * target.holdMs) + target.roundTripMs;
      const mistakes = [domainFault, validationFault];
      const refusals = await Promise.all(mistakes.map((mistake) => quickestRefusal(target, mistake, latest)));
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

/**
 * Four polls for which no task comes, three of them on one list, until they are answered. And how long a request took that
 * waits for nothing, sent right behind them.
 * @throws Inconclusive when one was ended before its hold, and not with an empty result
 */
async function emptyPolls(
  target: Fixture,
  shared = target.freshName(),
): Promise<{ results: PollResult[]; plainMs: number }> {
  const domain = await target.domain();
  const lists = [shared, shared, shared, target.freshName()];
  const polls = lists.map((taskList) => target.startPoll(taskList, { domain }));
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
async function laterPoll(target: Fixture, taskList: string): Promise<PollResult> {
  await target.wait(Math.min(target.holdMs / 3, 8000));
  const deadlineMs = 0.9 * target.holdMs + lastingMs;
  const result = await target.poll(taskList, { domain: await target.domain(), deadlineMs });
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
  mistake: (target: Fixture, deadlineMs: number) => Promise<PollResult>,
  latest: number,
): Promise<Exchange | undefined> {
  const attempts: Promise<PollResult>[] = [];
  while (attempts.length < 3) {
    const attempt = mistake(target, target.holdMs + 2 * lateMs);
    attempts.push(attempt);
    const soon = await Promise.race([attempt, target.wait(latest + 500)]);
    if (soon && soon.kind !== 'fault') return undefined;
    if (soon && duration(soon.exchange) <= latest) return soon.exchange;
  }
  const refusals = (await Promise.all(attempts)).filter(({ kind }) => kind === 'fault');
  return refusals.map(({ exchange }) => exchange).sort((a, b) => duration(a) - duration(b))[0];
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
async function wakeUpTwentyTimes({ target, observed }: RuleContext): Promise<WakeUp[]> {
  const wakeUps: WakeUp[] = [];
  const wakeUp = async (i: number) => {
    const workflow = await target.startWorkflow();
    // Apart from one another, so that no interval of the target's fits them all.
    await target.wait(i * Math.min(target.holdMs / 50, 150));
    const taskList = target.freshName();
    const poll = await startPoll(target, taskList);
    await target.wait(i % 2 === 0 ? settleMs(target) : 2 * i);
    stillWaiting(poll);
    const [scheduled] = await workflow.schedule({ taskList });
    const [result, stalledMs] = await Promise.all([poll.result, stallsMeanwhile(target, poll)]);
    notEndedEarly(target, poll, scheduled.exchange);
    observed.task(result, scheduled, 'on the open poll, the task just scheduled');
    const beyond = Math.max(target.roundTripMs, duration(scheduled.exchange)) + stalledMs;
    const latency = latencyMs(result, scheduled);
    wakeUps.push({
      latency,
      late: latency > promptMs + beyond,
      exchanges: [scheduled.exchange, result.exchange],
    });
  };
  const polls = Array.from({ length: 20 }, (_, i) => withinHold(target, () => wakeUp(i)));
  await Promise.all(polls);
  return wakeUps;
}
