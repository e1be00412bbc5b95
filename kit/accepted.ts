import type { Exchange } from '../client/exchange.ts';
import { faultOf } from '../client/fault.ts';

/** Whether a request was accepted: answered with no fault, or left waiting where the operation holds it. */
export function isAccepted({ holds }: { readonly holds: boolean }, exchange: Exchange): boolean {
  if (exchange.answer) return faultOf(exchange) === undefined;
  return holds && exchange.ending === 'open';
}
