import { z } from 'zod';

/** MUST fails the run, SHOULD warns (and fails it under `--fail-on should`), INFO only reports. */
export const level = z.enum(['must', 'should', 'info']);
export type Level = z.infer<typeof level>;

/**
 * What a rule rests on: the documentation or model (`doc`), a recording of the live service (`live`), a recording of
 * another service of the same protocol family (`like`), or a step from the documentation that the rule spells out
 * (`derived`).
 */
export const evidence = z.enum(['doc', 'live', 'like', 'derived']);
export type Evidence = z.infer<typeof evidence>;

/** The words that a rule rests on, and where they stand. */
export const citation = z.object({ source: z.string(), quote: z.string() });
export type Citation = z.infer<typeof citation>;

/**
 * - `pass`: held, on at least one observation;
 * - `fail`: a MUST that was broken; `warn`: a SHOULD that was broken;
 * - `info`: what an INFO rule saw;
 * - `skip`: not run, always with the reason;
 * - `inconclusive`: nothing was learned (set-up failed on the target, no observation, twin refused);
 * - `error`: a fault of the suite's own.
 */
export const status = z.enum(['pass', 'fail', 'warn', 'info', 'skip', 'inconclusive', 'error']);
export type Status = z.infer<typeof status>;

/**
 * Why a rule was skipped; its message says it in words.
 * - `operation`, `only`, `skip`, `shard`, `budget`: it was not chosen, left out, for another shard, or too long for the budget;
 * - `time`: the budget was over before it ended; `interruption`: the run was interrupted;
 * - `target`: the target lacks what it is about, or is not said to have it.
 */
export const skippedBy = z.enum([
  'operation',
  'only',
  'skip',
  'shard',
  'budget',
  'time',
  'interruption',
  'target',
]);
export type SkippedBy = z.infer<typeof skippedBy>;

/** What was asked for, and by which client. */
const asked = {
  /** The operation, as the API names it; empty where what was sent names none. */
  operation: z.string(),
  /** What sent it: the raw client, the AWS SDK, or a connection of its own. */
  client: z.enum(['wire', 'sdk', 'connection']),
  /** The same for people, with what is special about it. */
  label: z.string(),
};

/** One request and what became of it. Bodies are text (a byte that is no UTF-8 reads U+FFFD), cut when long; no credentials. */
export const exchangeRecord = z.object({
  ...asked,
  request: z.object({
    method: z.string(),
    path: z.string(),
    headers: z.array(z.tuple([z.string(), z.string()])),
    body: z.string(),
    /** How many bytes the body had, also where `body` was cut. */
    bodyBytes: z.number().int(),
  }),
  /** Absent when no answer came; then `failure` says why. */
  response: z
    .object({
      status: z.number().int(),
      headers: z.array(z.tuple([z.string(), z.string()])),
      body: z.string(),
      bodyBytes: z.number().int(),
    })
    .optional(),
  /** Why there is no answer, or no whole one. */
  failure: z.string().optional(),
  /** When the request was sent, milliseconds after the rule began. */
  sentAtMs: z.number(),
  /** From the request's being sent to the answer's last byte, or to giving up. */
  durationMs: z.number(),
});
export type ExchangeRecord = z.infer<typeof exchangeRecord>;

/** The generated value that broke a property, and how to generate it again. */
export const counterexample = z.object({
  /** The shrunk value as ASCII JavaScript source. */
  value: z.string(),
  seed: z.number().int(),
  /** fast-check's path: with the seed it leads to this value at once. */
  path: z.string(),
  shrinks: z.number().int(),
  /** True when the time for shrinking ran out, so that a smaller value may exist. */
  shrinkingCutShort: z.boolean(),
});
export type Counterexample = z.infer<typeof counterexample>;

/** One part of an answer, or of what happened, that is not as it should be. */
export const difference = z.object({
  /** Where: `status`, `header content-type`, `body.__type`, `answered after`, … */
  part: z.string(),
  expected: z.string(),
  observed: z.string(),
});
export type Difference = z.infer<typeof difference>;

/** A request of the rule, as one bar of its timeline; milliseconds after the rule began. */
export const timelineEntry = z.object({
  ...asked,
  /** What it was about: the task list of a poll, the activities that a decision schedules; empty where nothing is to be said. */
  about: z.string(),
  sentAtMs: z.number(),
  endedAtMs: z.number(),
  /** What it came to, in a few words: `task a-1`, `empty`, `UnknownResourceFault`, `given up`, `connection broke`. */
  outcome: z.string(),
  /** Where in `exchanges` it is shown whole. */
  exchange: z.number().int().nonnegative().optional(),
});
export type TimelineEntry = z.infer<typeof timelineEntry>;

/**
 * A way to see a failure again: `vitest` in the embedder's own vitest, `run` the rule alone with the same seed, `replay` from
 * results.json (with a counterexample's path), `curl` the telling request, `script` a program of the least sequence of
 * calls, for Node with @aws-sdk/client-swf.
 */
export const reproduction = z.object({
  how: z.enum(['vitest', 'run', 'replay', 'curl', 'script']),
  text: z.string(),
  /** What prints the program. */
  command: z.string().optional(),
});
export type Reproduction = z.infer<typeof reproduction>;

/** All that an author needs to mend the server: given for `fail` and `warn`, and for `inconclusive` where an exchange stood in the way. */
export const failure = z.object({
  expected: z.string(),
  observed: z.string(),
  /** What to change in a server that breaks this rule. */
  fix: z.string(),
  /** What was expected and observed, part by part; empty where only a sentence tells it. */
  differences: z.array(difference),
  /** The exchanges that show it, the telling one last. */
  exchanges: z.array(exchangeRecord),
  /** All requests of a rule that had several open at once, by the time of sending; empty for other rules. */
  timeline: z.array(timelineEntry),
  counterexample: counterexample.optional(),
  reproduce: z.array(reproduction),
});
export type Failure = z.infer<typeof failure>;

/** A number that a rule measured, such as a percentile of the wake-up latency. */
export const figure = z.object({ name: z.string(), value: z.number(), unit: z.string() });
export type Figure = z.infer<typeof figure>;

export const ruleResult = z.object({
  /** `operation.area.rule`, such as `poll-for-activity-task.hold.full`. */
  id: z.string(),
  /** What the rule says, in one sentence. */
  title: z.string(),
  /** As the API names it. */
  operation: z.string(),
  area: z.string(),
  level,
  evidence: z.array(evidence).min(1),
  citation,
  /** What a target must have, or be said to have, for the rule to be judged on it: `authentication`, `limits`, … */
  requires: z.array(z.string()),
  status,
  /** Of a rule that was skipped. */
  skippedBy: skippedBy.optional(),
  /** One line: why it failed, was skipped or inconclusive; what was seen. Empty for a plain pass. */
  message: z.string(),
  /** How many observations the verdict rests on (tasks delivered, faults read, cases sent). */
  observations: z.number().int().nonnegative(),
  durationMs: z.number(),
  figures: z.array(figure),
  failure: failure.optional(),
});
export type RuleResult = z.infer<typeof ruleResult>;
