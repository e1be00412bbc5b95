import { z } from 'zod';

/**
 * Why a gate is closed:
 * - `unlisted`: it counts against the target, and is not in the baseline;
 * - `different`: it is listed, and fails in another way;
 * - `stale`: it is listed, and holds;
 * - `unsatisfied`: it is listed, and was skipped or inconclusive, so that nothing is known of it;
 * - `expired`: the entry's last day is over;
 * - `unknown`: there is no such rule.
 */
export const gateFinding = z.object({
  kind: z.enum(['unlisted', 'different', 'stale', 'unsatisfied', 'expired', 'unknown']),
  /** The rule, or the pattern of the entry. */
  rule: z.string(),
  /** What is so, and what to do. */
  message: z.string(),
});
export type GateFinding = z.infer<typeof gateFinding>;

/** What a run came to, measured against a baseline. */
export const gate = z.object({
  /** The file. */
  baseline: z.string(),
  passed: z.boolean(),
  findings: z.array(gateFinding),
  /** The rules that failed as listed, and why that is accepted. */
  known: z.array(z.object({ rule: z.string(), reason: z.string(), issue: z.string().optional() })),
  /** The rules that may do either, and what they did. */
  flaky: z.array(z.object({ rule: z.string(), failed: z.boolean(), reason: z.string() })),
  /** Listed rules that hold, where that is let be. */
  healed: z.array(z.string()),
  /** Listed rules that this run was not about. */
  notJudged: z.array(z.string()),
});
export type Gate = z.infer<typeof gate>;
