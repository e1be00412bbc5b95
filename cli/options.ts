import { randomInt } from 'node:crypto';
import { statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { selectRules } from '../runner/select.ts';
import { numbersRead, optionOf } from './arguments.ts';
import { readConfig } from './config-file.ts';
import { type Judged, judge } from './judge.ts';
import { type RunSettings, runSettings } from './settings.ts';
import { type Mistake, WrongUse } from './wrong-use.ts';

/** What decides a run, after the command line, the configuration file, the environment and the defaults. */
export interface RunOptions {
  /** None: the embedded reference server. */
  readonly endpoint: URL | undefined;
  /** Where the endpoint comes from, to be named when it cannot be reached. */
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

/** Variables that stand in for an option, the first that is set; empty is as good as not set. */
const variables = { endpoint: ['AWS_ENDPOINT_URL_SWF', 'AWS_ENDPOINT_URL'], region: ['AWS_REGION'] } as const;

/**
 * Puts together what a run needs. Writes nothing.
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
  const file = config === undefined ? undefined : readConfig(String(config));
  const isGiven = (member: string) => member in given || file?.members.includes(member) === true;
  const variable = fromEnvironment(environment, isGiven);
  const origins: Judged<Partial<RunSettings>>[] = [variable, ...(file ? [file] : []), line];
  // The command line wins over the file, and that over the environment.
  const settings: Partial<RunSettings> = Object.assign({}, ...origins.map((origin) => origin.settings));

  const mistakes = [...earlier, ...origins.toReversed().flatMap((origin) => origin.mistakes)];
  const { only = [], skip = [], out = 'conformance-report' } = settings;
  if (selectRules(only, skip).length === 0) {
    mistakes.push({ where: '--only, --skip', what: 'they leave no rule: give patterns that leave some' });
  }
  const place = outMistake(out);
  if (place) mistakes.push({ where: 'out' in given || !isGiven('out') ? '--out' : `${config}: out`, what: place });
  if (mistakes.length > 0) throw new WrongUse(...mistakes);

  return {
    endpoint: settings.endpoint,
    endpointFrom: endpointFrom(environment, given, isGiven('endpoint') ? `${config}` : undefined),
    region: settings.region ?? 'us-east-1',
    pollHold: settings.pollHold ?? (settings.endpoint ? 60 : 2),
    only,
    skip,
    failOn: settings.failOn ?? 'must',
    seed: settings.seed ?? randomInt(2 ** 31),
    cases: settings.cases ?? 100,
    rate: settings.rate,
    out,
  };
}
