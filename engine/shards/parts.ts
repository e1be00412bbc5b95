import { copyFile, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import type { Reporter } from 'vitest/node';
import { z } from 'zod';
import { type RunEnd, type RunFacts, runEnd, runFacts } from '../../results/part.ts';
import { type RuleResult, ruleResult } from '../../results/rule.ts';
import { rules } from '../../suites/index.ts';
import { staticPart } from '../run/check-rule.ts';
import { runnerOf } from '../run/runner.ts';
import { version } from '../version.ts';

/** All that one shard of a run has told. */
export interface Part {
  readonly facts: RunFacts;
  readonly end: RunEnd;
  readonly results: ReadonlyMap<string, RuleResult>;
}

/** What was found in a blob, before anything of it is believed. */
interface Found {
  facts?: unknown;
  end?: unknown;
  readonly results: unknown[];
}

/**
 * Reads what vitest's blob reporter has written of some shards; or what is wrong with a file, as a sentence's end.
 * @param folder an empty one, to be filled with copies
 */
export async function readParts(
  paths: readonly string[],
  folder: string,
): Promise<(Part | { mistake: string })[]> {
  let found: Found = { results: [] };
  const reporter: Reporter = {
    onTestCaseResult(testCase) {
      const { result, facts, end } = testCase.meta();
      if (result) found.results.push(result);
      if (facts) found.facts = facts;
      if (end) found.end = end;
    },
  };
  const silent = () => new Writable({ write: (_chunk, _encoding, done) => done() });
  const streams = { stdout: silent(), stderr: silent() };
  // vitest sets the exit code of the process where a test had failed.
  const { exitCode } = process;
  const vitest = await runnerOf({ reporters: [reporter] }, streams);
  const parts: (Part | { mistake: string })[] = [];
  try {
    for (const [index, path] of paths.entries()) {
      found = { results: [] };
      // It reads all files of a folder; one by one we know whose fault it is where it cannot.
      const alone = join(folder, String(index));
      await mkdir(alone);
      await copyFile(path, join(alone, 'blob.json'));
      const failure = await vitest.mergeReports(alone).then(
        () => undefined,
        (error: unknown) => String(error),
      );
      parts.push(failure === undefined ? judged(found) : { mistake: unreadable(failure) });
    }
    return parts;
  } finally {
    await vitest.close();
    process.exitCode = exitCode;
  }
}

function unreadable(failure: string): string {
  return failure.includes('different version of Vitest')
    ? 'was written by another version of vitest: install the same on all machines, as npm ci does'
    : 'is no part of a run: give what run --shard has written';
}

const ids = rules.map(({ id }) => id);
const knownResult = ruleResult.refine(({ id }) => ids.includes(id));

function judged({ facts, end, results }: Found): Part | { mistake: string } {
  const made = z.object({ tool: runFacts.shape.tool }).safeParse(facts);
  if (made.success && made.data.tool.version !== version) {
    return {
      mistake: `is of version ${made.data.tool.version}, and this is ${version}: run and merge with the same release`,
    };
  }
  const part = z
    .object({ facts: runFacts, end: runEnd, results: z.array(knownResult) })
    .safeParse({ facts, end, results });
  if (!part.success) {
    const where = part.error.issues[0]?.path.join('.') ?? '';
    return {
      mistake: `is no whole part of a run (${where.slice(0, 60)} is not as it should be): run that shard again`,
    };
  }
  const known = part.data.results.map((result) => {
    const rule = rules.find(({ id }) => id === result.id);
    // What is known of a rule without running it is no file's to say.
    return [result.id, rule ? { ...result, ...staticPart(rule) } : result] as const;
  });
  return { ...part.data, results: new Map(known) };
}
