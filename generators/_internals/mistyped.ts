import fc from 'fast-check';
import { firstOrOther } from './characters.ts';

/** A value that is no string, and the text that a careless server would read it as. */
export interface Mistyped {
  value: unknown;
  text: string;
}

/** One arbitrary for each type of JSON but the string and null, around the given texts. */
export function mistyped(
  texts: fc.Arbitrary<string>,
): Record<'number' | 'boolean' | 'array' | 'object', fc.Arbitrary<Mistyped>> {
  return {
    number: fc.oneof(fc.integer(), fc.constantFrom(1.5, -0.25, 1e21)).map(asText),
    boolean: fc.boolean().map(asText),
    array: texts.chain((text) => firstOrOther(...[[], [text], [text, text]].map(standsFor(text)))),
    object: texts.chain((text) => firstOrOther(...[{}, { name: text }].map(standsFor(text)))),
  };
}

function asText(value: number | boolean): Mistyped {
  return { value, text: String(value) };
}

function standsFor(text: string) {
  return (value: unknown): fc.Arbitrary<Mistyped> => fc.constant({ value, text });
}
