import { abortable } from '../client/abortable.ts';
import type { Exchange } from '../client/exchange.ts';
import type { CallLog } from './call-log.ts';

/** AWS SDKs send a request three times at the most; moto's threads were out of one another's way after 200 ms nine times in ten. */
const pausesMs = [200, 600];

/** What AWS SDKs take for a failure of the server's own that may be over soon. */
const transient = [500, 502, 503, 504];

/**
 * Does what a rule needs before it can observe anything, and does it again where the server failed for a reason of its own: for the
 * set-up alone, never for what is judged. Each attempt is counted.
 *
 * What was carried out before the failure is refused when it is sent again, as its token is spent or its name taken: then, as
 * after the last attempt, the first failure is given, which is the cause.
 * @param isGood whether it has come to what is needed
 */
export async function inThreeAttempts<T extends { readonly exchange: Exchange }>(
  act: () => Promise<T>,
  isGood: (result: T) => boolean,
  { signal, callLog }: { signal: AbortSignal; callLog?: CallLog | undefined },
): Promise<T> {
  const first = await act();
  let last = first;
  for (const pauseMs of pausesMs) {
    if (!transient.includes(last.exchange.answer?.status ?? 0)) break;
    await abortable(pauseMs, signal);
    callLog?.sentAgain(last.exchange);
    last = await act();
  }
  return isGood(last) ? last : first;
}
