import { z } from 'zod';
import { matches } from './pattern.ts';

/** Raised when a baseline of before can no longer be read. */
export const baselineVersion = 1;

/** The longest text of an entry: it is read by people. */
const text = (most: number) =>
  z
    .string('give a text')
    .trim()
    .min(1, 'it is empty: give a text')
    .max(most, `it has more than ${most} characters`);

/** What is known to fail, and why. */
export const baselineEntry = z
  .strictObject({
    rule: text(200).describe(
      'the id of a rule, or a pattern such as poll-for-activity-task.task-list.* for several',
    ),
    status: z
      .enum(['fail', 'warn'])
      .optional()
      .describe('what it comes to: fail is a MUST that is broken, warn a SHOULD'),
    fingerprint: text(1000)
      .optional()
      .describe(
        'how it fails, as baseline update writes it; without one any failure of that status is as listed',
      ),
    flaky: z
      .literal(true)
      .optional()
      .describe('it may fail or hold: the gate takes both, and counts them; without status and fingerprint'),
    reason: text(2000).describe('why it fails, and why that is accepted'),
    issue: text(500).optional().describe('where it is followed up'),
    expires: z.iso
      .date('give a day such as 2027-01-31')
      .optional()
      .describe('the last day on which it is accepted, as 2027-01-31 (UTC)'),
  })
  .superRefine(({ rule, status, fingerprint, flaky }, { addIssue }) => {
    const refuse = (member: string, message: string) => addIssue({ code: 'custom', path: [member], message });
    if (flaky && status) refuse('status', 'a flaky entry may do either: leave it out');
    if (flaky && fingerprint) refuse('fingerprint', 'a flaky entry may do either: leave it out');
    if (!flaky && !status) refuse('status', 'a value is missing: give fail or warn');
    if (isPattern(rule) && fingerprint) refuse('fingerprint', 'a pattern is for several rules: leave it out');
  });
export type BaselineEntry = z.infer<typeof baselineEntry>;

/** What is known to fail on a server: a file that its owner keeps. */
export const baseline = z.strictObject({
  $schema: z.string().optional(),
  version: z.literal(baselineVersion),
  about: z
    .record(z.string(), z.unknown())
    .optional()
    .describe("what else its owner wants to keep here: it stays, and isn't read"),
  rules: z.array(baselineEntry, 'give a list of entries').superRefine((entries, { addIssue }) => {
    entries.forEach(({ rule }, index) => {
      if (entries.findIndex((other) => other.rule === rule) === index) return;
      addIssue({ code: 'custom', path: [index, 'rule'], message: 'it is listed twice: leave one out' });
    });
  }),
});
export type Baseline = z.infer<typeof baseline>;

/** The JSON Schema of a baseline, for editors. */
export function baselineSchema(): object {
  const { $schema, ...schema } = z.toJSONSchema(baseline, { io: 'input' });
  return { $schema, title: 'a baseline of swf-conformance', ...schema };
}

export function isPattern(rule: string): boolean {
  return rule.includes('*');
}

/** The entry that is about a rule: its own, else the first pattern that matches it. */
export function entryFor(entries: readonly BaselineEntry[], id: string): BaselineEntry | undefined {
  return (
    entries.find(({ rule }) => rule === id) ??
    entries.find(({ rule }) => isPattern(rule) && matches(id, rule))
  );
}
