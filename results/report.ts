import { z } from 'zod';
import { gate } from './gate-schema.ts';
import { ruleResult, status } from './rule.ts';
import { shard } from './shard.ts';

/** Raised when a reader of `results.json` would have to change; members may be added without that. */
export const schemaVersion = 1;

/** - `conformant`: exit code 0; `not-conformant`: 1; `unusable`: the target was lost during the run, 3; `error`: our own fault, 4. */
export const verdict = z.enum(['conformant', 'not-conformant', 'unusable', 'error']);
export type Verdict = z.infer<typeof verdict>;

/** The whole outcome of a run: what `results.json` holds, and all that a reporter may know. */
export const runReport = z.object({
  schemaVersion: z.literal(schemaVersion),
  tool: z.object({ name: z.literal('swf-conformance'), version: z.string() }),
  target: z.object({
    endpoint: z.string(),
    region: z.string(),
    /** True when the run was against the embedded reference server. */
    embedded: z.boolean(),
    /** There when a mock in the suite's own process was the target: its module. */
    mock: z.string().optional(),
    /** The domain, where it was not the usual one. */
    domain: z.string().optional(),
    /** Whether access control was judged; for the embedded server it always is. */
    authenticates: z.boolean().optional(),
    /** At most so many requests a second were sent, where that was set. */
    rate: z.number().optional(),
    /** The groups that were judged on demand. */
    with: z.array(z.string()).optional(),
    /** How many polls it was said to let wait on one list, where the limits were judged. */
    maxPollers: z.number().int().optional(),
    /** Whether any certificate was accepted. */
    insecure: z.boolean().optional(),
    /** What a run like this one needs besides, as it is given: `--header 'X-Key: VALUE'`, `--ca FILE`, `principals`. */
    withheld: z.array(z.string()).optional(),
    /** What the target calls itself in its `Server` header, if it does. */
    server: z.string().optional(),
    /** Median round trip of a DescribeDomain before the rules began. */
    roundTripMs: z.number(),
  }),
  run: z.object({
    id: z.string(),
    startedAt: z.iso.datetime(),
    durationMs: z.number(),
    seed: z.number().int(),
    cases: z.number().int(),
    pollHold: z.number(),
    failOn: z.enum(['must', 'should']),
    /** The operations that were chosen; none where all were. */
    operation: z.array(z.string()),
    only: z.array(z.string()),
    skip: z.array(z.string()),
    /** There when the run was one part of several; `merge` makes one report of them. */
    shard: shard.optional(),
    /** There when the run had only so much time. */
    budget: z
      .object({
        seconds: z.number(),
        /** The rules that did not fit, or had not ended when it was over. */
        leftOut: z.array(z.string()),
        /** Whether what ran decides, although rules were left out. */
        allowed: z.boolean(),
      })
      .optional(),
    node: z.string(),
    /** Requests sent, and how many of their answers were throttling, waited out. */
    requests: z.number().int(),
    throttled: z.number().int(),
    /** What the suite could not clean up on the target, one line each. */
    leftBehind: z.array(z.string()),
  }),
  summary: z.object({
    verdict,
    /** True when --only, --skip, a shard or a budget left out rules of the chosen operations: the verdict is then about the others alone. */
    partial: z.boolean(),
    counts: z.record(status, z.number().int()),
    /** The same of each operation that has a rule which was chosen, in the order of the rules. */
    operations: z.array(z.object({ name: z.string(), verdict, counts: z.record(status, z.number().int()) })),
    /** Why the target was given up, for the verdict `unusable`. */
    message: z.string(),
    /** Why access control was not judged, or not all of it; empty when it was. */
    accessControl: z.string(),
  }),
  /** What it came to against a baseline, where there was one; then this decides the exit code, not the verdict. */
  gate: gate.optional(),
  rules: z.array(ruleResult),
});
export type RunReport = z.infer<typeof runReport>;
