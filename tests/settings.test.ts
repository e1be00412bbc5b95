import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { runOptions } from '../cli/options.ts';
import { makeProgram } from '../cli/program.ts';
import { configSchema } from '../cli/settings.ts';
import { dummyCredentials } from '../client/credentials.ts';
import { schemas } from '../engine/settings/forms.ts';
import { readSettings } from '../engine/settings/program.ts';
import { targetOf } from '../engine/settings/read.ts';
import { optionsFor, valuesOf } from '../engine/settings/repeat.ts';
import { entries, optionOf, settings, settingsIn } from '../engine/settings/table/index.ts';
import { type Place, reporters } from '../engine/settings/table/setting.ts';
import { fileReporters, usualFileReporters } from '../reporters/report-files.ts';
import { runReport } from '../results/report.ts';

const read = (path: string) => readFileSync(new URL(`../${path}`, import.meta.url), 'utf8');
const namesIn = (place: Place) => settingsIn(place).map(([name]) => name as string);
const optionsIn = (place: Place) => namesIn(place).map(optionOf);

/** The lines of the README's table of options. */
const rows = read('README.md')
  .split('\n')
  .filter((line) => /^\| `--[^|]*\|/.test(line));
const documented = rows.flatMap((row) => row.split(' | ')[0]?.match(/`[^`]+`/g) ?? []);

describe('a setting of the table', () => {
  it.each(['run', 'replay', 'merge'] as const)('is an option of %s, with its help', (name) => {
    const command = makeProgram(() => {}).commands.find((each) => each.name() === name);
    const besides = name === 'merge' ? [] : ['--config'];
    expect(command?.options.map(({ long }) => long)).toEqual([...optionsIn(name), ...besides]);
    for (const { description } of command?.options ?? []) expect(description).not.toBe('');
  });

  it('is in the README as an option of run, with its value and its default', () => {
    const names = documented.map((each) => each.slice(1, -1).split(' ')[0] ?? '');
    expect(names.toSorted()).toEqual([...optionsIn('run'), '--config'].toSorted());
    for (const [name, { value, default: usual }] of settingsIn('run')) {
      const row = rows.find((line) => line.includes(`\`${optionOf(name)}`)) ?? '';
      if (value !== undefined && !['with', 'failOn'].includes(name)) {
        expect(row).toContain(`\`${optionOf(name)} ${value}\``);
      }
      const isPlain = typeof usual === 'string' || typeof usual === 'number';
      if (isPlain) expect(row.split(' | ').at(-1)).toContain(String(usual));
    }
  });

  it('is in the schema of the configuration file, and nothing else is', () => {
    const { properties } = configSchema() as { properties: object };
    expect(Object.keys(properties)).toEqual(['$schema', ...namesIn('file')]);
  });

  it('is an input of the action, beside those that are its own', () => {
    const { inputs } = parse(read('action.yml')) as { inputs: object };
    const own = ['config', 'merge', 'version', 'package', 'working-directory'];
    const options = optionsIn('action').map((option) => option.slice(2));
    expect(Object.keys(inputs).toSorted()).toEqual([...options, ...own].toSorted());
  });

  it('has its place in results.json, where it is told', () => {
    const paths = pathsOf(z.toJSONSchema(runReport, { io: 'input' }) as Schema);
    const told = entries().flatMap(([, { reported }]) => (reported === undefined ? [] : [reported]));
    expect(told.filter((path) => !paths.includes(path))).toEqual([]);
    expect(new Set(told).size).toBe(told.length);
  });

  it('is compared among shards wherever it could differ', () => {
    const compared = settingsIn('run').filter(([, { shards }]) => shards !== undefined);
    for (const [, { reported }] of compared) expect(reported).toBeDefined();
    // Told by results, and not to be the same: the part itself, where it ran (which merge looks at), and what merge is told.
    const others = settingsIn('run').filter(([, { shards, reported }]) => !shards && reported);
    expect(others.map(([name]) => name)).toEqual(['endpoint', 'mock', 'shard', 'allowPartial']);
  });

  it('is told in results, withheld from them, or about what is not judged', () => {
    const neither = settingsIn('run').filter(([, { reported, withheld }]) => !reported && !withheld);
    expect(neither.map(([name]) => name)).toEqual([
      ...['aws', 'readyTimeout'],
      ...['baseline', 'allowStale', 'plan', 'out', 'reporter'],
    ]);
  });

  it('has defaults that it allows', () => {
    for (const [name, setting] of entries()) {
      for (const value of [setting.default, setting.embedded, setting.amazon]) {
        if (value !== undefined) expect(schemas[name].safeParse(value).error, name).toBeUndefined();
      }
    }
  });

  it('is read of a program and a suite, which know no other', () => {
    const handlers = () => new Response('{}');
    for (const place of ['program', 'suite'] as const) {
      for (const [name] of entries()) {
        const isThere = namesIn(place).includes(name);
        const told = mistakesOf({ handlers, [name]: Symbol('wrong') }, place);
        expect(told, `${place} ${name}`).toMatch(new RegExp(`^${name}(: |\\.)`));
        expect(told.includes('has no such setting'), `${place} ${name}`).toBe(!isThere);
      }
    }
  });
});

it('a command that shows a failure again is one of the run, and sets the same', () => {
  const given = {
    ...{ start: 'server', endpoint: 'http://127.0.0.1:4566/', readyTimeout: '5', region: 'eu-west-1' },
    ...{ domain: "it's", authenticates: true, with: ['limits'], maxPollers: '20', pollHold: '2', rate: '9' },
    ...{ only: ['poll-for-activity-task.hold.full'], seed: '7', cases: '3' },
  };
  const before = runOptions(given, {});
  const target = { ...targetOf(before), runId: '0', credentials: dummyCredentials };
  const { only, seed, cases } = before;
  const options = optionsFor({ ...valuesOf(target), only, seed, cases }, ['limits'], false);
  const run = makeProgram(() => {}).commands.find((each) => each.name() === 'run');
  run?.parseOptions(options.flatMap((option) => argumentsOf(option)));
  expect(run?.args).toEqual([]);
  expect(runOptions(run?.opts() ?? {}, {})).toEqual({ ...before, readyTimeout: 60 });
  // Amazon SWF is repeated by its address: with --aws too there would be two targets.
  const amazon = targetOf({
    ...runOptions({ aws: true, region: 'eu-west-1' }, {}),
    endpoint: before.endpoint,
  });
  const again = optionsFor({ ...amazon, handlers: undefined }, [], false);
  expect(again.filter((option) => /--(aws|endpoint|authenticates|rate)/.test(option))).toEqual([
    '--endpoint http://127.0.0.1:4566/',
    '--authenticates',
    '--rate 40',
  ]);
});

/** An option and its value, as a shell reads them. */
function argumentsOf(option: string): string[] {
  const [name = '', value] = option.split(/ (.*)/s);
  return value === undefined ? [name] : [name, value.replace(/^'(.*)'$/s, '$1').replaceAll("'\\''", "'")];
}

it('the reporters are those that there are', () => {
  expect(reporters).toEqual(['terminal', ...fileReporters]);
  expect(settings.reporter.default).toEqual(['terminal', ...usualFileReporters]);
});

function mistakesOf(given: object, place: 'program' | 'suite'): string {
  try {
    readSettings(given, place);
  } catch (error) {
    if (error instanceof TypeError) return error.message;
    throw error;
  }
  return '';
}

interface Schema {
  readonly properties?: Readonly<Record<string, Schema>>;
}

/** The members of an object, and theirs: `run`, `run.seed`. */
function pathsOf({ properties = {} }: Schema, before = ''): string[] {
  return Object.entries(properties).flatMap(([name, schema]) => {
    const path = before + name;
    return [path, ...pathsOf(schema, `${path}.`)];
  });
}
