import fc from 'fast-check';

/**
 * JSON texts of a well-formed string, quotation marks included, with one character or more written as `\uXXXX`, in either
 * case of the hexadecimal digits. A character beyond U+FFFF is escaped as a pair (RFC 8259, section 7). They all parse to
 * the same string. The empty string has nothing to escape, and yields `""`.
 */
export function escaped(text: string): fc.Arbitrary<string> {
  const characters = Array.from(text);
  if (characters.length === 0) return fc.constant('""');
  const last = characters.length - 1;
  const certain = fc.nat(last);
  const forms = fc.array(fc.constantFrom(asIs, lowerCase, upperCase), {
    minLength: characters.length,
    maxLength: characters.length,
    size: 'max',
  });
  return fc.tuple(certain, fc.constantFrom(lowerCase, upperCase), forms).map(([index, form, others]) => {
    const written = characters.map((character, at) =>
      (at === index ? form : (others[at] ?? asIs))(character),
    );
    return `"${written.join('')}"`;
  });
}

function asIs(character: string): string {
  return JSON.stringify(character).slice(1, -1);
}

function lowerCase(character: string): string {
  return hexadecimal(character)
    .map((digits) => `\\u${digits}`)
    .join('');
}

function upperCase(character: string): string {
  return hexadecimal(character)
    .map((digits) => `\\u${digits.toUpperCase()}`)
    .join('');
}

/** Four digits for each UTF-16 unit. */
function hexadecimal(character: string): string[] {
  return character.split('').map((unit) => unit.charCodeAt(0).toString(16).padStart(4, '0'));
}
