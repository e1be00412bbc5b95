import { duration, type Exchange } from '../target/exchange.ts';
import { describe, faultOf } from '../target/fault.ts';
import type { Ground } from '../target/ground.ts';
import type { PollResult } from '../target/poll.ts';
import type { Workflow } from '../target/workflow.ts';
import { type Crowd, isRefusedOtherwise, withCrowd } from './crowd.ts';
import { arrivalMs, ownTask } from './delivery-events.ts';
import { Inconclusive, NotApplicable } from './outcome.ts';
import { developerGuide, type Rule, type RuleContext } from './rule.ts';
import { seconds, settleMs, waitOn, windowMs } from './waiting.ts';

const quota =
  'You can have a maximum of 1,000 pollers which simultaneously poll a particular task list. If you go over 1,000, you receive a LimitExceededException.';

/** So many polls are sent past the limit, and so many tasks to those that wait: one of either might be an accident. */
const several = 10;

/** A crowd of polls on one list. They are judged where somebody asks for it. */
export const limit: readonly Rule[] = [
  {
    id: 'limit.pollers',
    level: 'must',
    evidence: ['doc'],
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
  {
    id: 'limit.others-unharmed',
    level: 'must',
    evidence: ['derived'],
    says: 'When a list has met its limit, polls that wait there still get their tasks, other lists are served, and polls are accepted again when some have ended.',
    citation: developerGuide(
      `${quota} […] This error does not mean your tasks are being delayed. Instead, it means that you have the maximum amount of idle pollers on a task list.`,
    ),
    fix: 'Count for each domain and list by itself, and activity polls apart from decision polls; let a refused poll count for nothing, and take a poll off the count however it ends.',
    alone: true,
    async check(context) {
      const { target } = context;
      const most = maxPollers(target);
      await target.quietDomain();
      await waitingPollsAreServed(target);
      await withCrowd(target, most, async (crowd) => {
        const workflow = await target.startWorkflow();
        await crowd.fill();
        const elsewhere = pollElsewhere(crowd);
        const count = await meetLimit(context, crowd);
        await tasksCome(context, crowd, { workflow, count, elsewhere });
        await capacityReturns(context, crowd, count);
      });
    },
  },
];

/** How many polls may wait on a list. @throws NotApplicable when limits are not to be judged */
function maxPollers({ target }: Ground): number {
  const { maxPollers: most } = target.options;
  if (most === undefined) throw new NotApplicable('limits are judged on demand: --with limits');
  return most;
}

/** A refusal comes at once, as hold.faults-at-once has it; what other requests take beside the crowd is allowed. */
function latestMs({ ground, plainMs }: Crowd): number {
  return Math.min(2000, ground.holdMs / 4) + Math.max(ground.target.roundTripMs, plainMs);
}

/** A poll was refused otherwise than by the limit's fault, and so is the next one, but not one on another list. */
async function limitFaultOnly(
  { observed }: RuleContext,
  crowd: Crowd,
  { exchange }: PollResult,
): Promise<void> {
  const { ground, taskList } = crowd;
  const options = { lane: 'crowd', tellThrottling: true, deadlineMs: windowMs(ground) } as const;
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
  const results = await Promise.all(polls.map(({ result }) => result));
  const otherwise = results.find(isRefusedOtherwise);
  if (otherwise) await limitFaultOnly(context, crowd, otherwise);
  // Whichever were accepted: polls that are sent one after another may arrive otherwise.
  const accepted = results.filter(({ exchange }) => exchange.ending === 'open');
  const open = crowd.waiting + accepted.length;
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
  const tries = crowd.refused;
  for (let attempt = 1; ; attempt++) {
    const [quickest] = tries.sort((a, b) => duration(a) - duration(b));
    if (!quickest) throw new Inconclusive('no poll was refused for the limit');
    if (duration(quickest) <= latest || attempt === 3) return quickest;
    await crowd.ground.wait(200);
    const leftMs = crowd.until(0.95);
    if (leftMs < latest) {
      // Two will do where a hold has no time for three.
      if (attempt === 1) crowd.withinHold(0);
      return quickest;
    }
    const [poll] = await crowd.send(1, Math.min(3 * latest, leftMs));
    if (poll) tries.push((await poll.result).exchange);
  }
}

/** Polls that wait are served when there is no crowd. @throws Inconclusive when they are not: nothing could be told of a crowd */
async function waitingPollsAreServed(target: Ground): Promise<void> {
  const workflow = await target.startWorkflow();
  const taskList = target.freshName();
  const [poll] = await waitOn(target, taskList);
  const [scheduled] = await workflow.schedule({ taskList });
  if (poll) ownTask(await poll.result, scheduled);
}

/** Has more polls refused than places will come free, and gives how many those shall be. @throws Inconclusive when the limit is not met */
async function meetLimit({ observed }: RuleContext, crowd: Crowd): Promise<number> {
  const { ground, open: before } = crowd;
  const enough = crowd.refused.length + several;
  // Twice as many: a server whose limit is not exact accepts some.
  await crowd.send(2 * several);
  const until = performance.now() + Math.min(latestMs(crowd), crowd.until(0.7));
  await ground.wait(settleMs(ground));
  while (crowd.refused.length < enough && performance.now() < until) await ground.wait(20);
  const [refused] = crowd.refused;
  if (!refused) {
    const waiting = `${crowd.waiting} polls were waiting on one list, and no other was refused for that`;
    throw new Inconclusive(`${waiting} (limit.pollers is about that)`);
  }
  crowd.withinHold(0.7);
  const left = before.filter(({ ended }) => !ended).length;
  const early = before.find(({ ended }) => ended)?.ended?.exchange;
  observed.that(
    left > 0,
    'polls that wait on the list to go on waiting when others are refused',
    `all ${before.length} ended${early ? `: ${describe(early)}` : ''}`,
    refused,
    ...(early ? [early] : []),
  );
  return Math.min(several, left);
}

/** Polls beside the crowd, on lists that are others for their name, their domain or their kind. */
interface Elsewhere {
  /** Waits for a task. */
  readonly otherName: { readonly taskList: string; readonly result: Promise<PollResult> };
  /** What polls came to, or that they were left waiting. */
  readonly others: Promise<readonly { readonly what: string; readonly exchange: Exchange }[]>;
}

function pollElsewhere({ ground, taskList }: Crowd): Elsewhere {
  const { main, quiet } = ground.domains;
  const deadlineMs = windowMs(ground);
  const otherList = ground.freshName();
  const decisionList = { domain: main, taskList: { name: taskList } };
  const sameName = ground.poll(taskList, { domain: quiet, deadlineMs });
  const others = Promise.all([
    sameName.then(({ exchange }) => ({
      what: 'a poll on the list of that name in another domain',
      exchange,
    })),
    ground
      .call('PollForDecisionTask', decisionList, { deadlineMs })
      .then((exchange) => ({ what: 'a poll for decision tasks on the list of that name', exchange })),
  ]);
  const result = ground.poll(otherList, { deadlineMs: ground.holdMs / 2 + arrivalMs });
  // Where the story ends before, nobody asks for them.
  Promise.all([others, result]).catch(() => {});
  return { otherName: { taskList: otherList, result }, others };
}

/** Tasks are scheduled on the crowd's list, and on another where a poll waits: each comes. */
async function tasksCome(
  { observed }: RuleContext,
  crowd: Crowd,
  { workflow, count, elsewhere }: { workflow: Workflow; count: number; elsewhere: Elsewhere },
): Promise<void> {
  const { ground, taskList } = crowd;
  const specs = Array.from({ length: count }, () => ({ taskList }));
  const { otherName, others } = elsewhere;
  const [forOther, ...scheduled] = await workflow.schedule({ taskList: otherName.taskList }, ...specs);
  crowd.withinHold(0.75);
  const missing = () => {
    const came = crowd.ended.flatMap((result) => (result.kind === 'task' ? [result.task.activityId] : []));
    return scheduled.filter(({ activityId }) => !came.includes(activityId));
  };
  const until = performance.now() + Math.min(arrivalMs, crowd.until(0.95));
  while (missing().length > 0 && performance.now() < until) await ground.wait(20);
  const [refused] = crowd.refused;
  const telling = refused ? [refused] : [];
  const left = missing();
  observed.that(
    left.length === 0,
    `${count} tasks, scheduled when the list had met its limit, to come on polls that wait there`,
    `${count - left.length} came, while ${crowd.waiting} polls were open (missing: activityId ${left[0]?.activityId})`,
    ...telling,
    forOther.exchange,
  );
  observed.task(await otherName.result, forOther, 'on a poll on another list, its task');
  for (const { what, exchange } of await others) {
    const expected = `${what} to be accepted, when one for activity tasks is refused`;
    observed.that(!faultOf(exchange), expected, describe(exchange), ...telling, exchange);
  }
}

/** Where polls have ended with a task, others are accepted again. */
async function capacityReturns({ observed }: RuleContext, crowd: Crowd, count: number): Promise<void> {
  const { ground } = crowd;
  const endsAt = performance.now() + Math.min(3000, crowd.until(0.95) - 200);
  let refused: Exchange[];
  let rounds = 0;
  do {
    if (rounds > 0) await ground.wait(200);
    const polls = await crowd.send(count);
    const all = Promise.all(polls.map(({ result }) => result));
    await Promise.race([all, ground.wait(windowMs(ground))]);
    refused = polls.flatMap(({ ended }) => (ended?.kind === 'fault' ? [ended.exchange] : []));
    rounds += 1;
  } while (refused.length === count && performance.now() < endsAt);
  // The server may need a moment to notice.
  if (rounds === 1 && refused.length === count) crowd.withinHold(0.7);
  const last = refused.at(-1);
  observed.that(
    refused.length < count,
    `polls to be accepted again on the list, where ${count} had ended with a task`,
    `all of ${count} were refused, ${rounds} times: ${last ? describe(last) : ''}`,
    ...(last ? [last] : []),
  );
}
