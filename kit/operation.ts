import type { Citation } from '../results/rule.ts';

/** One operation of SWF, as its rules see it. */
export interface Operation {
  /** As the API names it: `PollForActivityTask`. */
  readonly name: string;
  /** What the ids of its rules begin with, the name in kebab case: `poll-for-activity-task`. */
  readonly slug: string;
  /** Cites the operation's own page of the API reference. */
  readonly documentation: (quote: string) => Citation;
}
