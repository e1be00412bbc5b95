import { duration, type Exchange } from '../target/exchange.ts';
import { describe } from '../target/fault.ts';
import { domainFault, validationFault } from './faults.ts';
import { documentation, type Rule, type RuleContext } from './rule.ts';
import {
  longPoll,
  promptMs,
  seconds,
  startPoll,
  stillWaiting,
  type WaitingPoll,
  waitOn,
  withinHold,
} from './waiting.ts';

const maximumHold = documentation(
  'The maximum time the service holds on to the request before responding is 60 seconds. If no task is available within 60 seconds, the poll returns an empty result.',
);

/** An answer may come so much after the hold; 60.0 to 60.3 s were recorded on the service. */
const lateMs = 2000;

/** One poll: how long it is held, and how soon it is answered. */
export const hold: readonly Rule[] = [
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
        const early = poll.ended?.exchange;
        observed.that(
          early === undefined,
          `the poll to be open still after ${seconds(target.holdMs / 2)}, half of the hold`,
          early ? `${describe(early)} after ${seconds(duration(early))}` : '',
          ...(early ? [early] : []),
        );
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
    fix: 'Wake the waiting poll when a task is scheduled on its list, in place of looking again at intervals.',
    async check(context) {
      const { target, observed, figure } = context;
      let wakeUps = await wakeUpTenTimes(context);
      // One of ten may be an accident of either machine; more are seen twice before they count.
      if (wakeUps.filter(({ late }) => late).length > 1) wakeUps = await wakeUpTenTimes(context);
      const sorted = wakeUps.map(({ latency }) => latency).sort((a, b) => a - b);
      const p50 = sorted[4] as number;
      const p95 = sorted[9] as number;
      figure('wake-up p50', Math.round(p50), 'ms');
      figure('wake-up p95', Math.round(p95), 'ms');
      const late = wakeUps.filter((wakeUp) => wakeUp.late);
      observed.that(
        late.length <= 1,
        `each of 10 polls to be answered within ${seconds(promptMs + target.target.roundTripMs)} of its task`,
        `${late.length} were later; half took over ${seconds(p50)}, the slowest ${seconds(p95)}`,
        ...(late.at(-1)?.exchanges ?? []),
      );
    },
  },
  {
    id: 'hold.maximum',
    level: 'must',
    evidence: ['doc'],
    says: 'A poll for which no task comes is answered within the hold, and 2 s more at the most.',
    citation: maximumHold,
    fix: 'Answer a waiting poll with the empty result when the hold is over.',
    async check({ target, observed, figure }) {
      const latest = target.holdMs + lateMs + target.target.roundTripMs;
      const expected = `an empty result within ${seconds(latest)}`;
      const result = await target.poll(target.freshName(), { domain: await target.domain() });
      const exchange = observed.empty(result, expected);
      figure('held', Math.round(duration(exchange)), 'ms');
      const took = `an answer after ${seconds(duration(exchange))}`;
      observed.that(duration(exchange) <= latest, expected, took, exchange);
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
      const exchange = observed.empty(
        await target.poll(target.freshName(), { domain: await target.domain() }),
      );
      figure('held', Math.round(duration(exchange)), 'ms');
      const earliest = target.holdMs * 0.9;
      const took = `${describe(exchange)} after ${seconds(duration(exchange))}`;
      observed.that(duration(exchange) >= earliest, `no answer before ${seconds(earliest)}`, took, exchange);
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
      const { exchange } = outcome;
      observed.that(outcome.error === undefined, 'an answer', `the SDK threw ${outcome.error}`, exchange);
      observed.that(!outcome.output?.taskToken, 'an empty result', describe(exchange), exchange);
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
      const latest = Math.min(2000, 0.75 * target.holdMs) + target.target.roundTripMs;
      let slowest = 0;
      for (const kind of [domainFault, validationFault]) {
        const attempts = await Promise.all([1, 2, 3].map(() => kind(target)));
        const refusals = attempts.filter(({ kind }) => kind === 'fault' || kind === 'none');
        // A request that was answered with success says nothing of faults: other rules are about that.
        if (refusals.length === 0) continue;
        const quickest = refusals
          .map(({ exchange }) => exchange)
          .sort((a, b) => duration(a) - duration(b))[0];
        if (!quickest) continue;
        slowest = Math.max(slowest, duration(quickest));
        const took = `${describe(quickest)} after ${seconds(duration(quickest))}`;
        observed.that(duration(quickest) <= latest, `a fault within ${seconds(latest)}`, took, quickest);
      }
      figure('slowest fault', Math.round(slowest), 'ms');
    },
  },
];

interface WakeUp {
  /** From the acknowledgement of the decision to the poll's answer, in milliseconds. */
  readonly latency: number;
  readonly late: boolean;
  readonly exchanges: readonly Exchange[];
}

/** Ten polls, each on a list of its own, and a task for each while it waits. */
async function wakeUpTenTimes({ target, observed }: RuleContext): Promise<WakeUp[]> {
  const wakeUps: WakeUp[] = [];
  const wakeUp = async (delayMs: number) => {
    const workflow = await target.startWorkflow();
    await target.wait(delayMs);
    const taskList = target.freshName();
    const [poll] = (await waitOn(target, taskList)) as [WaitingPoll];
    stillWaiting(poll);
    const [scheduled] = await workflow.schedule({ taskList });
    const result = await poll.result;
    observed.task(result, scheduled, 'on the open poll, the task just scheduled');
    const beyond = Math.max(target.target.roundTripMs, duration(scheduled.exchange));
    const latency = Math.max(result.exchange.endedAt - scheduled.exchange.endedAt, 0);
    wakeUps.push({
      latency,
      late: latency > promptMs + beyond,
      exchanges: [scheduled.exchange, result.exchange],
    });
  };
  // Apart from one another, so that no interval of the target's fits them all.
  const delays = Array.from({ length: 10 }, (_, i) => i * Math.min(target.holdMs / 50, 150));
  await Promise.all(delays.map((delayMs) => withinHold(target, () => wakeUp(delayMs))));
  return wakeUps;
}
