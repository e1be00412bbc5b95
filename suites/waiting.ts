import type { Ground } from '../target/ground.ts';
import type { PollResult } from '../target/poll.ts';
import type { Workflow } from '../target/workflow.ts';
import { Inconclusive } from './outcome.ts';

/** A poll that is under way: what it came to, once it has. */
export interface WaitingPoll {
  readonly result: Promise<PollResult>;
  /** Undefined while the poll is open. */
  ended: PollResult | undefined;
}

/** Polls, and returns when the request is on the wire, without waiting for the answer. */
export async function startPoll(target: Ground, taskList: string): Promise<WaitingPoll> {
  const { sent, result } = target.startPoll(taskList);
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
export function settleMs(target: Ground): number {
  return Math.min(300 + target.target.roundTripMs, target.holdMs / 5);
}

/** Long enough to see that a poll goes on waiting, short enough to stay well within the hold. */
export function windowMs(target: Ground): number {
  return Math.min(700 + target.target.roundTripMs, target.holdMs / 3);
}

/** Polls on a list, started and settled on the target. */
export async function waitOn(target: Ground, taskList: string, polls = 1): Promise<WaitingPoll[]> {
  const waiting = await Promise.all(Array.from({ length: polls }, () => startPoll(target, taskList)));
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

/** Executions whose first decision task is open, so that each can schedule in one request. @throws SetupFailed */
export function startWorkflows(target: Ground, count: number): Promise<Workflow[]> {
  return Promise.all(Array.from({ length: count }, () => target.startWorkflow()));
}
