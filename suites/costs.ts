import { Ledger } from '../target/ledger.ts';
import costs from './costs.json' with { type: 'json' };

/** A number of requests: so many, and so many more for each case of a property, and for each poll of a crowd. */
type Amount = readonly [fixed: number, perCase: number, perPoller?: number];

/** What a rule's requests grow with. */
export interface Scale {
  readonly cases: number;
  /** How many polls fill a list; 0 where limits are not judged. */
  readonly pollers: number;
}

/** What a rule sends, by operation; `other` is what is no operation of SWF's. */
export interface Cost {
  /** How long it lasts against a server that answers at once, holds polls for 2 s, with 100 cases. */
  readonly seconds: number;
  /** How many seconds longer it lasts for each second that polls are held longer; absent where it waits for no hold. */
  readonly holds?: number;
  /** Measured on the plain reference server. */
  readonly usual: Readonly<Record<string, Amount>>;
  /** More than was measured on any server, by the allowance of `npm run costs`: a rule is held to it. */
  readonly most: Readonly<Record<string, Amount>>;
}

/** The hold of the server that the seconds were measured on. */
export const measuredHoldSeconds = 2;

/** The costs of all rules, as `npm run costs` has measured them. */
export const costOf = costs as unknown as Readonly<Record<string, Cost>>;

export function amount([fixed, perCase, perPoller = 0]: Amount, { cases, pollers }: Scale): number {
  return Math.ceil(fixed + perCase * cases + perPoller * pollers);
}

/** Holds a rule to its planned most; one that was never measured is held to nothing. */
export function ledgerOf(id: string, scale: Scale): Ledger {
  const most = costOf[id]?.most;
  if (!most) return new Ledger();
  return new Ledger((operation) => amount(most[operation] ?? most.other ?? [0, 0], scale));
}
