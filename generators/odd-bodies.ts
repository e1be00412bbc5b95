import fc from 'fast-check';
import { type Body, bodyOf, withMember } from './_internals/bodies.ts';

export type OddBodyKind =
  | 'deep'
  | 'duplicate-members'
  | 'huge-number'
  | 'byte-order-mark'
  | 'whitespace'
  | 'odd-name'
  | 'lone-surrogate';

export type OddBody = Body<OddBodyKind>;

/** Every kind of odd body. The first four are those that the rule wire.odd-json names. */
export const oddBodyKinds: readonly OddBodyKind[] = [
  ...(['deep', 'duplicate-members', 'huge-number', 'byte-order-mark'] as const),
  ...(['whitespace', 'odd-name', 'lone-surrogate'] as const),
];

const hugeNumbers = [
  ...['1e400', '-1e400', '1E-400', '-0', '-0.0e-0', '9007199254740993', '9223372036854775808'],
  ...['9'.repeat(100), `-${'9'.repeat(1000)}`, `0.${'3'.repeat(1000)}`],
];

/**
 * Bodies that are legal by RFC 8259 but odd, made from a valid request of one member or more. What is odd is in a member
 * `extra`, which the model lacks, or around the request's own members; it changes none of them.
 *
 * - `deep`: 10 to 20000 arrays or objects in each other, at most 120 KB ("an implementation may set limits", section 9).
 * - `duplicate-members`: `extra` twice, or a member of the request twice with the same value (section 4).
 * - `huge-number`: beyond what a double or a 64-bit integer holds (section 6).
 * - `byte-order-mark`: U+FEFF in front; not to be sent, and a parser may ignore it or refuse it (section 8.1).
 * - `whitespace`: around every token. `odd-name`: `""`, `__proto__`, escapes. `lone-surrogate`: by its escape (8.2).
 */
export function oddBodies(
  validBody: object,
  kinds: readonly OddBodyKind[] = oddBodyKinds,
): fc.Arbitrary<OddBody> {
  return fc.oneof(...kinds.map((kind) => texts(kind, validBody).map((text) => bodyOf(kind, text))));
}

function texts(kind: OddBodyKind, validBody: object): fc.Arbitrary<string> {
  const json = JSON.stringify(validBody);
  const withOneOf = (members: readonly string[]) =>
    fc.constantFrom(...members).map((member) => withMember(validBody, member));
  switch (kind) {
    case 'deep':
      return fc
        .tuple(fc.integer({ min: 10, max: 20_000 }), fc.boolean())
        .map(([levels, objects]) => withMember(validBody, `"extra":${nested(levels, objects)}`));
    case 'duplicate-members':
      return withOneOf([
        '"extra":1,"extra":2',
        '"extra":{},"extra":[]',
        ...Object.entries(validBody).map((member) =>
          JSON.stringify(Object.fromEntries([member])).slice(1, -1),
        ),
      ]);
    case 'huge-number':
      return withOneOf(hugeNumbers.map((number) => `"extra":${number}`));
    case 'byte-order-mark':
      return fc.constant(`\ufeff${json}`);
    case 'whitespace':
      return fc
        .constantFrom('\t', '  ', '          ')
        .map((indent) => `\r\n\t ${JSON.stringify(validBody, null, indent)}\r\n\t `);
    case 'odd-name':
      return withOneOf([
        '"":1',
        '"__proto__":{"a":1}',
        '"constructor":null',
        '"\\u0065xtra":1',
        '"\\u0000":1',
      ]);
    case 'lone-surrogate':
      return withOneOf(['"extra":"\\ud800"', '"extra":"\\uDC00a"', '"extra":"\\udc00\\ud800"']);
  }
}

function nested(levels: number, objects: boolean): string {
  return objects
    ? `${'{"a":'.repeat(levels)}null${'}'.repeat(levels)}`
    : '['.repeat(levels) + ']'.repeat(levels);
}
