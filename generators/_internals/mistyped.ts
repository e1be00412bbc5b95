import fc from 'fast-check';

/** A value that is no string, and the text that repairs it: what a careless server would read it as. */
export interface Mistyped {
  value: unknown;
  text: string;
}

/**
 * One arbitrary for each type of JSON but the string and null. Arrays and objects are built around the given texts;
 * the text of a number or a boolean goes through `repair`.
 */
export function mistyped(
  texts: fc.Arbitrary<string>,
  repair: (text: string) => string = (text) => text,
): Record<'number' | 'boolean' | 'array' | 'object', fc.Arbitrary<Mistyped>> {
  const asText = (value: number | boolean): Mistyped => ({ value, text: repair(String(value)) });
  return {
    number: fc.oneof(fc.integer(), fc.constantFrom(1.5, -0.25, 1e21)).map(asText),
    boolean: fc.boolean().map(asText),
    array: fc.tuple(texts, fc.nat(2)).map(([text, length]) => ({ value: Array(length).fill(text), text })),
    object: fc
      .tuple(texts, fc.boolean())
      .map(([text, named]) => ({ value: named ? { name: text } : {}, text })),
  };
}
