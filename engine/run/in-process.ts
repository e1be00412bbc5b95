import type { TargetOptions } from '../../kit/options.ts';
import type { Rule } from '../../kit/rule.ts';
import { Target } from '../../kit/target.ts';
import type { RunEnd } from '../../results/part.ts';
import { type Redact, redacted } from '../evidence/redact.ts';
import { type CheckSettings, checkRule } from './check-rule.ts';
import { cleanUpRun } from './clean-up.ts';
import type { RunListener } from './in-vitest.ts';
import { scheduleRules } from './schedule.ts';

/**
 * Runs the rules in this thread. For a mock: its handlers are functions over somebody's own state, which
 * cannot cross to vitest's worker thread.
 */
export async function runInProcess(
  options: TargetOptions,
  chosen: readonly Rule[],
  settings: CheckSettings,
  redact: Redact,
  listener: RunListener,
  signal: AbortSignal,
): Promise<RunEnd> {
  const target = new Target(options, signal);
  const check = async (rule: Rule) => {
    const result = redacted(await checkRule(rule, target, settings), redact);
    listener.onResult(result);
    return result;
  };
  await Promise.all(scheduleRules(chosen, check).values());
  listener.onCleaning(target.openExecutions);
  return cleanUpRun(target, redact);
}
