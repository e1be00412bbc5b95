import type { Failure, Figure, RuleResult } from '../results/rule.ts';
import { ledgerOf } from '../suites/costs.ts';
import { Observed } from '../suites/observed.ts';
import { Inconclusive, NotApplicable, Violation } from '../suites/outcome.ts';
import { runProperty } from '../suites/property.ts';
import { areaOf, type Rule } from '../suites/rule.ts';
import { cut } from '../target/fault.ts';
import { Ground } from '../target/ground.ts';
import type { Ledger } from '../target/ledger.ts';
import { SetupFailed } from '../target/setup-failed.ts';
import type { Target } from '../target/target.ts';
import { ruleLimitMs } from './limit.ts';
import { exchangeRecords } from './record.ts';
import { reproduceCommands } from './reproduce.ts';

export interface CheckSettings {
  readonly seed: number;
  readonly cases: number;
}

/** The part of a result that is known before a rule runs. */
export function staticPart(
  rule: Rule,
): Pick<RuleResult, 'id' | 'title' | 'area' | 'level' | 'evidence' | 'citation'> {
  const { id, says, level, evidence, citation } = rule;
  return { id, title: says, area: areaOf(rule), level, evidence: [...evidence], citation };
}

/** A rule that is not run, and why. */
export function skipped(rule: Rule, message: string): RuleResult {
  return { ...staticPart(rule), status: 'skip', message, observations: 0, durationMs: 0, figures: [] };
}

const interrupted = 'the run was interrupted';

/** Checks one rule on a ground of its own. Never throws: whatever happens becomes the result. */
export async function checkRule(
  rule: Rule,
  target: Target,
  settings: CheckSettings,
  ledger = ledgerOf(rule.id, { cases: settings.cases, pollers: target.options.maxPollers ?? 0 }),
): Promise<RuleResult> {
  if (rule.needsWire && target.options.mock) {
    return skipped(rule, 'the target is a mock in this process: there is no connection');
  }
  let leave: () => void;
  try {
    leave = await target.rules.enter(target.signal);
  } catch {
    return skipped(rule, interrupted);
  }
  try {
    return await checkNow(rule, target, settings, ledger);
  } finally {
    leave();
  }
}

async function checkNow(
  rule: Rule,
  target: Target,
  settings: CheckSettings,
  ledger: Ledger,
): Promise<RuleResult> {
  const overdue = new AbortController();
  const { options, roundTripMs } = target;
  const timer = setTimeout(() => overdue.abort(), ruleLimitMs({ ...options, roundTripMs }, settings.cases));
  const signal = AbortSignal.any([target.signal, overdue.signal]);
  const ground = new Ground(target, signal, ledger);
  const observed = new Observed();
  const figures: Figure[] = [];
  let message = '';
  let outcome: Pick<RuleResult, 'status' | 'message' | 'failure'>;
  try {
    await rule.check({
      target: ground,
      observed,
      async property(property) {
        ground.lane = 'bulk';
        await runProperty(property, { ...settings, signal });
        ground.lane = 'urgent';
      },
      report: (text) => {
        message = text;
      },
      figure: (name, value, unit) => figures.push({ name, value, unit }),
    });
    outcome = ended(rule, observed, message);
  } catch (error) {
    if (target.signal.aborted) outcome = { status: 'skip', message: interrupted };
    else if (overdue.signal.aborted)
      outcome = { status: 'inconclusive', message: 'the rule did not end in time' };
    else outcome = await thrown(rule, error, ground, settings);
  } finally {
    clearTimeout(timer);
  }
  const durationMs = performance.now() - ground.startedAt;
  return { ...staticPart(rule), ...outcome, observations: observed.count, durationMs, figures };
}

/** What stood in the way of a rule: the exchanges, where there are any. */
function nothingLearned(
  rule: Rule,
  error: Inconclusive | SetupFailed,
  ground: Ground,
  settings: CheckSettings,
): { failure?: Failure } {
  if (error.exchanges.length === 0) return {};
  const failure: Failure = {
    expected: 'to be able to observe what the rule is about',
    observed: cut(error.message, 1000),
    fix: 'Mend what the exchange shows: until then nothing is known of this rule, and a MUST counts as not held.',
    differences: [],
    exchanges: exchangeRecords(error.exchanges, ground.startedAt, ground.target.options),
    timeline: [],
    reproduce: reproduceCommands(rule.id, error.exchanges, ground.target.options, settings),
  };
  return { failure };
}

function ended(rule: Rule, observed: Observed, message: string): Pick<RuleResult, 'status' | 'message'> {
  if (observed.count === 0) return { status: 'inconclusive', message: message || 'nothing was observed' };
  return { status: rule.level === 'info' ? 'info' : 'pass', message };
}

async function thrown(
  rule: Rule,
  error: unknown,
  ground: Ground,
  settings: CheckSettings,
): Promise<Pick<RuleResult, 'status' | 'message' | 'failure'>> {
  if (error instanceof NotApplicable) return { status: 'skip', message: cut(error.message, 500) };
  if (error instanceof Inconclusive || error instanceof SetupFailed) {
    return {
      status: 'inconclusive',
      message: cut(error.message, 500),
      ...nothingLearned(rule, error, ground, settings),
    };
  }
  if (!(error instanceof Violation)) {
    const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
    return { status: 'error', message: cut(text, 1000) };
  }
  // A connection that broke is the rule's finding only if the target is still there to be blamed.
  if (error.exchanges.at(-1)?.ending === 'broken' && !(await ground.target.answers())) {
    return { status: 'inconclusive', message: 'the target stopped answering while the rule ran' };
  }
  const { expected, observed, counterexample } = error;
  const failure: Failure = {
    expected: cut(expected, 1000),
    observed: cut(observed, 1000),
    fix: rule.fix,
    differences: [],
    exchanges: exchangeRecords(error.exchanges, ground.startedAt, ground.target.options),
    timeline: [],
    ...(counterexample && { counterexample }),
    reproduce: reproduceCommands(rule.id, error.exchanges, ground.target.options, settings),
  };
  const status = { must: 'fail', should: 'warn', info: 'info' } as const;
  return {
    status: status[rule.level],
    message: `expected ${failure.expected}; observed ${failure.observed}`,
    failure,
  };
}
