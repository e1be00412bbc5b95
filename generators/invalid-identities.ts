import fc from 'fast-check';
import { type Mistyped, mistyped } from './_internals/mistyped.ts';
import { longestName, shortNames } from './_internals/names.ts';
import { tooLongNames } from './_internals/too-long.ts';
import type { Invalid } from './invalid.ts';

export type IdentityReason = 'null' | 'too-long' | 'wrong-type';

export type InvalidIdentity = Invalid<IdentityReason, { identity?: string }>;

/**
 * Identities that break the model (PollForActivityTaskInput, `identity`: an optional string of at most 256), by reason,
 * each with its twin.
 *
 * - `null`: to the family of protocols the same as absent, and the twin leaves the member out.
 * - `too-long`: 257 (weighted) to 2000 letters; the twin is the first 256.
 * - `wrong-type`: every case of `mistypedIdentities`.
 */
export function invalidIdentities(): Record<IdentityReason, fc.Arbitrary<InvalidIdentity>> {
  return {
    null: fc.constant({ reason: 'null', members: { identity: null }, twin: {} }),
    'too-long': tooLongNames('').map((identity) => ({
      reason: 'too-long',
      members: { identity },
      twin: { identity: identity.slice(0, longestName) },
    })),
    'wrong-type': fc.oneof(...Object.values(mistypedIdentities())),
  };
}

/** Identities of each wrong type of JSON, each with its twin. */
export function mistypedIdentities(): Record<
  'number' | 'boolean' | 'array' | 'object',
  fc.Arbitrary<InvalidIdentity>
> {
  const { number, boolean, array, object } = mistyped(shortNames());
  const asIdentity = ({ value, text }: Mistyped): InvalidIdentity => ({
    reason: 'wrong-type',
    members: { identity: value },
    twin: { identity: text },
  });
  return {
    number: number.map(asIdentity),
    boolean: boolean.map(asIdentity),
    array: array.map(asIdentity),
    object: object.map(asIdentity),
  };
}
