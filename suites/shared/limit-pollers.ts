import { duration, type Exchange } from '../../client/exchange.ts';
import { describe, isThrottled } from '../../client/fault.ts';
import { Inconclusive } from '../../kit/outcome.ts';
import type { PollResult } from '../../kit/poll.ts';
import { developerGuide, type Rule, type RuleContext } from '../../kit/rule.ts';
import { plainRequestMs, seconds, windowMs } from '../../kit/waiting.ts';
import {
  type Crowd,
  isRefusedOtherwise,
  latestMs,
  maxPollers,
  quota,
  several,
  withCrowd,
} from './many-polls.ts';

/** What one poll too many comes to. */
export const limitPollers: readonly Rule[] = [
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
      await withCrowd(target, most, async (crowd) => {
        await crowd.fill();
        const waited = crowd.waiting;
        if (crowd.refusedOtherwise) await limitFaultOnly(context, crowd, crowd.refusedOtherwise);
        if (crowd.refused.length === 0) await sendPastLimit(context, crowd);
        const latest = latestMs(crowd);
        const quickest = await quickestRefusal(crowd, latest);
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

/** A poll was refused otherwise than by the limit's fault, and so is the next one, but not one on another list. */
async function limitFaultOnly(
  { observed }: RuleContext,
  crowd: Crowd,
  { exchange }: PollResult,
): Promise<void> {
  const { ground, taskList } = crowd;
  const options = { lane: 'crowd', once: true, deadlineMs: windowMs(ground) } as const;
  const waiting = crowd.waiting;
  const [again, elsewhere] = await Promise.all([
    ground.poll(taskList, options),
    ground.poll(ground.freshName(), options),
  ]);
  observed.accepted(elsewhere);
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
async function sendPastLimit(context: RuleContext, crowd: Crowd): Promise<void> {
  const { observed } = context;
  const { ground, waiting: before, limit: most } = crowd;
  const latest = latestMs(crowd);
  crowd.withinHold(0.85 - latest / ground.holdMs);
  const polls = await crowd.send(several, Math.min(3 * latest, crowd.until(0.85)));
  const [besideMs, ...results] = await Promise.all([
    plainRequestMs(ground),
    ...polls.map(({ result }) => result),
  ]);
  crowd.plainMs = Math.max(crowd.plainMs, besideMs);
  // One that was throttled beside others that were refused says nothing.
  const isNoise = ({ exchange }: PollResult) => isThrottled(exchange) && crowd.refused.length > 0;
  const otherwise = results.find((result) => isRefusedOtherwise(result) && !isNoise(result));
  if (otherwise) await limitFaultOnly(context, crowd, otherwise);
  // Whichever were accepted: polls that are sent one after another may arrive otherwise.
  const accepted = results.filter(({ exchange }) => exchange.ending === 'open');
  const open = crowd.waiting + accepted.length;
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
  if (crowd.refused.length > 0) return;
  const lost = before - crowd.waiting;
  if (lost > several) {
    crowd.withinHold(0.85);
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
async function quickestRefusal(crowd: Crowd, latest: number): Promise<Exchange> {
  for (let attempt = 1; ; attempt++) {
    const [quickest] = crowd.refused;
    if (!quickest) throw new Inconclusive('no poll was refused for the limit');
    if (duration(quickest) <= latest || attempt === 3) return quickest;
    await crowd.ground.wait(200);
    const leftMs = crowd.until(0.95);
    if (leftMs < latest) {
      // Two will do where a hold has no time for three.
      if (attempt === 1) crowd.withinHold(0);
      return quickest;
    }
    const polls = await crowd.send(1, Math.min(3 * latest, leftMs));
    await Promise.all(polls.map(({ result }) => result));
  }
}
