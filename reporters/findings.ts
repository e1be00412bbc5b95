import { countsAgainst } from '../results/counts-against.ts';
import type { RunReport } from '../results/report.ts';
import type { RuleResult } from '../results/rule.ts';

/** The rules that a reader has to look at, in the order in which to look; no rule is in two of them. */
export interface Findings {
  /** Faults of the suite's own: nothing else can be trusted before they are mended. */
  errors: RuleResult[];
  /** What makes the target not conformant, and no baseline expects. */
  against: RuleResult[];
  /** What fails as the baseline lists it. */
  known: RuleResult[];
  /** Broken or open, and not counted under this run's `failOn`. */
  warnings: RuleResult[];
  inconclusive: RuleResult[];
}

export function findingsOf({ rules, run, gate }: RunReport): Findings {
  const listed = [...(gate?.known ?? []), ...(gate?.flaky ?? []).filter(({ failed }) => failed)];
  const ids = new Set(listed.map(({ rule }) => rule));
  const known = rules.filter(({ id }) => ids.has(id));
  const against = rules.filter((rule) => countsAgainst(rule, run.failOn) && !ids.has(rule.id));
  const others = rules.filter((rule) => !against.includes(rule) && !ids.has(rule.id));
  return {
    errors: others.filter((rule) => rule.status === 'error'),
    known,
    // What failed is a fact, what is inconclusive a question: facts first.
    against: [...against.filter(broke), ...against.filter((rule) => !broke(rule))],
    warnings: others.filter(broke),
    inconclusive: others.filter((rule) => rule.status === 'inconclusive'),
  };
}

function broke(rule: RuleResult): boolean {
  return rule.status === 'fail' || rule.status === 'warn';
}
