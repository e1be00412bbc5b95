import { bodyObject, type Exchange } from '../../client/exchange.ts';
import { describe } from '../../kit/describe.ts';
import type { Fixture } from '../../kit/fixture.ts';
import { Inconclusive } from '../../kit/outcome.ts';
import type { PollResult } from '../../kit/poll.ts';
import type { RuleContext } from '../../kit/rule.ts';
import { windowMs } from '../../kit/waiting.ts';

/**
 * How long a request that must be refused may stay open before it counts as accepted. Generous, since only
 * hold.faults-at-once is about how soon a fault comes.
 */
export const refusalMs = 5000;

/** A poll that the target must refuse, for its domain is not registered. */
export function domainFault(target: Fixture, deadlineMs = refusalMs): Promise<PollResult> {
  return target.poll(target.freshName(), { domain: target.freshName(), deadlineMs });
}

/** A poll that the target must refuse, for its identity is longer than 256 characters. */
export async function validationFault(target: Fixture, deadlineMs = refusalMs): Promise<PollResult> {
  const domain = await target.quietDomain();
  return target.poll(target.freshName(), { domain, identity: 'i'.repeat(257), deadlineMs });
}

/** A poll that the target must refuse, for it names no task list. */
export async function missingListFault(target: Fixture): Promise<PollResult> {
  return target.pollRaw({ domain: await target.quietDomain() }, { deadlineMs: refusalMs });
}

/** A poll that the target must refuse, for the name of its task list is a number. */
export async function wrongTypeFault(target: Fixture): Promise<PollResult> {
  const body = { domain: await target.quietDomain(), taskList: { name: 1 } };
  return target.pollRaw(body, { deadlineMs: refusalMs });
}

/** A poll that the target must refuse, for its body is JSON cut short. */
export async function malformedFault(target: Fixture): Promise<PollResult> {
  const body = JSON.stringify({ domain: await target.quietDomain(), taskList: { name: target.freshName() } });
  return target.pollBytes(body.slice(0, -1), { deadlineMs: refusalMs });
}

/** A poll that makes no mistake, given up after a window: the twin of those above. */
export async function validPoll(target: Fixture): Promise<PollResult> {
  const domain = await target.quietDomain();
  return target.poll(target.freshName(), { domain, deadlineMs: windowMs(target) });
}

/** A mistake of the caller's, and the poll that makes it. */
export interface Mistake {
  readonly mistake: string;
  /** Whether the service was seen to say more of it than the fault's name; of malformed JSON it says nothing. */
  readonly hasText: boolean;
  readonly poll: (target: Fixture) => Promise<PollResult>;
}

/** One mistake of each kind that a poll can make. */
export const mistakes: readonly Mistake[] = [
  { mistake: 'an unknown domain', hasText: true, poll: domainFault },
  { mistake: 'an identity of 257 characters', hasText: true, poll: validationFault },
  { mistake: 'no task list', hasText: true, poll: missingListFault },
  { mistake: 'a number as the name of the task list', hasText: true, poll: wrongTypeFault },
  { mistake: 'a body that is cut short', hasText: false, poll: malformedFault },
];

/** A mistake that was not accepted, with what came instead. */
export interface RefusedMistake extends Mistake {
  readonly exchange: Exchange;
}

/**
 * Makes every mistake at once, and gives those that the target did not accept: whether it should have accepted one is
 * for other rules. A valid poll beside them is seen to be accepted.
 */
export async function refusals({ target, observed }: RuleContext): Promise<RefusedMistake[]> {
  const [valid, ...results] = await Promise.all([
    validPoll(target),
    ...mistakes.map(({ poll }) => poll(target)),
  ]);
  observed.accepted(valid);
  return mistakes
    .map((mistake, i) => ({ ...mistake, exchange: (results[i] as PollResult).exchange }))
    .filter(({ exchange }) => !wasAccepted(exchange));
}

/** Left waiting, or answered with success that does not name a fault all the same. */
export function wasAccepted(exchange: Exchange): boolean {
  if (exchange.ending === 'open') return true;
  const { status = 0 } = exchange.answer ?? {};
  return status >= 200 && status < 300 && typeof bodyObject(exchange)?.__type !== 'string';
}

/**
 * The answers that refuse as the protocol does, with 4xx: a 5xx is a crash, which fault.status is about.
 * @throws Inconclusive when there is none
 */
export async function faults(context: RuleContext): Promise<RefusedMistake[]> {
  const all = await refusals(context);
  const told = all.filter(({ exchange }) => isCallersFault(exchange));
  const [other] = all;
  if (told.length === 0) {
    const instead = other
      ? `${other.mistake} came to ${describe(other.exchange)} (fault.status is about that)`
      : 'all of them were accepted';
    throw new Inconclusive(
      `none of the mistakes was refused with a 4xx: ${instead}`,
      ...(other ? [other.exchange] : []),
    );
  }
  return told;
}

/** Refused with 4xx, so that the answer is to tell the caller of a mistake. */
export function isCallersFault({ answer }: Exchange): boolean {
  return answer !== undefined && answer.status >= 400 && answer.status < 500;
}
