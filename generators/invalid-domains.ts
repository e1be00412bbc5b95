import fc from 'fast-check';
import { type Mistyped, mistyped } from './_internals/mistyped.ts';
import { longestName, shortNames } from './_internals/names.ts';
import { tooLongNames } from './_internals/too-long.ts';
import type { Invalid } from './invalid.ts';

export type DomainReason = 'missing' | 'null' | 'empty' | 'too-long' | 'wrong-type';

export type InvalidDomain = Invalid<DomainReason, { domain: string }>;

export interface DomainConstraints {
  /**
   * A domain that exists. It becomes every twin, since a poll of any other is refused, and the broken values are made
   * from it, so that a server that cuts or converts them would find it.
   */
  registered?: string;
}

/**
 * Domains that break exactly one constraint of the model (PollForActivityTaskInput, `domain`: required, a string of 1 to
 * 256), by reason, each with its twin. Too long is 257 (weighted) to 2000 letters, and its twin is the first 256.
 */
export function invalidDomains(
  constraints: DomainConstraints = {},
): Record<DomainReason, fc.Arbitrary<InvalidDomain>> {
  const { registered } = constraints;
  const names = registered === undefined ? shortNames() : fc.constant(registered);
  return {
    missing: names.map((twin) => invalid('missing', {}, twin)),
    null: names.map((twin) => invalid('null', { domain: null }, twin)),
    empty: names.map((twin) => invalid('empty', { domain: '' }, twin)),
    'too-long': tooLongNames(registered ?? '').map((domain) =>
      invalid('too-long', { domain }, registered ?? domain.slice(0, longestName)),
    ),
    'wrong-type': fc.oneof(...Object.values(mistypedDomains(constraints))),
  };
}

/** Domains of each wrong type of JSON, each with its twin. */
export function mistypedDomains({
  registered,
}: DomainConstraints = {}): Record<'number' | 'boolean' | 'array' | 'object', fc.Arbitrary<InvalidDomain>> {
  const names = registered === undefined ? shortNames() : fc.constant(registered);
  const { number, boolean, array, object } = mistyped(names, (text) => registered ?? text);
  const asDomain = ({ value, text }: Mistyped) => invalid('wrong-type', { domain: value }, text);
  return {
    number: number.map(asDomain),
    boolean: boolean.map(asDomain),
    array: array.map(asDomain),
    object: object.map(asDomain),
  };
}

function invalid(reason: DomainReason, members: Record<string, unknown>, domain: string): InvalidDomain {
  return { reason, members, twin: { domain } };
}
