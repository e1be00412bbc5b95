import { pathForm } from '../engine/settings/forms.ts';
import type { Mistake } from '../engine/settings/judge.ts';
import { quoted } from '../engine/settings/quoted.ts';
import { withheldOf } from '../engine/settings/repeat.ts';
import { fromReport } from '../engine/settings/reported.ts';
import { ruleSuggestion } from '../engine/settings/rule-suggestion.ts';
import { settingsIn } from '../engine/settings/table/index.ts';
import { version } from '../engine/version.ts';
import { rules } from '../suites/index.ts';
import { type Environment, type RunOptions, runOptions } from './options.ts';
import type { Recorded } from './results-file.ts';
import { tell } from './text.ts';
import { WrongUse } from './wrong-use.ts';

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
    const what = `${quoted(rule.id)} is of version ${report.tool.version}, and version ${version} has no such rule${ruleSuggestion(rule.id)}`;
    mistakes.push({ where: 'RULE', what });
  }
  const { embedded, mock, endpoint } = report.target;
  if (mock === programHandlers && !['endpoint', 'mock', 'aws'].some((name) => name in options)) {
    const what = 'they are of handlers that a program gave: run it again there, or give --mock or --endpoint';
    mistakes.push({ where: 'RESULTS', what });
  }
  if (mistakes.length > 0) throw new WrongUse(...mistakes);
  const requires: readonly string[] = rules.find(({ id }) => id === rule.id)?.requires ?? [];
  const taken = settingsIn('replay').flatMap(([name, setting]) => {
    const isAboutOthers = setting.requires !== undefined && !requires.includes(setting.requires);
    const value = isAboutOthers ? undefined : fromReport(setting, report);
    return value === undefined ? [] : [[name, value]];
  });
  const recorded = {
    ...Object.fromEntries(taken),
    endpoint: mock === undefined && !embedded ? endpoint : undefined,
    only: [rule.id],
    skip: [],
    out: 'conformance-replay',
  };
  const set = Object.entries(recorded).filter(([, value]) => value !== undefined);
  const chosen = runOptions(options, environment, [], Object.fromEntries(set));
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
  // The names of headers are the same in any case.
  const again = withheldOf(chosen).map((each) => each.toLowerCase());
  const missing = (report.target.withheld ?? []).filter((each) => !again.includes(each.toLowerCase()));
  if (missing.length > 0) tell(`the run had besides, and no report holds it: ${missing.join(', ')}`);
  return { ...chosen, replay: { ...(path !== undefined && { path }), status: rule.status, ruleId: rule.id } };
}

/** What a report calls a mock that came from no module. */
const programHandlers = 'handlers of a program';
