import type { Exchange } from '../../client/exchange.ts';
import { cut } from '../../client/fault.ts';
import type { RequestBudget } from '../../client/request-budget.ts';
import { SetupFailed } from '../../client/setup-failed.ts';
import { unlessAborted } from '../../client/unless-aborted.ts';
import { Fixture } from '../../kit/fixture.ts';
import { Observed } from '../../kit/observed.ts';
import { Inconclusive, NotApplicable, Violation } from '../../kit/outcome.ts';
import { runProperty } from '../../kit/property.ts';
import type { Rule } from '../../kit/rule.ts';
import type { Target } from '../../kit/target.ts';
import type { Difference, Failure, Figure, RuleResult, SkippedBy } from '../../results/rule.ts';
import { changesState, neededSteps } from '../evidence/needed-calls.ts';
import { exchangeRecords, mostExchanges } from '../evidence/record.ts';
import { reproduceCommands, scriptCommand } from '../evidence/reproduce.ts';
import { scriptOf } from '../evidence/script.ts';
import { timelineOf } from '../evidence/timeline.ts';
import { requestBudgetOf } from '../plan/costs.ts';
import { ruleLimitMs } from '../plan/limit.ts';
import { whatLacks } from '../plan/requirements.ts';

const stoppedAnswering = {
  status: 'inconclusive',
  message: 'the target stopped answering while the rule ran',
} as const;

export interface CheckSettings {
  readonly seed: number;
  readonly cases: number;
  /** Try no value of a property but the one that fast-check finds by this path from the seed. */
  readonly path?: string | undefined;
  /** The same of each rule by its id, where several failures of a run are seen again. */
  readonly paths?: Readonly<Record<string, string>> | undefined;
  /** The results.json that the run writes, as commands are to name it. */
  readonly results?: string | undefined;
  /** When the rule is ended, as the run's time is over. */
  readonly deadline?: Deadline | undefined;
}

export interface Deadline {
  readonly signal: AbortSignal;
  /** What is told of a rule that had not ended. */
  readonly message: string;
}

/** The part of a result that is known when it has run. */
type Outcome = Pick<RuleResult, 'status' | 'skippedBy' | 'message' | 'failure'>;

/** The part of a result that is known before a rule runs. */
export function staticPart(
  rule: Rule,
): Pick<RuleResult, 'id' | 'title' | 'operation' | 'area' | 'level' | 'evidence' | 'citation' | 'requires'> {
  const { id, says, operation, area, level, evidence, citation, requires = [] } = rule;
  const lists = { evidence: [...evidence], requires: [...requires] };
  return { id, title: says, operation, area, level, citation, ...lists };
}

/** A rule that is not run, and why. */
export function skipped(rule: Rule, by: SkippedBy, message: string): RuleResult {
  const nothing = { observations: 0, durationMs: 0, figures: [] };
  return { ...staticPart(rule), status: 'skip', skippedBy: by, message, ...nothing };
}

const interrupted = 'the run was interrupted';

/** Checks one rule with a fixture of its own. Never throws: whatever happens becomes the result. */
export async function checkRule(
  rule: Rule,
  target: Target,
  settings: CheckSettings,
  requestBudget = requestBudgetOf(rule.id, {
    cases: settings.cases,
    pollers: target.options.maxPollers ?? 0,
  }),
): Promise<RuleResult> {
  const { options } = target;
  const lack = whatLacks({ ...options, mocked: options.mock !== undefined }, rule);
  if (lack !== undefined) return skipped(rule, 'target', lack);
  const { deadline } = settings;
  let release: () => void;
  try {
    release = await target.ruleSlots.acquire(
      deadline ? AbortSignal.any([target.signal, deadline.signal]) : target.signal,
    );
  } catch {
    return deadline && !target.signal.aborted
      ? skipped(rule, 'time', deadline.message)
      : skipped(rule, 'interruption', interrupted);
  }
  try {
    return await checkNow(rule, target, settings, requestBudget);
  } finally {
    release();
  }
}

async function checkNow(
  rule: Rule,
  target: Target,
  settings: CheckSettings,
  requestBudget: RequestBudget,
): Promise<RuleResult> {
  const overdue = new AbortController();
  const { options, roundTripMs } = target;
  const timer = setTimeout(() => overdue.abort(), ruleLimitMs({ ...options, roundTripMs }, settings.cases));
  const { deadline } = settings;
  const signals = [target.signal, target.lost, overdue.signal, ...(deadline ? [deadline.signal] : [])];
  const signal = AbortSignal.any(signals);
  const fixture = new Fixture(target, signal, requestBudget);
  const observed = new Observed();
  const figures: Figure[] = [];
  let message = '';
  let outcome: Outcome;
  try {
    // Whatever waits for good in a rule, or below it, the rule ends in time.
    const check = rule.check({
      target: fixture,
      observed,
      async property(property) {
        fixture.lane = 'bulk';
        await runProperty(property, {
          ...settings,
          path: settings.paths?.[rule.id] ?? settings.path,
          signal,
        });
        fixture.lane = 'urgent';
      },
      report: (text) => {
        message = text;
      },
      figure: (name, value, unit) => figures.push({ name, value, unit }),
    });
    await unlessAborted(check, signal);
    outcome = ended(rule, observed, message);
  } catch (error) {
    // What a red rule rests on.
    if (error instanceof Violation) observed.count += 1;
    if (target.signal.aborted) outcome = { status: 'skip', skippedBy: 'interruption', message: interrupted };
    else if (target.lost.aborted && !(error instanceof Violation)) outcome = stoppedAnswering;
    else if (deadline?.signal.aborted && !(error instanceof Violation))
      outcome = { status: 'skip', skippedBy: 'time', message: deadline.message };
    else if (overdue.signal.aborted)
      outcome = await inconclusive(rule, 'the rule did not end in time', [], fixture, settings);
    else outcome = await thrown(rule, error, fixture, settings);
  } finally {
    clearTimeout(timer);
  }
  const durationMs = performance.now() - fixture.startedAt;
  return { ...staticPart(rule), ...outcome, observations: observed.count, durationMs, figures };
}

/** Nothing was learned; what stood in the way is told where it was seen: in exchanges, or what was open at once. */
async function inconclusive(
  rule: Rule,
  message: string,
  exchanges: readonly Exchange[],
  fixture: Fixture,
  settings: CheckSettings,
): Promise<Outcome> {
  const failure = await failureOf(rule, fixture, settings, {
    expected: 'to be able to observe what the rule is about',
    observed: message,
    fix: `Mend what the ${exchanges.length > 0 ? 'exchange' : 'timeline'} shows: until then nothing is known of this rule, and a MUST counts as not held.`,
    exchanges,
  });
  const seen = exchanges.length > 0 || failure.timeline.length > 0;
  return { status: 'inconclusive', message: cut(message, 500), ...(seen && { failure }) };
}

/** What a rule expected and saw, and the exchanges that show it. */
type FailureParts = Pick<Failure, 'expected' | 'observed' | 'fix'> & {
  readonly exchanges: readonly Exchange[];
  readonly differences?: readonly Difference[];
  readonly refusalExpected?: boolean;
  readonly counterexample?: Failure['counterexample'];
};

async function failureOf(
  rule: Rule,
  fixture: Fixture,
  settings: CheckSettings,
  parts: FailureParts,
): Promise<Failure> {
  const { expected, observed, fix, exchanges, differences = [], refusalExpected, counterexample } = parts;
  const { options } = fixture.target;
  const shown = exchanges.slice(-mostExchanges);
  const { calls, forgot } = fixture.callLog;
  const steps = neededSteps(calls, exchanges, fixture.target.registrations, forgot);
  // A request that is refused, or is to be, needs no task; any other answer may depend on what was done before.
  const { status = 0 } = exchanges.at(-1)?.answer ?? {};
  const oneRequest =
    refusalExpected ||
    (status >= 400 && status < 500) ||
    (exchanges.length === 1 && !steps?.some(changesState));
  const reproduce = reproduceCommands(rule, oneRequest ? exchanges.at(-1) : undefined, options, settings);
  const script =
    steps && (await scriptOf({ ruleId: rule.id, expected, observed, exchanges }, steps, fixture));
  return {
    expected: cut(expected, 1000),
    observed: cut(observed, 1000),
    fix,
    differences: [...differences],
    exchanges: exchangeRecords(shown, fixture.startedAt, options),
    timeline: timelineOf(calls, shown, fixture.startedAt),
    ...(counterexample && { counterexample }),
    reproduce:
      script === undefined
        ? reproduce
        : [...reproduce, { how: 'script', text: script, command: scriptCommand(rule, settings) }],
  };
}

function ended(rule: Rule, observed: Observed, message: string): Pick<RuleResult, 'status' | 'message'> {
  if (observed.count === 0) return { status: 'inconclusive', message: message || 'nothing was observed' };
  return { status: rule.level === 'info' ? 'info' : 'pass', message: cut(message, 1000) };
}

async function thrown(
  rule: Rule,
  error: unknown,
  fixture: Fixture,
  settings: CheckSettings,
): Promise<Outcome> {
  if (error instanceof NotApplicable)
    return { status: 'skip', skippedBy: 'target', message: cut(error.message, 500) };
  if (error instanceof Inconclusive || error instanceof SetupFailed) {
    return inconclusive(rule, error.message, error.exchanges, fixture, settings);
  }
  if (!(error instanceof Violation)) {
    const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
    return { status: 'error', message: cut(text, 1000) };
  }
  // That no answer came is the rule's finding only if the target is still there to be blamed.
  if (error.exchanges.at(-1)?.ending !== 'answered' && !(await fixture.target.answers())) {
    return stoppedAnswering;
  }
  const { expected, observed, exchanges, differences, refusalExpected, counterexample } = error;
  const failure = await failureOf(rule, fixture, settings, {
    expected,
    observed,
    fix: rule.fix,
    exchanges,
    differences,
    refusalExpected,
    counterexample,
  });
  const status = { must: 'fail', should: 'warn', info: 'info' } as const;
  return {
    status: status[rule.level],
    message: `expected ${failure.expected}; observed ${failure.observed}`,
    failure,
  };
}
