import { pathForm } from '../engine/settings/forms.ts';
import type { Mistake } from '../engine/settings/judge.ts';
import { quoted } from '../engine/settings/quoted.ts';
import { withheldOf } from '../engine/settings/repeat.ts';
import { fromReport } from '../engine/settings/reported.ts';
import { ruleSuggestion } from '../engine/settings/rule-suggestion.ts';
import { settingsIn } from '../engine/settings/table/index.ts';
import { version } from '../engine/version.ts';
import type { Status } from '../results/rule.ts';
import { rules } from '../suites/index.ts';
import { type Environment, type RunOptions, runOptions } from './options.ts';
import type { Recorded } from './results-file.ts';
import { tell } from './text.ts';
import { WrongUse } from './wrong-use.ts';

/**
 * What decides the replay of a rule, or of all that failed: the command line, then what the results know of their run, then the
 * configuration file. Says what the results cannot give back.
 * @throws WrongUse with all mistakes
 */
export function replayOptions(
  { report, rule }: Recorded,
  options: Readonly<Record<string, unknown>>,
  environment: Environment,
): RunOptions {
  const replayed = rule ? [rule] : report.rules.filter(({ status }) => isFailure(status));
  const mistakes: Mistake[] = [];
  for (const { id } of replayed.filter(({ id }) => !rules.some((each) => each.id === id))) {
    const what = `${quoted(id)} is of version ${report.tool.version}, and version ${version} has no such rule${ruleSuggestion(id)}`;
    mistakes.push({ where: 'RULE', what });
  }
  const { embedded, mock, endpoint } = report.target;
  if (mock === programHandlers && !['endpoint', 'mock', 'aws'].some((name) => name in options)) {
    const what = 'they are of handlers that a program gave: run it again there, or give --mock or --endpoint';
    mistakes.push({ where: 'RESULTS', what });
  }
  if (mistakes.length > 0) throw new WrongUse(...mistakes);
  const ids = replayed.map(({ id }) => id);
  const requires = rules
    .filter(({ id }) => ids.includes(id))
    .flatMap((each): string[] => [...(each.requires ?? [])]);
  const taken = settingsIn('replay').flatMap(([name, setting]) => {
    const isAboutOthers = setting.requires !== undefined && !requires.includes(setting.requires);
    const value = isAboutOthers ? undefined : fromReport(setting, report);
    return value === undefined ? [] : [[name, value]];
  });
  // Nothing is written that nobody has asked for.
  const isWritten = 'out' in options || 'reporter' in options;
  const recorded = {
    ...Object.fromEntries(taken),
    endpoint: mock === undefined && !embedded ? endpoint : undefined,
    only: ids,
    skip: [],
    out: 'conformance-replay',
    ...(!isWritten && { reporter: ['terminal'] }),
  };
  const set = Object.entries(recorded).filter(([, value]) => value !== undefined);
  const chosen = runOptions(options, environment, [], Object.fromEntries(set));
  const paths: Record<string, string> = {};
  for (const { id, failure } of replayed) {
    const { path = '', seed } = failure?.counterexample ?? {};
    if (pathForm.test(path) && chosen.seed === seed) paths[id] = path;
  }
  const counterexamples = replayed.filter(({ failure }) => failure?.counterexample);
  if (rule) {
    tell(
      `replaying ${rule.id}, which came to ${rule.status}${rule.id in paths ? ', with its counterexample alone' : ''}`,
    );
  } else if (replayed.length > 0) tell(`replaying what failed: ${ids.join(', ')}`);
  if (counterexamples.some(({ id }) => !(id in paths)))
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
  const kept = replayed.map(({ id, status }) => ({ id, status }));
  return { ...chosen, replay: { rules: kept, isNamed: rule !== undefined, paths } };
}

/** What a report calls a mock that came from no module. */
const programHandlers = 'handlers of a program';

/** What there is to be seen again. */
export function isFailure(status: Status): boolean {
  return ['fail', 'warn', 'inconclusive'].includes(status);
}
