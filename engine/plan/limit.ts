import type { TargetOptions } from '../../kit/options.ts';

/** Beyond the hold, how long a rule may take before it is given up as inconclusive; most end within 10 s of it. */
const beyondHoldMs = 45_000;

/** All rules together send some 35 requests for each case of a property, and 1500 for the examples. */
const requestsPerCase = 35;
const exampleRequests = 1500;

/** And have 24 of them under way at once, at the least; a server is given 200 ms for each: moto answers some 60 a second. */
const atOnce = 24;
const answerMs = 200;

/** How long a rule may take before it is given up: all cases of all properties wait for one another. */
export function ruleLimitMs(
  target: Pick<TargetOptions, 'pollHold' | 'rate' | 'roundTripMs'>,
  cases: number,
): number {
  const { pollHold, rate = Number.POSITIVE_INFINITY, roundTripMs = 0 } = target;
  const eachMs = Math.max(Math.max(roundTripMs, answerMs) / atOnce, 1000 / rate);
  return pollHold * 1000 + beyondHoldMs + (requestsPerCase * cases + exampleRequests) * eachMs;
}
