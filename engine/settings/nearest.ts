/** Those of the candidates that somebody may have meant, the nearest first, at most three. */
export function nearest(word: string, candidates: readonly string[]): string[] {
  const meant = word.toLowerCase();
  // A third of the letters may be wrong: more, and anything is near.
  const furthest = Math.max(1, Math.floor(meant.length / 3));
  return candidates
    .map((candidate) => ({ candidate, distance: distance(meant, candidate.toLowerCase()) }))
    .filter(
      (near) =>
        near.distance <= furthest ||
        isPart(meant, near.candidate) ||
        goesOn(meant, near.candidate.toLowerCase()),
    )
    .sort((a, b) => a.distance - b.distance)
    .slice(0, 3)
    .map(({ candidate }) => candidate);
}

/** "; did you mean x or y?", or nothing. */
export function suggestion(word: string, candidates: readonly string[]): string {
  const near = nearest(word, candidates);
  return near.length === 0 ? '' : `; did you mean ${near.join(' or ')}?`;
}

/** An area's name, or the last part of an id, is meant for the whole. */
function isPart(word: string, candidate: string): boolean {
  return word.length > 2 && candidate.split('.').includes(word);
}

/** Whether something was added to the candidate, such as a unit: pollHoldSeconds for pollHold. */
function goesOn(word: string, candidate: string): boolean {
  return candidate.length > 3 && word.startsWith(candidate);
}

/** How many letters have to be put in, left out or changed (Levenshtein). */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (const [index, letter] of [...a].entries()) {
    const next = [index + 1];
    for (let column = 1; column <= b.length; column++) {
      const changed = (row[column - 1] ?? 0) + (letter === b[column - 1] ? 0 : 1);
      next.push(Math.min(changed, (row[column] ?? 0) + 1, (next[column - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
