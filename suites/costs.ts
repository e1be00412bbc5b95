import { Ledger } from '../target/ledger.ts';
import costs from './costs.json' with { type: 'json' };

/** A number of requests: so many, and so many more for each case of a property. */
type Amount = readonly [fixed: number, perCase: number];

/** What a rule sends, by operation; `other` is what is no operation of SWF's. */
export interface Cost {
  /** How long it lasts against a server that answers at once, holds polls for 2 s, with 100 cases. */
  readonly seconds: number;
  /** Measured on the plain reference server. */
  readonly usual: Readonly<Record<string, Amount>>;
  /** More than was measured on any server, by the allowance of `npm run costs`: a rule is held to it. */
  readonly most: Readonly<Record<string, Amount>>;
}

/** The costs of all rules, as `npm run costs` has measured them. */
export const costOf = costs as unknown as Readonly<Record<string, Cost>>;

/** So many requests with this number of cases. */
export function amount([fixed, perCase]: Amount, cases: number): number {
  return Math.ceil(fixed + perCase * cases);
}

/** Holds a rule to its planned most; one that was never measured is held to nothing. */
export function ledgerOf(id: string, cases: number): Ledger {
  const most = costOf[id]?.most;
  if (!most) return new Ledger();
  return new Ledger((operation) => amount(most[operation] ?? most.other ?? [0, 0], cases));
}
