import type { RuleResult } from './rule.ts';

/** What happens during a run, in this order; reporters that show progress consume it. */
export type RunEvent =
  /** The target answered and is prepared: domain and types are there. */
  | { kind: 'prepared'; endpoint: string; embedded: boolean; mock?: string; roundTripMs: number }
  /** The rules begin, all at once; the longest of them last about one hold. */
  | { kind: 'started'; rules: number; ids: readonly string[]; pollHold: number }
  /** One rule ended. Rules end in no particular order. */
  | { kind: 'ruleEnded'; rule: RuleResult }
  /** All rules ended; what the run created on the target is being closed. */
  | { kind: 'cleaning'; executions: number };
