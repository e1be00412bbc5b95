import fc from 'fast-check';
import { longestName } from './_internals/names.ts';
import { isTaskListName } from './_internals/validity.ts';

export type NearMissKind =
  | 'one-more'
  | 'prefix'
  | 'upper-case'
  | 'lower-case'
  | 'swapped-case'
  | 'space-doubled'
  | 'space-single'
  | 'composed'
  | 'decomposed'
  | 'leading-space'
  | 'trailing-space';

/** A name that is not the given one, though a careless server takes it for that. */
export interface NearMiss {
  kind: NearMissKind;
  value: string;
}

/**
 * Every near miss of a valid name, each value once: what does not apply to the name (another case of digits, a prefix of
 * one character) is left out. They are valid names themselves, except that `leading-space` and `trailing-space` put
 * U+0020 around the name, which the documentation forbids.
 */
export function allNearMisses(name: string): NearMiss[] {
  const candidates: Record<NearMissKind, string> = {
    'one-more': `${name}1`,
    prefix: Array.from(name).slice(0, -1).join('').trimEnd(),
    'upper-case': name.toUpperCase(),
    'lower-case': name.toLowerCase(),
    'swapped-case': swapCase(name),
    'space-doubled': name.replace(/(?<! ) (?! )/, '  '),
    'space-single': name.replace(/ {2,}/g, ' '),
    composed: name.normalize('NFC'),
    decomposed: name.normalize('NFD'),
    'leading-space': ` ${name}`,
    'trailing-space': `${name} `,
  };
  const values = new Set([name]);
  const misses: NearMiss[] = [];
  for (const [kind, value] of Object.entries(candidates) as [NearMissKind, string][]) {
    const spaced = kind === 'leading-space' || kind === 'trailing-space';
    const fits = spaced ? value.length <= longestName : isTaskListName(value);
    if (!fits || values.has(value)) continue;
    values.add(value);
    misses.push({ kind, value });
  }
  return misses;
}

/** Near misses of a valid name, one of `allNearMisses` as likely as another. */
export function nearMisses(name: string): fc.Arbitrary<NearMiss> {
  return fc.constantFrom(...allNearMisses(name));
}

function swapCase(name: string): string {
  return Array.from(name, (character) => {
    const upper = character.toUpperCase();
    return character === upper ? character.toLowerCase() : upper;
  }).join('');
}
