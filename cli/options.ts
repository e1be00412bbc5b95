import { statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { usualFileReporters } from '../reporters/report-files.ts';
import { plural } from '../reporters/words.ts';
import type { Status } from '../results/rule.ts';
import type { Shard } from '../results/shard.ts';
import { defaults, type Group, randomSeed } from '../runner/defaults.ts';
import { tooFewFiles } from '../runner/open-files.ts';
import { selectRules } from '../runner/select.ts';
import type { Principals, TlsTrust } from '../target/options.ts';
import { numbersRead, optionOf } from './arguments.ts';
import type { BaselineFile } from './baseline-file.ts';
import { readConfig } from './config-file.ts';
import { type Judged, judge } from './judge.ts';
import { type reporterNames, runSettings } from './settings.ts';
import { type Mistake, WrongUse } from './wrong-use.ts';

/** What decides a run, after the command line, the configuration file, the environment and the defaults. */
export interface RunOptions {
  /** None: Amazon SWF itself with `aws`, or a `mock`, else the embedded reference server. */
  readonly endpoint: URL | undefined;
  readonly aws: boolean;
  /** A module, as it was named, in place of an endpoint. */
  readonly mock: string | undefined;
  /** A shell command that starts the server at the endpoint. */
  readonly start: string | undefined;
  /** How long it may take to answer, in seconds. */
  readonly readyTimeout: number;
  readonly headers: Readonly<Record<string, string>> | undefined;
  readonly tls: TlsTrust | undefined;
  /** What the endpoint or the mock was given by, to be named when it cannot be used. */
  readonly endpointFrom: string;
  readonly region: string;
  readonly domain: string | undefined;
  readonly pollHold: number;
  readonly only: readonly string[];
  readonly skip: readonly string[];
  readonly shard: Shard | undefined;
  /** How long the run may last, in seconds. */
  readonly budget: number | undefined;
  readonly allowPartial: boolean;
  readonly failOn: 'must' | 'should';
  readonly seed: number;
  readonly cases: number;
  readonly rate: number | undefined;
  /** Whether the server checks signatures and permissions, as Amazon SWF does. */
  readonly authenticates: boolean;
  readonly principals: Principals | undefined;
  /** Only tell what the run would do. */
  readonly plan: boolean;
  /** The groups that are judged on demand. */
  readonly with: readonly Group[];
  /** How many polls the server lets wait on one list; undefined where nothing is said of it. */
  readonly maxPollers: number | undefined;
  /** What is known to fail, where that decides. */
  readonly baseline: BaselineFile | undefined;
  readonly allowStale: boolean;
  readonly out: string;
  readonly reporter: readonly ReporterName[];
  /** There when one rule of an earlier run is to be seen again. */
  readonly replay?: Replay;
}

export interface Replay {
  readonly ruleId: string;
  /** What the rule came to. */
  readonly status: Status;
  /** Where its counterexample is found from the seed. */
  readonly path?: string;
}

export type ReporterName = (typeof reporterNames)[number];

export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Puts together what a run needs: the command line wins over the file of `--config`, that over the environment.
 * Writes nothing.
 * @param options as commander gives them: texts; `only`, `skip` and `reporter` lists of texts
 * @param earlier mistakes that were found before, to be told with those found here
 * @param recorded the settings of a run that is to be seen again: they win over the file
 * @throws WrongUse with all mistakes
 */
export function runOptions(
  options: Readonly<Record<string, unknown>>,
  environment: Environment,
  earlier: readonly Mistake[] = [],
  recorded?: Readonly<Record<string, unknown>>,
): RunOptions {
  const { config, ...written } = options;
  const line = judge(
    runSettings,
    numbersRead(written, ['readyTimeout', 'pollHold', 'seed', 'cases', 'rate', 'maxPollers', 'budget']),
    optionOf,
  );
  const named = readConfig(config === undefined ? undefined : String(config));
  const file = recorded ? overlaid(recorded, named, line) : named;
  const aws = line.settings.aws ?? file.settings.aws ?? false;
  const mock = line.settings.mock ?? file.settings.mock;
  // An endpoint that a variable names is meant for all programs; --aws or --mock is meant for this run.
  const given = [
    ...line.names,
    ...file.names,
    ...(aws || mock !== undefined || recorded ? ['endpoint'] : []),
  ];
  const variables = fromEnvironment(environment, given);
  const origins = [line, file, variables];
  const whereIs = (name: string) =>
    origins.find(({ names }) => names.includes(name))?.whereIs(name) ?? optionOf(name);
  const settings = { ...variables.settings, ...file.settings, ...line.settings };

  const { endpoint, start, header, ca, insecure, domain } = settings;
  const {
    readyTimeout = 60,
    region = defaults.region,
    // A mock cannot be told how long to hold, as the embedded server is.
    pollHold = endpoint || aws || mock !== undefined ? defaults.pollHoldSeconds : 2,
    only = [],
    skip = [],
    shard,
    budget,
    allowPartial = false,
    failOn = defaults.failOn,
    seed = randomSeed(),
    cases = defaults.cases,
    rate = aws ? awsRate : undefined,
    out = usualOut,
    reporter = usualReporters,
    authenticates = aws,
    baseline,
    allowStale = false,
    plan = false,
    with: groups = [],
    maxPollers,
  } = settings;
  const mistakes = [...earlier, ...origins.flatMap((origin) => origin.mistakes)];
  const selected = selectRules(only, skip).length;
  if (selected === 0) {
    mistakes.push({ where: whereIs('skip'), what: 'no rule is left: leave at least one' });
  }
  mistakes.push(...shardMistakes(settings, selected, whereIs));
  if (isInFile(out)) mistakes.push({ where: whereIs('out'), what: `${out} is not a directory: give one` });
  mistakes.push(...contradictions({ ...settings, aws }, whereIs));
  mistakes.push(...tooManyPolls({ ...settings, aws }, whereIs));
  // In a file it may stand for the runs that judge limits.
  const isWanted = origins.some(({ names }) => names.includes('with'));
  if (allowStale && baseline === undefined && !origins.some(({ names }) => names.includes('baseline'))) {
    mistakes.push({ where: whereIs('allowStale'), what: 'it is about a baseline: give --baseline too' });
  }
  if (line.names.includes('maxPollers') && !isWanted) {
    mistakes.push({ where: '--max-pollers', what: 'it is about the limits: give --with limits too' });
  }
  if (line.names.includes('allowPartial') && budget === undefined) {
    mistakes.push({ where: '--allow-partial', what: 'it is about a budget: give --budget too' });
  }
  if (mistakes.length > 0) throw new WrongUse(...mistakes);
  const headers = header && Object.fromEntries(header.map(headerPair));
  const tls = ca === undefined && !insecure ? undefined : { ca, insecure };
  const target = {
    endpoint,
    endpointFrom: whereIs(mock === undefined ? 'endpoint' : 'mock'),
    aws,
    mock,
    start,
    readyTimeout,
    region,
    domain,
    headers,
    tls,
    pollHold,
    rate,
    authenticates,
    plan,
    principals: file.settings.principals,
    with: groups,
    maxPollers,
  };
  const gate = { baseline, allowStale };
  const which = { only, skip, shard, budget, allowPartial, failOn, seed, cases };
  return { ...target, ...gate, ...which, out, reporter: [...new Set(reporter)] };
}

/** Where reports go, and which, where nothing is said. */
export const usualOut = 'conformance-report';
export const usualReporters: readonly ReporterName[] = ['terminal', ...usualFileReporters];

const targets = ['endpoint', 'aws', 'mock'];

/** What is recorded of a run over the file: a target is one, so that there it is replaced as a whole, and by the line's. */
function overlaid(
  recorded: Readonly<Record<string, unknown>>,
  file: Judged<typeof runSettings> & { readonly settings: { readonly principals?: Principals } },
  line: Judged<typeof runSettings>,
): typeof file {
  const elsewhere = line.names.some((name) => targets.includes(name));
  const replaced = elsewhere ? [...targets, 'insecure'] : [];
  const kept = Object.entries(recorded).filter(([name]) => !replaced.includes(name));
  const results = judge(runSettings, Object.fromEntries(kept), (name) => `RESULTS: ${name}`);
  // A command that starts a server goes with an endpoint; and one rule is not cut, nor short of time, nor gated.
  const ofServer = 'endpoint' in recorded ? [] : ['start', 'readyTimeout'];
  const ofMany = ['shard', 'budget', 'allowPartial', 'baseline', 'allowStale'];
  const dropped = [...targets, ...ofServer, ...ofMany];
  const below = Object.entries(file.settings).filter(([name]) => !dropped.includes(name));
  return {
    settings: { ...Object.fromEntries(below), ...results.settings },
    mistakes: [...file.mistakes, ...results.mistakes],
    names: [...new Set([...file.names, ...results.names])],
    whereIs: (name) => (results.names.includes(name) ? results : file).whereIs(name),
  };
}

/** What cannot be meant together. */
function contradictions(
  { aws, mock, endpoint, start, readyTimeout, region, ca, insecure }: Judged<typeof runSettings>['settings'],
  whereIs: (name: string) => string,
): Mistake[] {
  const mistakes: Mistake[] = [];
  if (mock !== undefined && (endpoint || aws)) {
    const other = endpoint ? 'endpoint' : 'aws';
    mistakes.push({ where: whereIs('mock'), what: `there is ${whereIs(other)} too: leave one of them out` });
  }
  if (aws && endpoint) {
    mistakes.push({ where: whereIs('aws'), what: 'there is another endpoint: leave one of them out' });
  }
  if (aws && region === undefined) {
    mistakes.push({ where: whereIs('aws'), what: 'a region is missing: give --region' });
  }
  if (start !== undefined) {
    const other = mock === undefined ? aws && 'aws' : 'mock';
    const what = other
      ? `there is ${whereIs(other)} too, which starts no server: leave one of them out`
      : 'an endpoint is missing: give --endpoint, where the server will answer';
    if (other || !endpoint) mistakes.push({ where: whereIs('start'), what });
    if (process.platform === 'win32') {
      const why = 'it needs the shell and the process groups of POSIX: start the server beforehand';
      mistakes.push({ where: whereIs('start'), what: why });
    }
  } else if (readyTimeout !== undefined) {
    mistakes.push({
      where: whereIs('readyTimeout'),
      what: 'it is about --start: leave it out, or give --start',
    });
  }
  if (aws || endpoint?.protocol === 'https:') return mistakes;
  const trust = Object.entries({ ca, insecure }).filter(([, value]) => value);
  const what = 'it is about an endpoint of https: leave it out, or give such an endpoint';
  return [...mistakes, ...trust.map(([name]) => ({ where: whereIs(name), what }))];
}

/** All parts of a run have to be of the same run. */
function shardMistakes(
  { shard, seed, mock }: Judged<typeof runSettings>['settings'],
  rules: number,
  whereIs: (name: string) => string,
): Mistake[] {
  if (!shard) return [];
  const where = whereIs('shard');
  return [
    ...(seed === undefined
      ? [{ where, what: 'a seed is missing, and each part would have its own: give all the same --seed N' }]
      : []),
    ...(mock !== undefined
      ? [{ where, what: 'a mock runs without the vitest that writes parts: leave one of them out' }]
      : []),
    ...(rules > 0 && shard.count > rules
      ? [{ where, what: `${shard.count} parts of ${plural(rules, 'rule')}: give each part a rule at least` }]
      : []),
  ];
}

/** A run does not begin that could not open its polls. */
function tooManyPolls(
  { aws, mock, endpoint, with: groups = [], maxPollers }: Judged<typeof runSettings>['settings'],
  whereIs: (name: string) => string,
): Mistake[] {
  if (!groups.includes('limits') || mock !== undefined) return [];
  const embedded = !endpoint && !aws;
  const polls = maxPollers ?? (embedded ? defaults.embeddedPollers : defaults.maxPollers);
  const what = tooFewFiles(polls, embedded);
  return what ? [{ where: whereIs(maxPollers === undefined ? 'with' : 'maxPollers'), what }] : [];
}

/** Amazon throttles at that rate no operation that a run calls often (documented: 2,000 at once, then 200 a second for polls). */
const awsRate = 40;

/** A header as its name and its value. */
function headerPair(text: string): [string, string] {
  const colon = text.indexOf(':');
  return [text.slice(0, colon), text.slice(colon + 1).trim()];
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
