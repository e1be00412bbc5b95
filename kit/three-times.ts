/** So often is seen what may be an accident of either machine, or of the moment: then it counts. An AWS SDK sends a request as often. */
export const threeTimes = 3;

/**
 * Looks again at what may be an accident, three times at the most, and gives what was seen last.
 * @param pause what is waited for before the next look, which is told how many there were
 */
export async function lastOfThree<Seen>(
  look: (attempt: number) => Promise<Seen>,
  isAccident: (seen: Seen) => boolean,
  {
    most = threeTimes,
    pause,
  }: { readonly most?: number; readonly pause?: (looks: number) => Promise<void> } = {},
): Promise<Seen> {
  for (let attempt = 1; ; attempt++) {
    const seen = await look(attempt);
    if (attempt === most || !isAccident(seen)) return seen;
    await pause?.(attempt);
  }
}

/** Does again what threw by accident, three times at the most. @throws what is thrown last, or is no accident */
export async function unlessThrownThrice<Value>(
  act: (attempt: number) => Promise<Value>,
  isAccident: (error: unknown) => boolean,
  most = threeTimes,
): Promise<Value> {
  const result = await lastOfThree(
    async (attempt) => {
      try {
        return { value: await act(attempt) };
      } catch (error) {
        return { error };
      }
    },
    (seen) => 'error' in seen && isAccident(seen.error),
    { most },
  );
  if ('error' in result) throw result.error;
  return result.value;
}
