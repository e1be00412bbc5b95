import { duration, type Exchange } from '../../client/exchange.ts';
import { isThrottled } from '../../client/fault.ts';
import { describe } from '../../kit/describe.ts';
import type { LongPoll } from '../../kit/operation.ts';
import { Inconclusive } from '../../kit/outcome.ts';
import type { PollResult } from '../../kit/poll.ts';
import { developerGuide, type RuleContext, type RuleDefinition } from '../../kit/rule.ts';
import { plainRequestMs, seconds, windowMs } from '../../kit/waiting.ts';
import {
  type HeldPolls,
  isRefusedOtherwise,
  latestMs,
  maxPollers,
  quota,
  several,
  withHeldPolls,
} from './held-polls.ts';

/** What one poll too many comes to. */
export function limitPollers(operation: LongPoll): readonly RuleDefinition[] {
  return [
    {
      id: 'limit.pollers',
      level: 'must',
      evidence: ['doc'],
      requires: ['limits'],
      says: 'When as many polls wait on a list as its limit allows (1,000 unless configured), one more is refused at once: LimitExceededFault.',
      citation: developerGuide(
        `${quota} […] While the maximum is 1,000, you might encounter LimitExceededException errors well before this quota.`,
      ),
      fix: 'Count the polls that wait on each task list, and refuse one more than the limit with LimitExceededFault (HTTP 400) before it begins to wait.',
      alone: true,
      async check(context) {
        const { target, observed, report, figure } = context;
        const most = maxPollers(target);
        await withHeldPolls(target, operation.name, most, async (held) => {
          await held.fill();
          const waited = held.waiting;
          if (held.refusedOtherwise) await limitFaultOnly(context, operation, held, held.refusedOtherwise);
          if (held.refused.length === 0) await sendPastLimit(context, operation, held);
          const latest = latestMs(held);
          const quickest = await quickestRefusal(held, latest);
          const took = `${describe(quickest)} after ${seconds(duration(quickest))}`;
          observed.that(
            duration(quickest) <= latest,
            `LimitExceededFault within ${seconds(latest)} for a poll past the limit`,
            took,
            quickest,
          );
          figure('polls that waited', waited, 'polls');
          figure('refused after', Math.round(duration(quickest)), 'ms');
          if (waited < most) {
            report(`the limit was met at ${waited} polls; ${most} are configured, and fewer are allowed`);
          }
        });
      },
    },
  ];
}

/** A poll was refused otherwise than by the limit's fault, and so is the next one, but not one on another list. */
async function limitFaultOnly(
  { observed }: RuleContext,
  poll: LongPoll,
  held: HeldPolls,
  { exchange }: PollResult,
): Promise<void> {
  const { fixture, taskList } = held;
  const { name: operation } = poll;
  const options = { operation, lane: 'fill', once: true, deadlineMs: windowMs(fixture) } as const;
  const waiting = held.waiting;
  const [again, elsewhere] = await Promise.all([
    fixture.poll(taskList, options),
    fixture.poll(fixture.freshName(), options),
  ]);
  observed.accepted(poll, elsewhere.exchange);
  if (!isRefusedOtherwise(again)) {
    throw new Inconclusive(`a poll was not served, but the next one was: ${describe(exchange)}`, exchange);
  }
  observed.that(
    false,
    `LimitExceededFault (HTTP 4xx), if a poll is not to wait on a list where ${waiting} are waiting`,
    `${describe(exchange)}, twice, while a poll on another list was accepted`,
    exchange,
    again.exchange,
  );
}

/** Sends polls past the limit, all of which should be refused. */
async function sendPastLimit(context: RuleContext, poll: LongPoll, held: HeldPolls): Promise<void> {
  const { observed } = context;
  const { fixture, waiting: before, limit: most } = held;
  const latest = latestMs(held);
  held.withinHold(0.85 - latest / fixture.holdMs);
  const polls = await held.send(several, Math.min(3 * latest, held.until(0.85)));
  const [besideMs, ...results] = await Promise.all([
    plainRequestMs(fixture),
    ...polls.map(({ result }) => result),
  ]);
  held.plainMs = Math.max(held.plainMs, besideMs);
  // One that was throttled beside others that were refused says nothing.
  const isNoise = ({ exchange }: PollResult) => isThrottled(exchange) && held.refused.length > 0;
  const otherwise = results.find((result) => isRefusedOtherwise(result) && !isNoise(result));
  if (otherwise) await limitFaultOnly(context, poll, held, otherwise);
  // Whichever were accepted: polls that are sent one after another may arrive otherwise.
  const accepted = results.filter(({ exchange }) => exchange.ending === 'open');
  const open = held.waiting + accepted.length;
  if (open > most && besideMs > latest) {
    throw new Inconclusive(
      `the target was too slow to refuse anything: DescribeDomain took ${seconds(besideMs)}`,
    );
  }
  const last = (accepted.at(-1) ?? (results.at(-1) as PollResult)).exchange;
  observed.that(
    open <= most,
    `LimitExceededFault for polls past the limit of ${most} on one list`,
    `${open} polls were waiting there at once, the last ${describe(last)}`,
    last,
  );
  if (held.refused.length > 0) return;
  const lost = before - held.waiting;
  if (lost > several) {
    held.withinHold(0.85);
    throw new Inconclusive(`${lost} of ${before} polls ended when more were sent (hold.full is about that)`);
  }
  const instead = lost > 0 ? `${lost} of those that were waiting ended with nothing, and` : 'the last';
  observed.that(
    false,
    `LimitExceededFault for ${several} polls past the limit of ${most} on one list`,
    `none: ${instead} ${describe(last)}`,
    last,
  );
}

/** The quickest of the refusals; where all were late, of three tries apart from one another: no stall of either machine delays them all. */
async function quickestRefusal(held: HeldPolls, latest: number): Promise<Exchange> {
  for (let attempt = 1; ; attempt++) {
    const [quickest] = held.refused;
    if (!quickest) throw new Inconclusive('no poll was refused for the limit');
    if (duration(quickest) <= latest || attempt === 3) return quickest;
    await held.fixture.wait(200);
    const leftMs = held.until(0.95);
    if (leftMs < latest) {
      // Two will do where a hold has no time for three.
      if (attempt === 1) held.withinHold(0);
      return quickest;
    }
    const polls = await held.send(1, Math.min(3 * latest, leftMs));
    await Promise.all(polls.map(({ result }) => result));
  }
}
