import type { Exchange } from '../../client/exchange.ts';
import { faultOf } from '../../client/fault.ts';
import { describe } from '../../kit/describe.ts';
import type { Fixture } from '../../kit/fixture.ts';
import { Inconclusive } from '../../kit/outcome.ts';
import type { PollResult } from '../../kit/poll.ts';
import { developerGuide, type RuleContext, type RuleDefinition } from '../../kit/rule.ts';
import { settleMs, waitOn, windowMs } from '../../kit/waiting.ts';
import type { Workflow } from '../../kit/workflow.ts';
import { arrivalMs, ownTask } from '../poll-for-activity-task/delivery-events.ts';
import { type HeldPolls, latestMs, maxPollers, quota, several, withHeldPolls } from './held-polls.ts';

/** What becomes of other polls. */
export const limitOthers: readonly RuleDefinition[] = [
  {
    id: 'limit.others-unharmed',
    level: 'must',
    evidence: ['derived'],
    requires: ['limits'],
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
      await withHeldPolls(target, most, async (held) => {
        const workflow = await target.startWorkflow();
        await held.fill();
        const elsewhere = pollElsewhere(held);
        const places = held.waiting;
        const count = await meetLimit(context, held);
        await tasksCome(context, held, { workflow, count, elsewhere });
        await capacityReturns(context, held, { places, count });
      });
    },
  },
];

/** Polls that wait are served when there are not enough. @throws Inconclusive when they are not: nothing could be told of a full list */
async function waitingPollsAreServed(target: Fixture): Promise<void> {
  const workflow = await target.startWorkflow();
  const taskList = target.freshName();
  const [poll] = await waitOn(target, taskList);
  const [scheduled] = await workflow.schedule({ taskList });
  if (poll) ownTask(await poll.result, scheduled);
}

/** Has more polls refused than places will come free, and gives how many those shall be. @throws Inconclusive when the limit is not met */
async function meetLimit({ observed }: RuleContext, held: HeldPolls): Promise<number> {
  const { fixture, open: before } = held;
  const enough = held.refused.length + several;
  // Twice as many: a server whose limit is not exact accepts some.
  await held.send(2 * several);
  const until = performance.now() + Math.min(latestMs(held), held.until(0.7));
  await fixture.wait(settleMs(fixture));
  while (held.refused.length < enough && performance.now() < until) await fixture.wait(20);
  const [refused] = held.refused;
  if (!refused) {
    const waiting = `${held.waiting} polls were waiting on one list, and no other was refused for that`;
    throw new Inconclusive(`${waiting} (limit.pollers is about that)`);
  }
  held.withinHold(0.7);
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

/** Polls beside the held polls, on lists that are others for their name, their domain or their kind. */
interface Elsewhere {
  /** Waits for a task. */
  readonly otherName: { readonly taskList: string; readonly result: Promise<PollResult> };
  /** What polls came to, or that they were left waiting. */
  readonly others: Promise<readonly { readonly what: string; readonly exchange: Exchange }[]>;
}

function pollElsewhere({ fixture, taskList }: HeldPolls): Elsewhere {
  const { main, quiet } = fixture.domains;
  const deadlineMs = windowMs(fixture);
  const otherList = fixture.freshName();
  const decisionList = { domain: main, taskList: { name: taskList } };
  const sameName = fixture.poll(taskList, { domain: quiet, deadlineMs });
  const others = Promise.all([
    sameName.then(({ exchange }) => ({
      what: 'a poll on the list of that name in another domain',
      exchange,
    })),
    fixture
      .call('PollForDecisionTask', decisionList, { deadlineMs })
      .then((exchange) => ({ what: 'a poll for decision tasks on the list of that name', exchange })),
  ]);
  const result = fixture.poll(otherList, { deadlineMs: fixture.holdMs / 2 + arrivalMs });
  // Where the story ends before, nobody asks for them.
  Promise.all([others, result]).catch(() => {});
  return { otherName: { taskList: otherList, result }, others };
}

/** Tasks are scheduled on the fill's list, and on another where a poll waits: each comes. */
async function tasksCome(
  { observed }: RuleContext,
  held: HeldPolls,
  { workflow, count, elsewhere }: { workflow: Workflow; count: number; elsewhere: Elsewhere },
): Promise<void> {
  const { fixture, taskList } = held;
  const specs = Array.from({ length: count }, () => ({ taskList }));
  const { otherName, others } = elsewhere;
  const [forOther, ...scheduled] = await workflow.schedule({ taskList: otherName.taskList }, ...specs);
  held.withinHold(0.75);
  const missing = () => {
    const came = held.ended.flatMap((result) => (result.kind === 'task' ? [result.task.activityId] : []));
    return scheduled.filter(({ activityId }) => !came.includes(activityId));
  };
  const until = performance.now() + Math.min(arrivalMs, held.until(0.95));
  while (missing().length > 0 && performance.now() < until) await fixture.wait(20);
  const [refused] = held.refused;
  const decisive = refused ? [refused] : [];
  const left = missing();
  observed.that(
    left.length === 0,
    `${count} tasks, scheduled when the list had met its limit, to come on polls that wait there`,
    `${count - left.length} came, while ${held.waiting} polls were open (missing: activityId ${left[0]?.activityId})`,
    ...decisive,
    forOther.exchange,
  );
  observed.task(await otherName.result, forOther, 'on a poll on another list, its task');
  for (const { what, exchange } of await others) {
    const expected = `${what} to be accepted, when one for activity tasks is refused`;
    observed.that(!faultOf(exchange), expected, describe(exchange), ...decisive, exchange);
  }
}

/** Where polls have ended with a task, others are accepted again. */
async function capacityReturns(
  { observed }: RuleContext,
  held: HeldPolls,
  { places, count }: { places: number; count: number },
): Promise<void> {
  const { fixture } = held;
  const endsAt = performance.now() + Math.min(3000, held.until(0.95) - 200);
  let refused: Exchange[];
  let rounds = 0;
  do {
    if (rounds > 0) await fixture.wait(200);
    const polls = await held.send(count);
    const all = Promise.all(polls.map(({ result }) => result));
    await Promise.race([all, fixture.wait(windowMs(fixture))]);
    refused = polls.flatMap(({ ended }) => (ended?.kind === 'fault' ? [ended.exchange] : []));
    rounds += 1;
  } while (refused.length === count && performance.now() < endsAt);
  // The server may need a moment to notice.
  if (rounds === 1 && refused.length === count) held.withinHold(0.7);
  const last = refused.at(-1);
  // Polls from before, which a slow server had not refused yet, may have taken the places.
  if (!last || refused.length < count || held.waiting >= places) return observed.counted();
  observed.that(
    false,
    `polls to be accepted again on the list, where ${count} had ended with a task`,
    `all of ${count} were refused, ${rounds} times: ${describe(last)}`,
    last,
  );
}
