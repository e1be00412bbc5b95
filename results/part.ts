import { z } from 'zod';
import { runReport } from './report.ts';

const { tool, target, run } = runReport.shape;

/** What is known of a run when its rules begin. With the rules' results and its end it makes the report. */
export const runFacts = z.object({
  tool,
  target,
  run: run.omit({ durationMs: true, requests: true, throttled: true, leftBehind: true }),
  /** The ids of the rules that are run. */
  ids: z.array(z.string()),
  /** What was sent to see that the target is there. */
  reached: z.object({ requests: z.number().int(), throttled: z.number().int() }),
});
export type RunFacts = z.infer<typeof runFacts>;

/** What is told once, when all rules have ended and the target was tidied up. */
export const runEnd = z.object({
  endedAt: z.iso.datetime(),
  requests: z.number().int(),
  throttled: z.number().int(),
  leftBehind: z.array(z.string()),
  /** False when nothing answered at the end. */
  targetAnswers: z.boolean(),
});
export type RunEnd = z.infer<typeof runEnd>;
