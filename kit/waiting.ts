import { duration, type Exchange } from '../client/exchange.ts';
import { describe } from './describe.ts';
import type { Fixture, PollOptions, TakenTask } from './fixture.ts';
import { Inconclusive, Violation } from './outcome.ts';
import { isTask, knownBy, type PollResult } from './poll.ts';
import { callDeadlineMs } from './set-up.ts';
import { unlessThrownThrice } from './three-times.ts';
import type { AwaitedTask, Workflow } from './workflow.ts';

/** A task comes "as soon as" it is available: the bound beyond the round trip. 39 to 53 ms were recorded on the service. */
export const promptMs = 1000;

/** A task that has not come on an open poll so long after its acknowledgement has been passed over. */
export const comingMs = 300;

/** How long a task that must come may take, on a target that holds polls for however long. */
export const arrivalMs = 5000;

/** Milliseconds as seconds, for a sentence. */
export const seconds = (ms: number) => `${(ms / 1000).toFixed(2)} s`;

/** What came of a request, and when. */
export const describedWithTime = (exchange: Exchange) =>
  `${describe(exchange)} after ${seconds(duration(exchange))}`;

/** A poll that is under way: what it came to, once it has. */
export interface WaitingPoll {
  readonly result: Promise<PollResult>;
  /** Undefined while the poll is open. */
  ended: PollResult | undefined;
}

/** Polls, and returns when the request is on the wire, without waiting for the answer. */
export async function startPoll(
  target: Fixture,
  taskList: string,
  options: PollOptions = {},
): Promise<WaitingPoll> {
  const { sent, result } = target.startPoll(taskList, options);
  const poll: WaitingPoll = { result, ended: undefined };
  result.then(
    (ended) => {
      poll.ended = ended;
    },
    // The rejection is for whoever awaits the result; a rule that ended for another reason does not.
    () => {},
  );
  await sent;
  return poll;
}

/** Long enough for a poll to have reached the target and wait there: a good part of a second, less on a short hold. */
export function settleMs(target: Fixture): number {
  return Math.min(300 + target.roundTripMs, target.holdMs / 5);
}

/** Long enough to see that a poll goes on waiting, short enough to stay well within the hold. */
export function windowMs(target: Fixture): number {
  return Math.min(700 + target.roundTripMs, target.holdMs / 3);
}

/** Polls on a list, started and settled on the target. */
export async function waitOn(
  target: Fixture,
  taskList: string,
  polls = 1,
  options: PollOptions = {},
): Promise<WaitingPoll[]> {
  const waiting = await Promise.all(
    Array.from({ length: polls }, () => startPoll(target, taskList, options)),
  );
  await target.wait(settleMs(target));
  return waiting;
}

/** The polls are still open, so that what comes next can be seen on them. @throws Inconclusive when they are not */
export function stillWaiting(...polls: WaitingPoll[]): void {
  const early = polls.find((poll) => poll.ended);
  if (!early?.ended) return;
  const message = 'the target ended the poll before anything could be seen on it (hold.full is about that)';
  throw new Inconclusive(message, early.ended.exchange);
}

/**
 * Polls these lists for a window of time, to see that nothing comes; gives the answers list by list. A window in which the
 * target, or we, were too slow for anything to come shows nothing: then a longer one follows, twice at the most.
 */
export async function pollInWindow(
  target: Fixture,
  taskLists: readonly string[],
  options: PollOptions = {},
): Promise<PollResult[][]> {
  const all: PollResult[][] = taskLists.map(() => []);
  for (const factor of [1, 2, 4]) {
    const window = factor * windowMs(target);
    const sent = taskLists.map(() => Promise.withResolvers<void>());
    const polls = taskLists.map((taskList, i) =>
      target.pollFor(window, taskList, { ...options, onSent: () => sent[i]?.resolve() }),
    );
    const ended = Promise.all(polls);
    await Promise.race([ended, Promise.all(sent.map(({ promise }) => promise))]);
    const controlMs = [plainRequestMs(target), target.wait(window / 2).then(() => plainRequestMs(target))];
    const results = await ended;
    for (const [i, answers] of results.entries()) all[i]?.push(...answers);
    const slow = (await Promise.all(controlMs)).some((ms) => ms > window / 2);
    const unsent = ([first]: PollResult[]) => first?.kind === 'none' && duration(first.exchange) < window / 2;
    if (!slow && !results.some(unsent)) break;
  }
  return all;
}

/** How long a request that waits for nothing takes, over a connection of its own, as many polls at once each have theirs. */
export async function plainRequestMs(target: Fixture): Promise<number> {
  const body = { name: await target.domain() };
  if (target.isMocked) return duration(await target.call('DescribeDomain', body));
  const connection = target.connection();
  try {
    const { signal, requestBudget } = target;
    const request = { operation: 'DescribeDomain', body: JSON.stringify(body), deadlineMs: callDeadlineMs };
    const { exchange } = await connection.send({ ...request, signal, requestBudget });
    return duration(exchange);
  } finally {
    connection.close();
  }
}

/** None of the polls has lasted its hold: one that has ends by right. @throws Inconclusive when one has */
export function withinTheirHold(target: Fixture, ...polls: WaitingPoll[]): void {
  stillWaiting(...polls.filter(({ ended }) => ended && duration(ended.exchange) >= target.holdMs * 0.9));
}

/**
 * The poll was not refused, nor ended empty before its hold, until a task had had the time to come on it: else it shows
 * nothing of that task.
 * @throws Inconclusive when it was
 */
export function notEndedEarly(target: Fixture, poll: WaitingPoll, task?: Exchange): void {
  const { ended } = poll;
  if (ended?.kind !== 'empty' && ended?.kind !== 'fault') return;
  const { exchange } = ended;
  const soon = task === undefined || exchange.endedAt < task.endedAt + comingMs + target.roundTripMs;
  if (soon && duration(exchange) < target.holdMs * 0.9) stillWaiting(poll);
}

/** The result is this task. @throws Inconclusive when it is not */
export function ownTask(result: PollResult, task: AwaitedTask): TakenTask {
  if (result.kind === 'task' && isTask(result, task)) return result;
  const message = `a task that was to come (${knownBy(task)}) did not: ${describe(result.exchange)}`;
  throw new Inconclusive(message, task.exchange, result.exchange);
}

/** How long either machine stood still while polls were open: what requests that wait for nothing took beyond the usual. */
export async function stallsMeanwhile(target: Fixture, ...polls: WaitingPoll[]): Promise<number> {
  const stalledMs = target.watchStalls();
  await Promise.allSettled(polls.map(({ result }) => result));
  return stalledMs();
}

/**
 * From the moment when a task was acknowledged to its coming on a poll, in milliseconds. Or from the poll's being sent: one
 * that was throttled is sent again, perhaps when the task is there already.
 */
export function latencyMs(
  { exchange: poll }: PollResult,
  { exchange: task }: { readonly exchange: Exchange },
): number {
  return Math.max(poll.endedAt - Math.max(task.endedAt, poll.sentAt), 0);
}

/** Executions whose first decision task is open, so that each can schedule in one request. @throws SetupFailed */
export function startWorkflows(target: Fixture, count: number): Promise<Workflow[]> {
  return Promise.all(Array.from({ length: count }, () => target.startWorkflow()));
}

/**
 * Does something with open polls, and again, three times at the most, when the hold was over before it was done: on a short
 * hold our own slowness must not count, nor the target's.
 * @throws what the act throws; Inconclusive when the hold was too short each time
 */
export async function withinHold(
  target: Fixture,
  operation: string,
  act: () => Promise<void>,
): Promise<void> {
  const isOver = (error: unknown) =>
    (error instanceof Violation || error instanceof Inconclusive) &&
    holdWasOver(target.holdMs, operation, error.exchanges);
  try {
    await unlessThrownThrice(act, isOver);
  } catch (error) {
    if (!isOver(error)) throw error;
    throw new Inconclusive('the hold was over before a task could be scheduled within it, three times');
  }
}

/** The last exchange is a poll that lasted its hold, and what was to happen meanwhile came late, or not at all. */
function holdWasOver(holdMs: number, operation: string, exchanges: readonly Exchange[]): boolean {
  const poll = exchanges.at(-1);
  if (poll?.operation !== operation || !poll.answer || duration(poll) < holdMs * 0.9) return false;
  const steps = exchanges.slice(0, -1);
  return steps.length === 0 || steps.some((step) => step.endedAt > poll.sentAt + holdMs * 0.75);
}
