// Facts about Amazon SWF. The reference server has quotas of its own in reference/throttle.ts, on purpose: it is what our rules
// are tried on, so a mistake made once must not be made by both. tests/layers.test.ts holds that it imports nothing of ours.

/** How many requests of an operation an account may send in one region. */
export interface Quota {
  /** So many at once. */
  readonly bucket: number;
  /** And so many a second after that. */
  readonly refillPerSecond: number;
  /** Whether we have seen it documented; else it is from memory. */
  readonly verified: boolean;
}

function fromMemory(bucket: number, refillPerSecond: number): Quota {
  return { bucket, refillPerSecond, verified: false };
}

/**
 * "Amazon SWF throttling quotas" in the Developer Guide. We have read there of PollForActivityTask alone. What an account has
 * is shown by the console of Service Quotas.
 */
export const quotas: Readonly<Record<string, Quota>> = {
  PollForActivityTask: { bucket: 2000, refillPerSecond: 200, verified: true },
  PollForDecisionTask: fromMemory(2000, 200),
  RespondActivityTaskCompleted: fromMemory(2000, 200),
  RespondActivityTaskFailed: fromMemory(2000, 200),
  RespondActivityTaskCanceled: fromMemory(2000, 200),
  RespondDecisionTaskCompleted: fromMemory(2000, 200),
  RecordActivityTaskHeartbeat: fromMemory(2000, 160),
  StartWorkflowExecution: fromMemory(2000, 200),
  TerminateWorkflowExecution: fromMemory(2000, 60),
  GetWorkflowExecutionHistory: fromMemory(2000, 60),
  DescribeWorkflowExecution: fromMemory(2000, 6),
  DescribeWorkflowType: fromMemory(2000, 6),
  DescribeActivityType: fromMemory(2000, 6),
  RegisterActivityType: fromMemory(200, 60),
  RegisterWorkflowType: fromMemory(200, 60),
  DeprecateActivityType: fromMemory(200, 6),
  DeleteActivityType: fromMemory(200, 6),
  CountPendingActivityTasks: fromMemory(200, 6),
  DescribeDomain: fromMemory(200, 6),
  RegisterDomain: fromMemory(100, 6),
  DeprecateDomain: fromMemory(100, 6),
  UndeprecateDomain: fromMemory(100, 6),
};
