import type { Ground } from '../target/ground.ts';
import type { PollResult } from '../target/poll.ts';

/**
 * How long a request that must be refused may stay open before it counts as accepted. Generous, since only
 * hold.faults-at-once is about how soon a fault comes.
 */
export const refusalMs = 5000;

/** A poll that the target must refuse, for its domain is not registered. */
export function domainFault(target: Ground): Promise<PollResult> {
  return target.poll(target.freshName(), { domain: target.freshName(), deadlineMs: refusalMs });
}

/** A poll that the target must refuse, for its identity is longer than 256 characters. */
export async function validationFault(target: Ground): Promise<PollResult> {
  const domain = await target.quietDomain();
  return target.poll(target.freshName(), { domain, identity: 'i'.repeat(257), deadlineMs: refusalMs });
}
