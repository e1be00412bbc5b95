import { type Amount, type Cost, measuredHoldSeconds, type Scale } from '../../engine/plan/costs.ts';
import { quotas } from '../../swf/quotas.ts';

export interface RunSettings extends Scale {
  readonly pollHoldSeconds: number;
}

/** What was seen of a rule in a run. */
export interface Seen {
  readonly id: string;
  /** How many requests, by what they named as their operation. */
  readonly sent: ReadonlyMap<string, number>;
  readonly seconds: number;
  /** Whether it went through the cases of a property. */
  readonly hasCases: boolean;
  /** Whether it fills a list with polls. */
  readonly fills: boolean;
}

/**
 * The two runs by which a cost is found. What a rule sends grows with its cases or with the pollers and never with the hold, so
 * that all three differ at once. Fewer than 100 pollers on a list would be met by rules that are not about that limit.
 */
export const manyCases: RunSettings = { cases: 100, pollers: 100, pollHoldSeconds: measuredHoldSeconds };
export const longHold: RunSettings = { cases: 20, pollers: 200, pollHoldSeconds: 12 };

/** Rules that wait for a part of the hold wait for half of it at the least; what is below is chance. */
const leastHolds = 0.25;

/**
 * What a rule costs. Its seconds are rounded up to a half, and the lesser where it waits for no hold: what a busy machine adds
 * says nothing of the rule.
 */
export function costFrom(many: Seen, long: Seen): Cost {
  const holds = (long.seconds - many.seconds) / (longHold.pollHoldSeconds - manyCases.pollHoldSeconds);
  const waits = holds >= leastHolds;
  const seconds = waits ? many.seconds : Math.min(many.seconds, long.seconds);
  const [manySent, longSent] = [byQuota(many.sent), byQuota(long.sent)];
  const operations = [...new Set([...manySent.keys(), ...longSent.keys()])].sort();
  const usual = operations.map((each) => {
    const amount = amountOf(many, manySent.get(each) ?? 0, longSent.get(each) ?? 0);
    return [each, amount] as const;
  });
  return {
    seconds: Math.ceil(seconds * 2) / 2,
    ...(waits && { holds: Math.round(holds * 20) / 20 }),
    usual: Object.fromEntries(usual.filter(([, amount]) => amount.some(Boolean))),
  };
}

/**
 * The entry of each rule, in the order of the rules: as it was just measured, or else as it was known. A rule that was never
 * measured has none, and what is no rule any more is dropped.
 */
export function merged(
  ids: readonly string[],
  known: Readonly<Record<string, unknown>>,
  measured: ReadonlyMap<string, Cost>,
): Record<string, unknown> {
  const entries = ids.map((id) => [id, measured.get(id) ?? known[id]] as const);
  return Object.fromEntries(entries.filter(([, cost]) => cost !== undefined));
}

function amountOf(rule: Seen, many: number, long: number): Amount {
  const perCase = rule.hasCases ? Math.max(0, many - long) / (manyCases.cases - longHold.cases) : 0;
  const { fills } = rule;
  const perPoller = fills ? Math.max(0, long - many) / (longHold.pollers - manyCases.pollers) : 0;
  const [ofCase, ofPoller] = [Math.ceil(100 * perCase) / 100, Math.round(perPoller)];
  const others = (sent: number, { cases, pollers }: RunSettings) =>
    sent - ofCase * cases - ofPoller * pollers;
  // The lesser: what is sent again because the machine is busy is not usual.
  const fixed = Math.max(0, Math.ceil(Math.min(others(many, manyCases), others(long, longHold))));
  return fills ? [fixed, ofCase, ofPoller] : [fixed, ofCase];
}

/** What is no operation with a quota is `other`: names that a rule has made up. */
function byQuota(sent: ReadonlyMap<string, number>): Map<string, number> {
  const sums = new Map<string, number>();
  for (const [operation, count] of sent) {
    const name = Object.hasOwn(quotas, operation) ? operation : 'other';
    sums.set(name, (sums.get(name) ?? 0) + count);
  }
  return sums;
}
