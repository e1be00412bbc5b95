import { readdirSync, statSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Mistake } from '../engine/settings/judge.ts';
import { quoted } from '../engine/settings/quoted.ts';
import type { Complete } from '../engine/settings/types.ts';
import { mergedReport, mismatches, type NamedPart } from '../engine/shards/merge.ts';
import { readParts } from '../engine/shards/parts.ts';
import { type FileReporter, fileReporters, reportFiles } from '../reporters/report-files.ts';
import { checkWritable } from '../reporters/write.ts';
import { shortened, visibleLine } from '../results/visible.ts';
import { conclude } from './run.ts';
import { WrongUse } from './wrong-use.ts';

/** What decides how parts are merged. */
export interface MergeOptions
  extends Pick<Complete, 'out' | 'reporter' | 'allowPartial' | 'baseline' | 'allowStale'> {
  /** The files of the parts. */
  readonly files: readonly string[];
}

/** Makes one result of the parts of a run, and gives its exit code. */
export async function merge({ files, allowPartial, ...options }: MergeOptions): Promise<number> {
  const read = await inTemporaryFolder((folder) => readParts(files, folder));
  const mistakes: Mistake[] = [];
  const parts = read.flatMap((part, i): NamedPart[] => {
    const name = files[i] ?? '';
    if (!('mistake' in part)) return [{ ...part, name }];
    mistakes.push({ where: 'DIR', what: `${quoted(name)} ${part.mistake}` });
    return [];
  });
  // What is missing is known only of what could be read.
  if (mistakes.length === 0) mistakes.push(...mismatches(parts).map(mismatchMistake));
  const [first, ...others] = parts;
  if (!first || mistakes.length > 0) throw new WrongUse(...mistakes);
  const { out, reporter } = options;
  const written: FileReporter[] = fileReporters.filter((name) => reporter.includes(name));
  if (written.length > 0) {
    const names = written.map((name) => reportFiles[name]);
    await checkWritable(out, names).catch((error: Error) => {
      throw new WrongUse({ where: '--out', what: error.message });
    });
  }
  return conclude(mergedReport([first, ...others], allowPartial), options, written);
}

async function inTemporaryFolder<T>(act: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'swf-conformance-')).catch(
    ({ code }: NodeJS.ErrnoException) => {
      throw new WrongUse({
        where: 'TMPDIR',
        what: `${tmpdir()} cannot be written (${code}): name a folder that can`,
      });
    },
  );
  try {
    return await act(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function mismatchMistake({ name, what }: ReturnType<typeof mismatches>[number]): Mistake {
  // It repeats what the files say.
  const told = shortened(visibleLine(what), 400);
  return { where: 'DIR', what: name === undefined ? told : `${quoted(name)}: ${told}` };
}

/** A run of every rule against the worst of servers writes some 10 MB; what is far beyond that is none of ours. */
const mostBytes = 256 * 1024 * 1024;

/** The files of the parts in these folders, which may be files themselves; what is wrong with them is told in `mistakes`. */
export function partFiles(places: readonly string[], mistakes: Mistake[]): string[] {
  const refuse = (place: string, what: string) => {
    mistakes.push({ where: 'DIR', what: `${quoted(place)} ${what}` });
    return [];
  };
  if (places.length === 0) {
    mistakes.push({ where: 'DIR', what: 'a value is missing: give the folders that run --shard wrote to' });
  }
  const files = places.flatMap((place) => {
    try {
      if (!statSync(place).isDirectory()) return [place];
      const names = readdirSync(place).filter((name) => /^shard-\d+-of-\d+\.json$/.test(name));
      if (names.length > 0) return names.map((name) => join(place, name));
      return refuse(place, 'holds no part of a run: give a folder that run --shard wrote to');
    } catch (error) {
      return refuse(place, `cannot be read (${(error as NodeJS.ErrnoException).code})`);
    }
  });
  return [...new Set(files)].filter((file) => {
    const { size, isFile } = seen(file);
    if (!isFile) refuse(file, 'is no file: give what run --shard wrote');
    else if (size > mostBytes) refuse(file, 'is too big to be a part of a run');
    return isFile && size <= mostBytes;
  });
}

function seen(file: string): { size: number; isFile: boolean } {
  try {
    const found = statSync(file);
    return { size: found.size, isFile: found.isFile() };
  } catch {
    return { size: 0, isFile: false };
  }
}
