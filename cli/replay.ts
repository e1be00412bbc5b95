import { pathForm } from '../runner/settings.ts';
import { version } from '../runner/version.ts';
import { rules } from '../suites/index.ts';
import { suggestion } from './nearest.ts';
import { type Environment, type RunOptions, runOptions } from './options.ts';
import type { Recorded } from './results-file.ts';
import { given, tell } from './text.ts';
import { type Mistake, WrongUse } from './wrong-use.ts';

/**
 * What decides the replay of a rule: the command line, then what the results know of their run, then the configuration
 * file. Says what the results cannot give back.
 * @throws WrongUse with all mistakes
 */
export function replayOptions(
  { report, rule }: Recorded,
  options: Readonly<Record<string, unknown>>,
  environment: Environment,
): RunOptions {
  const mistakes: Mistake[] = [];
  if (!rules.some(({ id }) => id === rule.id)) {
    const near = suggestion(
      rule.id,
      rules.map(({ id }) => id),
    );
    const what = `${given(rule.id)} is of version ${report.tool.version}, and version ${version} has no such rule${near}`;
    mistakes.push({ where: 'RULE', what });
  }
  const { embedded, mock, endpoint, region, domain } = report.target;
  const { authenticates, requestsPerSecond, maxPollers, insecure } = report.target;
  const { pollHoldSeconds, seed, cases, failOn } = report.run;
  if (mock === programHandlers && !['endpoint', 'mock', 'aws'].some((name) => name in options)) {
    const what = 'they are of handlers that a program gave: run it again there, or give --mock or --endpoint';
    mistakes.push({ where: 'RESULTS', what });
  }
  if (mistakes.length > 0) throw new WrongUse(...mistakes);
  const target = mock === undefined ? !embedded && { endpoint } : { mock };
  const recorded = {
    ...target,
    region,
    ...(domain !== undefined && { domain }),
    ...(authenticates && { authenticates }),
    ...(requestsPerSecond !== undefined && { rate: requestsPerSecond }),
    ...(maxPollers !== undefined && rule.area === 'limit' && { with: ['limits'], maxPollers }),
    ...(insecure && { insecure }),
    pollHold: pollHoldSeconds,
    only: [rule.id],
    skip: [],
    seed,
    cases,
    failOn,
    out: 'conformance-replay',
  };
  const chosen = runOptions(options, environment, [], recorded);
  const counterexample = rule.failure?.counterexample;
  const path =
    counterexample && pathForm.test(counterexample.path) && chosen.seed === counterexample.seed
      ? counterexample.path
      : undefined;
  tell(
    `replaying ${rule.id}, which came to ${rule.status}${path === undefined ? '' : ', with its counterexample alone'}`,
  );
  if (counterexample && path === undefined)
    tell('with another seed there is no counterexample: all cases are tried');
  if (report.tool.version !== version) {
    tell(
      `the results are of version ${report.tool.version}, this is ${version}: the seed may give other values`,
    );
  }
  const missing = (report.target.withheld ?? []).filter((each) => !isGiven(each, chosen));
  if (missing.length > 0) tell(`the run had besides, and no report holds it: ${missing.join(', ')}`);
  return { ...chosen, replay: { ...(path !== undefined && { path }), status: rule.status, ruleId: rule.id } };
}

/** What a report calls a mock that came from no module. */
const programHandlers = 'handlers of a program';

/** Whether what a report withheld was given again. */
function isGiven(withheld: string, { start, headers = {}, tls, principals }: RunOptions): boolean {
  const [, header] = /^--header '([^:]*):/.exec(withheld) ?? [];
  if (header !== undefined) {
    return Object.keys(headers).some((name) => name.toLowerCase() === header.toLowerCase());
  }
  if (withheld === '--start COMMAND') return start !== undefined;
  return withheld === '--ca FILE' ? tls?.ca !== undefined : principals !== undefined;
}
