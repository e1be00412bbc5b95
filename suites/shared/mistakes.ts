import { bodyObject, type Exchange, type JsonObject } from '../../client/exchange.ts';
import { describe } from '../../kit/describe.ts';
import type { Fixture } from '../../kit/fixture.ts';
import type { Mistaken, Operation } from '../../kit/operation.ts';
import { Inconclusive } from '../../kit/outcome.ts';
import type { RuleContext } from '../../kit/rule.ts';
import { windowMs } from '../../kit/waiting.ts';

/**
 * How long a request that must be refused may stay open before it counts as accepted. Generous, since only
 * hold.faults-at-once is about how soon a fault comes.
 */
export const refusalMs = 5000;

/** How long a valid request is given: one that is held is accepted when it is left waiting, and given up then. */
export function acceptanceMs(target: Fixture, { holds }: Operation): number {
  return holds ? windowMs(target) : refusalMs;
}

/** A request that the target must refuse, for its domain is not registered. */
export async function domainFault(
  target: Fixture,
  operation: Operation,
  deadlineMs = refusalMs,
): Promise<Exchange> {
  return mistaken(target, operation, { domain: target.freshName() }, deadlineMs);
}

/** A request that the target must refuse, for a member of it is too long. */
export async function validationFault(
  target: Fixture,
  operation: Operation,
  deadlineMs = refusalMs,
): Promise<Exchange> {
  return mistaken(target, operation, operation.mistakes.tooLong.members, deadlineMs);
}

/** A valid request in the quiet domain, but for these members. */
async function mistaken(
  target: Fixture,
  operation: Operation,
  members: JsonObject,
  deadlineMs = refusalMs,
): Promise<Exchange> {
  const valid = await operation.validRequest(target, await target.quietDomain());
  return target.call(operation.name, { ...valid, ...members }, { deadlineMs });
}

/** A request that the target must refuse, for its body is JSON cut short. */
async function malformedFault(target: Fixture, operation: Operation): Promise<Exchange> {
  const body = JSON.stringify(await operation.validRequest(target, await target.quietDomain()));
  return target.callBytes(operation.name, body.slice(0, -1), { deadlineMs: refusalMs });
}

/** A request that makes no mistake: the twin of those above. */
export async function validTwin(target: Fixture, operation: Operation): Promise<Exchange> {
  const body = await operation.validRequest(target, await target.quietDomain());
  return target.call(operation.name, body, { deadlineMs: acceptanceMs(target, operation) });
}

/** A mistake of the caller's, and the request that makes it. */
export interface Mistake {
  readonly mistake: string;
  /** Whether the service was seen to say more of it than the fault's name; of malformed JSON it says nothing. */
  readonly hasText: boolean;
  readonly send: (target: Fixture) => Promise<Exchange>;
}

/** One mistake of each kind that a request can make. */
export function mistakesOf(operation: Operation): Mistake[] {
  const { tooLong, missing, wrongType } = operation.mistakes;
  const ofMembers = ({ mistake, members }: Mistaken): Mistake => ({
    mistake,
    hasText: true,
    send: (target) => mistaken(target, operation, members),
  });
  return [
    { mistake: 'an unknown domain', hasText: true, send: (target) => domainFault(target, operation) },
    ofMembers(tooLong),
    ofMembers(missing),
    ofMembers(wrongType),
    {
      mistake: 'a body that is cut short',
      hasText: false,
      send: (target) => malformedFault(target, operation),
    },
  ];
}

/** A mistake that was not accepted, with what came instead. */
export interface RefusedMistake extends Mistake {
  readonly exchange: Exchange;
}

/**
 * Makes every mistake at once, and gives those that the target did not accept: whether it should have accepted one is
 * for other rules. A valid request beside them is seen to be accepted.
 */
export async function refusals(
  { target, observed }: RuleContext,
  operation: Operation,
): Promise<RefusedMistake[]> {
  const mistakes = mistakesOf(operation);
  const [valid, ...exchanges] = await Promise.all([
    validTwin(target, operation),
    ...mistakes.map(({ send }) => send(target)),
  ]);
  observed.accepted(operation, valid);
  return mistakes
    .map((mistake, i) => ({ ...mistake, exchange: exchanges[i] as Exchange }))
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
export async function faults(context: RuleContext, operation: Operation): Promise<RefusedMistake[]> {
  const all = await refusals(context, operation);
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
