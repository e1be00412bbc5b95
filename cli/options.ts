import { statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { tooFewFiles, tooFewFilesFor } from '../engine/open-files.ts';
import { selectRules } from '../engine/plan/select.ts';
import { type Schemas, schemas, schemasIn } from '../engine/settings/forms.ts';
import { type Judged, judge, type Mistake } from '../engine/settings/judge.ts';
import { completed, type Kind } from '../engine/settings/read.ts';
import { selectionMistakes } from '../engine/settings/selection-mistakes.ts';
import { entries, optionOf, settingsIn } from '../engine/settings/table/index.ts';
import type { Setting } from '../engine/settings/table/setting.ts';
import type { Complete, Settings } from '../engine/settings/types.ts';
import { plural } from '../reporters/words.ts';
import type { Status } from '../results/rule.ts';
import { numbersRead } from './arguments.ts';
import { readConfig } from './config-file.ts';
import { WrongUse } from './wrong-use.ts';

/** What decides a run, after the command line, the configuration file, the environment and the defaults. */
export type RunOptions = Complete & {
  /** What the endpoint or the mock was given by, to be named when it cannot be used. */
  readonly endpointFrom: string;
  /** There when rules of an earlier run are to be seen again. */
  readonly replay?: Replay;
};

export interface Replay {
  readonly rules: readonly Replayed[];
  /** Whether the one rule was named, in place of all that failed. */
  readonly isNamed: boolean;
  /** Where their counterexamples are found from the seed, by id. */
  readonly paths: Readonly<Record<string, string>>;
}

export interface Replayed {
  readonly id: string;
  /** What the rule came to. */
  readonly status: Status;
}

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
  const line = judge(schemasIn('run'), numbersRead(written, numeric), optionOf);
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

  const kind = aws ? 'amazon' : settings.endpoint || mock !== undefined ? 'other' : 'embedded';
  const chosen = completed(settings, kind);
  const { out, allowStale, baseline, budget, reporter } = chosen;
  const mistakes = [...earlier, ...origins.flatMap((origin) => origin.mistakes)];
  const selected = selectRules(chosen).length;
  mistakes.push(...selectionMistakes(chosen).map(({ name, what }) => ({ where: whereIs(name), what })));
  mistakes.push(...shardMistakes(settings, selected, whereIs));
  if (isInFile(out)) mistakes.push({ where: whereIs('out'), what: `${out} is not a directory: give one` });
  mistakes.push(...contradictions(settings, whereIs));
  mistakes.push(...tooManyRules(chosen, Math.ceil(selected / (chosen.shard?.count ?? 1)), kind));
  mistakes.push(...tooHeldPolls(chosen, settings.maxPollers !== undefined, kind, whereIs));
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
  const endpointFrom = whereIs(mock === undefined ? 'endpoint' : 'mock');
  return { ...chosen, endpointFrom, reporter: [...new Set(reporter)] };
}

/** The settings whose options are read as numbers. */
const numeric = entries().flatMap(([name, { type }]) =>
  type === 'number' || type === 'integer' ? [name] : [],
);

type JudgedRun = Judged<Schemas>;

/** Those of the settings that say what is judged. */
const targets = ['endpoint', 'aws', 'mock'];

/** What is recorded of a run over the file: a target is one, so that there it is replaced as a whole, and by the line's. */
function overlaid(recorded: Readonly<Record<string, unknown>>, file: JudgedRun, line: JudgedRun): JudgedRun {
  const elsewhere = line.names.some((name) => targets.includes(name));
  const replaced = elsewhere ? [...targets, 'insecure'] : [];
  const kept = Object.entries(recorded).filter(([name]) => !replaced.includes(name));
  const results = judge(schemas, Object.fromEntries(kept), (name) => `RESULTS: ${name}`);
  // A command that starts a server goes with an endpoint; and one rule is not cut, nor short of time, nor gated.
  const ofServer = 'endpoint' in recorded ? [] : ['start', 'readyTimeout'];
  const ofMany = settingsIn('file').flatMap(([name, setting]) => (isOfMany(setting) ? [name] : []));
  const dropped: string[] = [...targets, ...ofServer, ...ofMany];
  const below = Object.entries(file.settings).filter(([name]) => !dropped.includes(name));
  return {
    settings: { ...Object.fromEntries(below), ...results.settings },
    mistakes: [...file.mistakes, ...results.mistakes],
    names: [...new Set([...file.names, ...results.names])],
    whereIs: (name) => (results.names.includes(name) ? results : file).whereIs(name),
  };
}

/** Whether an option is of a run, and none of a replay. */
function isOfMany({ in: places }: Setting): boolean {
  return places.includes('run') && !places.includes('replay');
}

/** What cannot be meant together. */
function contradictions(
  { aws = false, mock, endpoint, start, readyTimeout, region, ca, insecure }: Settings,
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
  { shard, seed, mock }: Settings,
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

/** A run does not begin that could not open its connections. A mock has none, and a plan opens none. */
function tooManyRules({ mock, plan }: Complete, rules: number, kind: Kind): Mistake[] {
  const what = mock !== undefined || plan ? undefined : tooFewFilesFor(rules, kind === 'embedded');
  return what ? [{ where: 'ulimit -n', what }] : [];
}

/** Nor one that could not open its polls. */
function tooHeldPolls(
  { mock, with: groups, maxPollers }: Complete,
  isSaid: boolean,
  kind: Kind,
  whereIs: (name: string) => string,
): Mistake[] {
  if (!groups.includes('limits') || mock !== undefined) return [];
  const what = tooFewFiles(maxPollers, kind === 'embedded');
  return what ? [{ where: whereIs(isSaid ? 'maxPollers' : 'with'), what }] : [];
}

/**
 * The settings that variables stand in for, each by the first that is set; empty is as good as not set. A variable that is not
 * asked, as its setting is given elsewhere, is not judged either: it is meant for others.
 */
function fromEnvironment(environment: Environment, given: readonly string[]): JudgedRun {
  const set = settingsIn('run').flatMap(([name, { variables }]) => {
    const variable = variables?.find((each) => environment[each]);
    return variable && !given.includes(name) ? [{ name, variable }] : [];
  });
  const raw = Object.fromEntries(set.map(({ name, variable }) => [name, environment[variable]]));
  return judge(schemas, raw, (name) => set.find((each) => each.name === name)?.variable ?? name);
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
