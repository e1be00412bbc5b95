/** A token bucket: how many requests may come at once, and how many a second from then on. */
export interface Quota {
  readonly bucket: number;
  readonly refillPerSecond: number;
}

const often = { bucket: 2000, refillPerSecond: 200 };
const seldom = { bucket: 200, refillPerSecond: 6 };

/**
 * The throttling quotas of Amazon SWF, for each account, region and operation. Documented in the developer guide, "Amazon
 * SWF throttling quotas", and seen there by us: PollForActivityTask only. The others are from memory of the same table,
 * and UNVERIFIED; an account's own are in the console of Service Quotas.
 */
export const quotas: Readonly<Record<string, Quota>> = {
  PollForActivityTask: often,
  PollForDecisionTask: often,
  StartWorkflowExecution: often,
  RespondDecisionTaskCompleted: often,
  RespondActivityTaskCompleted: often,
  RespondActivityTaskFailed: often,
  RespondActivityTaskCanceled: often,
  RecordActivityTaskHeartbeat: { bucket: 2000, refillPerSecond: 160 },
  GetWorkflowExecutionHistory: { bucket: 2000, refillPerSecond: 60 },
  TerminateWorkflowExecution: { bucket: 2000, refillPerSecond: 60 },
  DescribeWorkflowExecution: { bucket: 2000, refillPerSecond: 6 },
  RegisterWorkflowType: { bucket: 200, refillPerSecond: 60 },
  RegisterActivityType: { bucket: 200, refillPerSecond: 60 },
  DeprecateActivityType: seldom,
  DeleteActivityType: seldom,
  CountPendingActivityTasks: seldom,
  DescribeDomain: seldom,
  RegisterDomain: { bucket: 100, refillPerSecond: 6 },
  DeprecateDomain: { bucket: 100, refillPerSecond: 6 },
  UndeprecateDomain: { bucket: 100, refillPerSecond: 6 },
};

/** The buckets of one account, full at first. */
export class TokenBuckets {
  readonly #quotas: Readonly<Record<string, Quota>>;
  readonly #levels = new Map<string, { tokens: number; at: number }>();

  constructor(given: Readonly<Record<string, Quota>> = quotas) {
    this.#quotas = given;
  }

  /** Takes a token; false when there is none. An operation without a quota is never throttled. */
  take(region: string, operation: string, now = performance.now()): boolean {
    const quota = Object.hasOwn(this.#quotas, operation) ? this.#quotas[operation] : undefined;
    if (quota === undefined) return true;
    const key = `${region} ${operation}`;
    const level = this.#levels.get(key) ?? { tokens: quota.bucket, at: now };
    const refilled = level.tokens + ((now - level.at) / 1000) * quota.refillPerSecond;
    const tokens = Math.min(quota.bucket, refilled);
    const taken = tokens >= 1;
    this.#levels.set(key, { tokens: taken ? tokens - 1 : tokens, at: now });
    return taken;
  }
}

/** The same quotas, so many times smaller: to be throttled in a short run. */
export function quotasDividedBy(divisor: number): Readonly<Record<string, Quota>> {
  return Object.fromEntries(
    Object.entries(quotas).map(([operation, { bucket, refillPerSecond }]) => [
      operation,
      { bucket: Math.ceil(bucket / divisor), refillPerSecond },
    ]),
  );
}
