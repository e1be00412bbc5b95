import type { RunEnd } from '../results/part.ts';
import type { Rule } from '../suites/rule.ts';
import type { TargetOptions } from '../target/options.ts';
import { Target } from '../target/target.ts';
import { beginRules } from './begin.ts';
import { type CheckSettings, checkRule } from './check.ts';
import { endRun } from './end.ts';
import { type Redact, redacted } from './redact.ts';
import type { RunListener } from './vitest.ts';

/**
 * Runs the rules in this thread. For a mock: its handlers are functions over somebody's own state, which
 * cannot cross to vitest's worker thread.
 */
export async function runHere(
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
  await Promise.all(beginRules(chosen, check).values());
  listener.onCleaning(target.openExecutions);
  return endRun(target, redact);
}
