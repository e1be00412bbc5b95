import { randomInt } from 'node:crypto';
import { statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { selectRules } from '../runner/select.ts';
import { numbersRead, optionOf } from './arguments.ts';
import { readConfig } from './config-file.ts';
import { type Judged, judge, nothing } from './judge.ts';
import { runSettings } from './settings.ts';
import { type Mistake, WrongUse } from './wrong-use.ts';

/** What decides a run, after the command line, the configuration file, the environment and the defaults. */
export interface RunOptions {
  /** None: the embedded reference server. */
  readonly endpoint: URL | undefined;
  /** What the endpoint was given by, to be named when it cannot be reached. */
  readonly endpointFrom: string;
  readonly region: string;
  readonly pollHold: number;
  readonly only: readonly string[];
  readonly skip: readonly string[];
  readonly failOn: 'must' | 'should';
  readonly seed: number;
  readonly cases: number;
  readonly rate: number | undefined;
  readonly out: string;
}

export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Puts together what a run needs: the command line wins over the file of `--config`, that over the environment.
 * Writes nothing.
 * @param options as commander gives them: texts; `only` and `skip` lists of texts
 * @param earlier mistakes that were found before, to be told with those found here
 * @throws WrongUse with all mistakes
 */
export function runOptions(
  options: Readonly<Record<string, unknown>>,
  environment: Environment,
  earlier: readonly Mistake[] = [],
): RunOptions {
  const { config, ...given } = options;
  const line = judge(runSettings, numbersRead(given, ['pollHold', 'seed', 'cases', 'rate']), optionOf);
  const file: Judged<typeof runSettings> = config === undefined ? nothing() : readConfig(String(config));
  const variables = fromEnvironment(environment, [...line.names, ...file.names]);
  const origins = [line, file, variables];
  const whereIs = (name: string) =>
    origins.find(({ names }) => names.includes(name))?.whereIs(name) ?? optionOf(name);

  const {
    endpoint,
    region = 'us-east-1',
    pollHold = endpoint ? 60 : 2,
    only = [],
    skip = [],
    ...others
  } = {
    ...variables.settings,
    ...file.settings,
    ...line.settings,
  };
  const {
    failOn = 'must',
    seed = randomInt(2 ** 31),
    cases = 100,
    rate,
    out = 'conformance-report',
  } = others;
  const mistakes = [...earlier, ...origins.flatMap((origin) => origin.mistakes)];
  if (selectRules(only, skip).length === 0) {
    mistakes.push({ where: whereIs('skip'), what: 'no rule is left: leave at least one' });
  }
  if (isInFile(out)) mistakes.push({ where: whereIs('out'), what: `${out} is not a directory: give one` });
  if (mistakes.length > 0) throw new WrongUse(...mistakes);
  const endpointFrom = whereIs('endpoint');
  return { endpoint, endpointFrom, region, pollHold, only, skip, failOn, seed, cases, rate, out };
}

/** Variables that stand in for a setting, the first that is set; empty is as good as not set. */
const variablesOf = { endpoint: ['AWS_ENDPOINT_URL_SWF', 'AWS_ENDPOINT_URL'], region: ['AWS_REGION'] };

/** A variable that is not asked, as its setting is given elsewhere, is not judged either: it is meant for others. */
function fromEnvironment(environment: Environment, given: readonly string[]): Judged<typeof runSettings> {
  const set = Object.entries(variablesOf).flatMap(([name, variables]) => {
    const variable = variables.find((each) => environment[each]);
    return variable && !given.includes(name) ? [{ name, variable }] : [];
  });
  const raw = Object.fromEntries(set.map(({ name, variable }) => [name, environment[variable]]));
  return judge(runSettings, raw, (name) => set.find((each) => each.name === name)?.variable ?? name);
}

/** Whether the path, or what is there of it, is a file. */
function isInFile(path: string): boolean {
  for (let part = resolve(path); ; part = dirname(part)) {
    // For a part that is not there, or below a file, there is nothing.
    const found = stat(part);
    if (found) return !found.isDirectory();
    if (part === dirname(part)) return false;
  }
}

function stat(path: string) {
  try {
    return statSync(path);
  } catch {
    return undefined;
  }
}
