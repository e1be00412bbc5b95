import fc from 'fast-check';

// What the documentation says of a name, written again: the generators are judged by this and not by their own code.

/** White space of any definition, formatting characters and controls: what no valid name begins or ends with. */
const disputed = /^[\p{White_Space}\p{C}]|[\p{White_Space}\p{C}]$/u;

/** Nothing is documented of what Unicode has not assigned, of private use and of noncharacters. */
const unassigned = /[\p{Cn}\p{Co}]/u;

export function faultsOfTaskListName(name: string): string[] {
  const faults: string[] = [];
  if (name.length < 1) faults.push('empty');
  if (name.length > 256) faults.push('too long');
  if (disputed.test(name)) faults.push('white space or invisible at an end');
  if (/^\p{M}/u.test(name)) faults.push('begins with a combining mark');
  for (const forbidden of [':', '/', '|']) if (name.includes(forbidden)) faults.push(forbidden);
  if (/\p{Cc}/u.test(name)) faults.push('control character');
  if (name.toLowerCase() === 'arn') faults.push('is arn');
  if (unassigned.test(name)) faults.push('unassigned or private');
  if (!name.isWellFormed()) faults.push('lone surrogate');
  return [...faults, ...faultsNearBounds(name, 250)];
}

export function faultsOfStricterName(name: string): string[] {
  return [...faultsOfTaskListName(name), ...(name.toLowerCase().includes('arn') ? ['contains arn'] : [])];
}

export function faultsOfText(text: string, longest: number): string[] {
  const faults: string[] = [];
  if (text.length > longest) faults.push('too long');
  if (unassigned.test(text)) faults.push('unassigned or private');
  if (!text.isWellFormed()) faults.push('lone surrogate');
  return [...faults, ...faultsNearBounds(text, 250)];
}

/** Texts with characters beyond U+FFFF stay inside the bounds in units, in code points and in bytes. */
function faultsNearBounds(text: string, most: number): string[] {
  if (!/[\u{10000}-\u{10ffff}]/u.test(text)) return [];
  return [...text].length >= 3 && Buffer.byteLength(text) <= most ? [] : ['astral near a bound'];
}

export const seeds = [1, 2, 20120125, -7];

/** What an arbitrary yields in 300 runs of each seed. */
export function samples<T>(arbitrary: fc.Arbitrary<T>): T[][] {
  return seeds.map((seed) => fc.sample(arbitrary, { seed, numRuns: 300 }));
}

export function manyOf<T>(arbitrary: fc.Arbitrary<T>, numRuns = 1000): T[] {
  return fc.sample(arbitrary, { seed: 5, numRuns });
}

/** The smallest value for which a check fails, and every value met on the way there. */
export function shrunk<T>(arbitrary: fc.Arbitrary<T>, fails: (value: T) => boolean, seed = 11) {
  const met: T[] = [];
  const details = fc.check(
    fc.property(arbitrary, (value) => {
      met.push(value);
      return !fails(value);
    }),
    { seed, numRuns: 2000 },
  );
  return { smallest: details.counterexample?.[0], met };
}
