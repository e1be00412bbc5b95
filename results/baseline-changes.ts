import { type Baseline, type BaselineEntry, entryFor, isPattern } from './baseline.ts';
import { fingerprintOf } from './gate.ts';
import { matches } from './pattern.ts';
import type { RunReport } from './report.ts';
import type { RuleResult } from './rule.ts';
import { countsAgainst } from './verdict.ts';

/** What has to be done to a baseline, so that a run that comes to the same passes its gate; each by the rules' ids. */
export interface BaselineChanges {
  /** New entries, without their reason. */
  readonly added: readonly (Pick<BaselineEntry, 'rule' | 'fingerprint'> & {
    readonly status: 'fail' | 'warn';
  })[];
  /** Entries whose rule fails otherwise. */
  readonly changed: readonly {
    readonly rule: string;
    readonly status: 'fail' | 'warn';
    readonly fingerprint: string | undefined;
  }[];
  /** Entries of rules that hold, or that do not exist. */
  readonly removed: readonly string[];
  /** Entries of which the run says nothing: their rules were skipped or inconclusive. */
  readonly open: readonly string[];
  /** What no entry can be made of: it counts against the target, and is no failure. */
  readonly impossible: readonly RuleResult[];
}

/** What the run has to say to the baseline. Flaky entries stay, and so do patterns that something still fails by. */
export function baselineChanges({ rules, run }: RunReport, { rules: entries }: Baseline): BaselineChanges {
  const byId = new Map(rules.map((rule) => [rule.id, rule]));
  const added: BaselineChanges['added'][number][] = [];
  const changed: BaselineChanges['changed'][number][] = [];
  const removed: string[] = [];
  const open: string[] = [];
  for (const entry of entries) {
    if (isPattern(entry.rule)) {
      const own = rules.filter(({ id }) => matches(id, entry.rule));
      if (own.length === 0 || (!entry.flaky && own.every(holds))) removed.push(entry.rule);
      continue;
    }
    const rule = byId.get(entry.rule);
    const status = rule && brokenAs(rule);
    if (!rule || (holds(rule) && !entry.flaky)) removed.push(entry.rule);
    else if (status === undefined) {
      if (!holds(rule)) open.push(entry.rule);
    } else if (!entry.flaky) {
      const now = fingerprintOf(rule);
      if (entry.status !== status || entry.fingerprint !== now) {
        changed.push({ rule: entry.rule, status, fingerprint: now });
      }
    }
  }
  for (const rule of rules.filter((each) => countsAgainst(each, run.failOn))) {
    const status = brokenAs(rule);
    const entry = entryFor(entries, rule.id);
    const isListed = entry && (!isPattern(entry.rule) || entry.flaky || entry.status === status);
    if (isListed) continue;
    if (status) added.push({ rule: rule.id, status, fingerprint: fingerprintOf(rule) });
  }
  const impossible = rules.filter((rule) => countsAgainst(rule, run.failOn) && !brokenAs(rule));
  added.sort((a, b) => (a.rule < b.rule ? -1 : 1));
  return { added, changed, removed, open, impossible };
}

function holds({ status }: RuleResult): boolean {
  return status === 'pass' || status === 'info';
}

function brokenAs({ status }: RuleResult): 'fail' | 'warn' | undefined {
  return status === 'fail' || status === 'warn' ? status : undefined;
}
