import type { Failure, Figure, RuleResult } from '../results/rule.ts';
import { Observed } from '../suites/observed.ts';
import { Inconclusive, NotApplicable, Violation } from '../suites/outcome.ts';
import { runProperty } from '../suites/property.ts';
import { areaOf, type Rule } from '../suites/rule.ts';
import { cut } from '../target/fault.ts';
import { Ground } from '../target/ground.ts';
import { SetupFailed } from '../target/setup-failed.ts';
import type { Target } from '../target/target.ts';
import { unlessAborted } from '../target/unless-aborted.ts';
import { exchangeRecords } from './record.ts';
import { reproduceCommands } from './reproduce.ts';

/** Beyond the hold, how long a rule may take before it is given up as inconclusive; most end within 10 s of it. */
const beyondHoldMs = 45_000;

/** All rules together send some 35 requests for each case of a property, and 1500 for the examples. */
const requestsPerCase = 35;
const exampleRequests = 1500;

/** And have 24 of them under way at once, at the least; a server is given 200 ms for each: moto answers some 60 a second. */
const atOnce = 24;
const answerMs = 200;

const stoppedAnswering = {
  status: 'inconclusive',
  message: 'the target stopped answering while the rule ran',
} as const;

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

/** Checks one rule on a ground of its own. Never throws: whatever happens becomes the result. */
export async function checkRule(rule: Rule, target: Target, settings: CheckSettings): Promise<RuleResult> {
  if (rule.needsWire && target.options.mock) {
    return skipped(rule, 'the target is a mock in this process: there is no connection');
  }
  const overdue = new AbortController();
  const mostMs = target.holdMs + beyondHoldMs + casesMs(target, settings.cases);
  const timer = setTimeout(() => overdue.abort(), mostMs);
  const signal = AbortSignal.any([target.signal, target.lost, overdue.signal]);
  const ground = new Ground(target, signal);
  const observed = new Observed();
  const figures: Figure[] = [];
  let message = '';
  let outcome: Pick<RuleResult, 'status' | 'message' | 'failure'>;
  try {
    // Whatever waits for good in a rule, or below it, the rule ends in time.
    const check = rule.check({
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
    await unlessAborted(check, signal);
    outcome = ended(rule, observed, message);
  } catch (error) {
    if (target.signal.aborted) outcome = { status: 'skip', message: 'the run was interrupted' };
    else if (target.lost.aborted && !(error instanceof Violation)) outcome = stoppedAnswering;
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

/** How long all cases of all properties may take, since they wait for one another. */
function casesMs(target: Target, cases: number): number {
  const { requestsPerSecond = Number.POSITIVE_INFINITY } = target.options;
  const eachMs = Math.max(Math.max(target.roundTripMs, answerMs) / atOnce, 1000 / requestsPerSecond);
  return (requestsPerCase * cases + exampleRequests) * eachMs;
}

function ended(rule: Rule, observed: Observed, message: string): Pick<RuleResult, 'status' | 'message'> {
  if (observed.count === 0) return { status: 'inconclusive', message: message || 'nothing was observed' };
  return { status: rule.level === 'info' ? 'info' : 'pass', message: cut(message, 1000) };
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
  // That no answer came is the rule's finding only if the target is still there to be blamed.
  if (error.exchanges.at(-1)?.ending !== 'answered' && !(await ground.target.answers())) {
    return stoppedAnswering;
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
