import type { Target } from '../../kit/target.ts';
import type { RunEnd } from '../../results/part.ts';
import type { Redact } from '../evidence/redact.ts';

/** Some hundred executions are terminated in well under a second; a target that has died must not hold us for long. */
const cleanUpMs = 15_000;

/** TerminateWorkflowExecution is refilled at 60 a second on the service; a set rate may be lower. */
const terminatedPerSecond = 60;

/** Closes what the run created on the target, and all connections to it. */
export async function cleanUpRun(target: Target, redact: Redact): Promise<RunEnd> {
  // Not the run's signal: an interrupted run is tidied up too.
  const perSecond = Math.min(target.options.rate ?? terminatedPerSecond, terminatedPerSecond);
  const mostMs = cleanUpMs + Math.ceil((1000 * target.openExecutions) / perSecond);
  const leftBehind = redact(await target.cleanUp(AbortSignal.timeout(mostMs)));
  const targetAnswers = target.signal.aborted || (await target.answers());
  const { requests, throttled } = target.wire;
  await target.wire.close();
  return { endedAt: new Date().toISOString(), requests, throttled, leftBehind, targetAnswers };
}
