import type { Exchange } from '../../client/exchange.ts';
import { faultOf } from '../../client/fault.ts';
import { describe } from '../../kit/describe.ts';
import type { Fixture } from '../../kit/fixture.ts';
import type { LongPoll, TaskSource } from '../../kit/operation.ts';
import { Inconclusive } from '../../kit/outcome.ts';
import { isTask, knownBy, type PollResult } from '../../kit/poll.ts';
import { developerGuide, type RuleContext, type RuleDefinition } from '../../kit/rule.ts';
import { arrivalMs, ownTask, settleMs, waitOn, windowMs } from '../../kit/waiting.ts';
import type { AwaitedTask } from '../../kit/workflow.ts';
import { type HeldPolls, latestMs, maxPollers, quota, several, withHeldPolls } from './held-polls.ts';

/** What becomes of other polls. */
export function limitOthers(operation: LongPoll): readonly RuleDefinition[] {
  return [
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
        await waitingPollsAreServed(target, operation);
        await withHeldPolls(target, operation.name, most, async (held) => {
          const bringAbout = await operation.taskSource(target);
          await held.fill();
          const elsewhere = pollElsewhere(operation, held);
          const places = held.waiting;
          const count = await meetLimit(context, held);
          await tasksCome(context, operation, held, { bringAbout, count, elsewhere });
          await capacityReturns(context, held, { places, count });
        });
      },
    },
  ];
}

/** Polls that wait are served when there are not enough. @throws Inconclusive when they are not: nothing could be told of a full list */
async function waitingPollsAreServed(target: Fixture, operation: LongPoll): Promise<void> {
  const bringAbout = await operation.taskSource(target);
  const taskList = target.freshName();
  const [poll] = await waitOn(target, taskList, 1, { operation: operation.name });
  const [task] = await bringAbout(taskList);
  if (poll && task) ownTask(await poll.result, task);
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

function pollElsewhere(
  { name: operation, otherPoll }: LongPoll,
  { fixture, taskList }: HeldPolls,
): Elsewhere {
  const { main, quiet } = fixture.domains;
  const deadlineMs = windowMs(fixture);
  const otherList = fixture.freshName();
  const otherKind = { domain: main, taskList: { name: taskList } };
  const sameName = fixture.poll(taskList, { operation, domain: quiet, deadlineMs });
  const others = Promise.all([
    sameName.then(({ exchange }) => ({
      what: 'a poll on the list of that name in another domain',
      exchange,
    })),
    fixture
      .call(otherPoll.name, otherKind, { deadlineMs })
      .then((exchange) => ({ what: `a poll for ${otherPoll.tasks} on the list of that name`, exchange })),
  ]);
  const result = fixture.poll(otherList, { operation, deadlineMs: fixture.holdMs / 2 + arrivalMs });
  // Where the story ends before, nobody asks for them.
  Promise.all([others, result]).catch(() => {});
  return { otherName: { taskList: otherList, result }, others };
}

/** Tasks are scheduled on the fill's list, and on another where a poll waits: each comes. */
async function tasksCome(
  { observed }: RuleContext,
  { tasks }: LongPoll,
  held: HeldPolls,
  { bringAbout, count, elsewhere }: { bringAbout: TaskSource; count: number; elsewhere: Elsewhere },
): Promise<void> {
  const { fixture, taskList } = held;
  const lists = Array.from({ length: count }, () => taskList);
  const { otherName, others } = elsewhere;
  const [forOther, ...scheduled] = (await bringAbout(otherName.taskList, ...lists)) as [
    AwaitedTask,
    ...AwaitedTask[],
  ];
  held.withinHold(0.75);
  const missing = () => {
    const { ended } = held;
    return scheduled.filter((task) => !ended.some((result) => isTask(result, task)));
  };
  const until = performance.now() + Math.min(arrivalMs, held.until(0.95));
  while (missing().length > 0 && performance.now() < until) await fixture.wait(20);
  const [refused] = held.refused;
  const decisive = refused ? [refused] : [];
  const left = missing();
  observed.that(
    left.length === 0,
    `${count} tasks, scheduled when the list had met its limit, to come on polls that wait there`,
    `${count - left.length} came, while ${held.waiting} polls were open (missing: ${left[0] && knownBy(left[0])})`,
    ...decisive,
    forOther.exchange,
  );
  observed.task(await otherName.result, forOther, 'on a poll on another list, its task');
  for (const { what, exchange } of await others) {
    const expected = `${what} to be accepted, when one for ${tasks} is refused`;
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
