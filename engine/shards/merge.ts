import { isDeepStrictEqual } from 'node:util';
import type { RunEnd, RunFacts } from '../../results/part.ts';
import type { RunReport } from '../../results/report.ts';
import type { Shard } from '../../results/shard.ts';
import { selectRules } from '../plan/select.ts';
import { reportOf } from '../run/report.ts';
import { fromReport } from '../settings/reported.ts';
import { entries, optionOf } from '../settings/table/index.ts';
import type { Part } from './parts.ts';
import { cutInto } from './shard.ts';

/** A part, and the file that it was read from. */
export interface NamedPart extends Part {
  readonly name: string;
}

/** What keeps parts from being one run. */
export interface Mismatch {
  /** The file that it is about; undefined where one is missing. */
  readonly name: string | undefined;
  readonly what: string;
}

/** What parts of one run have in common: what it is called, and what all have to be given alike for that. */
const common: [what: string, by: string, of: (facts: RunFacts) => unknown][] = [
  ['target', 'server', ({ target }) => (target.embedded ? 'the embedded server' : target.endpoint)],
  ['Server header', 'server', ({ target }) => target.server],
  ...entries().flatMap(([name, setting]): typeof common =>
    setting.shards === undefined
      ? []
      : [[setting.shards, optionOf(name), (facts) => fromReport(setting, facts)]],
  ),
  ['what no report holds', withheldNames(), ({ target }) => target.withheld],
];

/** "--start, --header, --ca and principals" */
function withheldNames(): string {
  const names = entries().flatMap(([name, { withheld, in: places }]) =>
    withheld ? [places.includes('run') ? optionOf(name) : name] : [],
  );
  return `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}

/** All that keeps the parts from being one whole run, each once, with what to do. */
export function mismatches(parts: readonly NamedPart[]): Mismatch[] {
  const [first] = parts;
  if (!first) return [];
  const whole = parts.filter(({ facts }) => facts.run.shard === undefined);
  if (whole.length > 0) {
    return whole.map(({ name }) => ({ name, what: 'is of a run without --shard, which is whole already' }));
  }
  return [
    ...parts.slice(1).flatMap((part) => differences(first, part)),
    ...incomplete(parts),
    ...parts.flatMap(misfits),
  ];
}

function differences(first: NamedPart, part: NamedPart): Mismatch[] {
  return common.flatMap(([what, by, of]) => {
    const [one, other] = [of(first.facts), of(part.facts)];
    if (isDeepStrictEqual(one, other)) return [];
    const difference = `another ${what} than ${shardName(first)}: ${shown(other)}, and there ${shown(one)}`;
    return [
      { name: part.name, what: `${shardName(part)} has ${difference}; run all shards with the same ${by}` },
    ];
  });
}

/** Each of the parts there has to be, once. */
function incomplete(parts: readonly NamedPart[]): Mismatch[] {
  const [first, ...others] = parts;
  if (!first) return [];
  const { count } = shardOf(first);
  const otherwise = others.filter((part) => shardOf(part).count !== count);
  if (otherwise.length > 0) {
    return otherwise.map((part) => ({
      name: part.name,
      what: `is ${shardName(part)}, and ${first.name} is ${shardName(first)}: give the parts of one run`,
    }));
  }
  const twice = parts.flatMap((part, i) => {
    const earlier = parts.slice(0, i).find((each) => shardOf(each).index === shardOf(part).index);
    const what = `is ${shardName(part)}, as ${earlier?.name} is: leave one of them out`;
    return earlier ? [{ name: part.name, what }] : [];
  });
  const there = parts.map((part) => shardOf(part).index);
  const missing = Array.from({ length: count }, (_, i) => i + 1).filter((index) => !there.includes(index));
  const which = missing.length === 1 ? 'shard' : 'shards';
  const what = `${which} ${missing.join(', ')} of ${count} ${missing.length === 1 ? 'is' : 'are'} missing: give all parts of the run`;
  return [...twice, ...(missing.length > 0 ? [{ name: undefined, what }] : [])];
}

/** Whether a part is about the very rules that its shard is to run, and has a result of each. */
function misfits(part: NamedPart): Mismatch[] {
  const { facts, results, name } = part;
  const { run, target, ids } = facts;
  const { index, count } = shardOf(part);
  const settings = {
    cases: run.cases,
    authenticates: target.embedded || target.authenticates,
    with: target.with,
    maxPollers: target.maxPollers,
  };
  const due = cutInto(count, selectRules(run), settings)[index - 1] ?? [];
  const covered = [...ids, ...(run.budget?.leftOut ?? [])].toSorted();
  if (!isDeepStrictEqual(covered, due.map(({ id }) => id).toSorted())) {
    const what = `is not about the rules that ${shardName(part)} is to run: run all shards with this release`;
    return [{ name, what }];
  }
  const lacking = ids.filter((id) => !results.has(id));
  if (lacking.length === 0 && results.size === ids.length) return [];
  const what = `has not one result of each of its rules${lacking[0] ? `, such as ${lacking[0]}` : ''}: run that shard again`;
  return [{ name, what }];
}

/**
 * The report of a whole run, out of its parts: composed as that of a run is.
 * @param allowPartial whether what ran decides, although a budget left rules out
 */
export function mergedReport(parts: readonly [Part, ...Part[]], allowPartial: boolean): RunReport {
  const all = parts.map(({ facts }) => facts);
  const ends = parts.map(({ end }) => end);
  const [{ facts: first }] = parts;
  const { shard: _, budget, ...run } = first.run;
  const startedAt = all.map((facts) => facts.run.startedAt).toSorted()[0] ?? run.startedAt;
  const longestMs = Math.max(
    ...parts.map(({ facts, end }) => Date.parse(end.endedAt) - Date.parse(facts.run.startedAt)),
  );
  const sum = (numbers: readonly number[]) => numbers.reduce((a, b) => a + b, 0);
  const facts: RunFacts = {
    tool: first.tool,
    target: { ...first.target, roundTripMs: Math.max(...all.map(({ target }) => target.roundTripMs)) },
    run: {
      ...run,
      id: all.map((each) => each.run.id).join(', '),
      startedAt,
      node: [...new Set(all.map((each) => each.run.node))].join(', '),
      ...(budget && {
        budget: {
          seconds: budget.seconds,
          leftOut: all.flatMap((each) => each.run.budget?.leftOut ?? []),
          allowed: allowPartial,
        },
      }),
    },
    ids: all.flatMap(({ ids }) => ids),
    reached: {
      requests: sum(all.map(({ reached }) => reached.requests)),
      throttled: sum(all.map(({ reached }) => reached.throttled)),
    },
  };
  const end: RunEnd = {
    // The parts ran side by side, or might have: the run lasted as long as the longest.
    endedAt: new Date(Date.parse(startedAt) + longestMs).toISOString(),
    requests: sum(ends.map(({ requests }) => requests)),
    throttled: sum(ends.map(({ throttled }) => throttled)),
    leftBehind: ends.flatMap(({ leftBehind }) => leftBehind),
    targetAnswers: ends.every(({ targetAnswers }) => targetAnswers),
  };
  return reportOf(facts, new Map(parts.flatMap(({ results }) => [...results])), end);
}

function shardOf({ facts }: Part): Shard {
  return facts.run.shard ?? { index: 1, count: 1 };
}

function shardName(part: Part): string {
  const { index, count } = shardOf(part);
  return `shard ${index} of ${count}`;
}

function shown(value: unknown): string {
  const isNone = value === undefined || (Array.isArray(value) && value.length === 0);
  return isNone ? 'none' : Array.isArray(value) ? value.join(', ') : String(value);
}
