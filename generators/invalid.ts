/** A poll's member that breaks one constraint, and its twin: the smallest repair that makes it valid. */
export interface Invalid<Reason extends string, Twin> {
  /** The last part of the id of the rule that it is for: `too-long` for `task-list.too-long`. */
  reason: Reason;
  /** What to spread into a valid request that lacks the member. Empty where the mistake is that the member is missing. */
  members: Record<string, unknown>;
  /** What to spread there instead for a request that is to be accepted. */
  twin: Twin;
}
