import { Console } from 'node:console';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { dummyCredentials } from '../client/credentials.ts';
import { gated } from '../engine/gated.ts';
import { Interrupted, type Run, runRules } from '../engine/index.ts';
import { knownTarget } from '../engine/settings/read.ts';
import type { Complete } from '../engine/settings/types.ts';
import { Unusable } from '../kit/target.ts';
import { startReferenceServer } from '../reference/index.ts';
import { progress } from '../reporters/progress.ts';
import { type FileReporter, fileReporters, reportFiles, shardFile } from '../reporters/report-files.ts';
import { summaryText } from '../reporters/terminal.ts';
import { checkWritable, writeReports } from '../reporters/write.ts';
import type { RunReport } from '../results/report.ts';
import { exitCodeOf, exitCodes } from '../results/verdict.ts';
import { visible, visibleLine } from '../results/visible.ts';
import { amazonEndpoint } from './amazon.ts';
import { credentialsFor } from './credentials.ts';
import { embeddedOptions, embeddedPrincipals } from './embedded.ts';
import { type Interruption, listenForInterruption } from './interruption.ts';
import { importMock } from './mock.ts';
import type { RunOptions } from './options.ts';
import { listenAlone } from './own-events.ts';
import { type StartedServer, startServer } from './started-server.ts';
import { coloured, columns, erases, tell } from './text.ts';
import { WrongUse } from './wrong-use.ts';

/** Is told what came out. */
type Hearer = (report: RunReport) => void;

/** Runs the suite, and gives the exit code. */
export async function run(options: RunOptions, hear?: Hearer): Promise<number> {
  // V8 takes memory rather than time: a whole run with a thousand polls had 570 MB, of which 100 were in use; so it has 470, in
  // the same time. Not an argument to node, as the command is started by its own name.
  setFlagsFromString('--max-semi-space-size=4');
  const interruption = listenForInterruption();
  try {
    if (options.mock !== undefined) return await runMock(options.mock, options, interruption, hear);
    const { aws, region, endpoint = aws ? await amazonEndpoint(region) : undefined } = options;
    return endpoint
      ? await runAgainst(
          { endpoint, credentials: await credentialsFor(endpoint) },
          options,
          interruption,
          hear,
        )
      : await runEmbedded(options, interruption, hear);
  } finally {
    interruption.end();
  }
}

/** Against the reference server, in this process. */
async function runEmbedded(options: RunOptions, interruption: Interruption, hear?: Hearer): Promise<number> {
  const { served, principals } = embeddedPrincipals(options.region, options.domain);
  const known = embeddedOptions(options, principals);
  const server = await startReferenceServer({
    pollHoldSeconds: options.pollHold,
    pollersPerTaskList: known.maxPollers,
    credentials: { ...dummyCredentials },
    principals: served,
  });
  try {
    const target = { endpoint: new URL(server.url), credentials: dummyCredentials };
    return await runAgainst(target, known, interruption, hear, true);
  } finally {
    await server.close();
  }
}

/** Against a mock, in this thread. */
async function runMock(
  module: string,
  options: RunOptions,
  interruption: Interruption,
  hear?: Hearer,
): Promise<number> {
  // What the mock says is no result: standard output is for that.
  globalThis.console = new Console(process.stderr);
  for (const event of ['uncaughtException', 'unhandledRejection']) {
    listenAlone(event, (error) => {
      const what = error instanceof Error ? error.stack : String(error);
      tell(`swf-conformance: the mock ${module} failed beside its answers, which ends a server: ${what}`);
      process.exit(exitCodes.unusable);
    });
  }
  return runAgainst(await importMock(module, options.endpointFrom), options, interruption, hear);
}

async function runAgainst(
  aim: Pick<Run, 'endpoint' | 'handlers' | 'credentials'>,
  options: RunOptions,
  interruption: Interruption,
  hear?: Hearer,
  embedded = false,
): Promise<number> {
  // A run that takes minutes should not end with that.
  const written = fileReporters.filter((name) => options.reporter.includes(name));
  const earlier: string[] = [];
  // The log of a server that is started goes there too.
  const part = options.shard && shardFile(options.shard);
  if (written.length > 0 || options.start !== undefined || part !== undefined) {
    const files = [...written.map((name) => reportFiles[name]), ...(part === undefined ? [] : [part])];
    await checkWritable(options.out, files).catch((error: Error) => {
      throw new WrongUse({ where: '--out', what: error.message });
    });
    earlier.push(...files.map((file) => join(options.out, file)));
  }
  const shown = options.reporter.includes('terminal')
    ? progress({
        stream: process.stderr,
        tty: erases(process.stderr),
        colour: coloured(process.stderr),
        width: columns(process.stderr) ?? 120,
      })
    : undefined;
  interruption.signal.addEventListener('abort', () => {
    shown?.stop();
    tell('interrupted: closing what was started (once more to leave it open)');
  });
  const settings = { ...options, ...aim, embedded };
  // Where vitest writes the part, until it is known to be whole. Beside the reports: there, and only there, a run may write.
  const folder = part === undefined ? undefined : await mkdtemp(resolve(options.out, '.part-'));
  const blob = folder === undefined ? undefined : join(folder, 'blob.json');
  const parts: { file: string; text: string }[] = [];
  let report: RunReport;
  let server: StartedServer | undefined;
  try {
    if (options.start !== undefined) {
      server = await startServer(
        options.start,
        await knownTarget(settings),
        options.out,
        interruption.signal,
      );
      await server.answers(options.readyTimeout);
    }
    report = await runRules({
      ...settings,
      paths: options.replay?.paths,
      results: written.includes('json') ? join(options.out, reportFiles.json) : undefined,
      blob,
      onEvent: shown?.handle,
      signal: interruption.signal,
    });
    if (part !== undefined && blob !== undefined) {
      // The same JSON, without what a terminal would obey.
      parts.push({ file: part, text: visible(await readFile(blob, 'utf8')) });
    }
  } catch (error) {
    shown?.stop();
    // Where nothing was done, they still say what was seen last.
    if (!(error instanceof WrongUse)) await removeReports(earlier);
    if (error instanceof Interrupted && interruption.exitCode !== undefined) {
      for (const left of error.leftBehind) tell(`not closed: ${left}`);
      return interruption.exitCode;
    }
    if (!(error instanceof Unusable)) throw error;
    tell(`swf-conformance: ${visibleLine(error.what)}`);
    tell(error.advice ?? hint(options));
    if (server) tell(server.lastWords);
    return exitCodes.unusable;
  } finally {
    await server?.end();
    if (folder !== undefined) await rm(folder, { recursive: true, force: true });
  }
  shown?.stop();
  if (server?.ended !== undefined) {
    const what = `the command of --start ${server.ended}`;
    if (report.summary.message) report.summary.message += `: ${what}`;
    tell(`${what} during the run\n${server.lastWords}`);
  }
  hear?.(report);
  return conclude(report, options, written, parts, server?.log.path);
}

/** Whoever looks there after a run that made no report must not find that of an earlier one, which may be green. */
async function removeReports(paths: readonly string[]): Promise<void> {
  const stale = paths.filter((path) => existsSync(path));
  await Promise.all(stale.map((path) => rm(path, { force: true })));
  if (stale.length > 0) tell(`removed, as they were of an earlier run: ${stale.join(', ')}`);
}

/** What to look at where the target is of no use. */
function hint({ aws, mock, start, endpointFrom }: RunOptions): string {
  if (mock !== undefined) {
    return 'The rules register domains and types, start executions and decide: the mock has to answer all that.';
  }
  const from = aws ? '--aws and --region' : endpointFrom;
  if (start !== undefined) {
    return `Does the command run the server in the foreground, and at that address? It was given by ${from}.`;
  }
  return `Is the server started, and is that its address? It was given by ${from}.`;
}

/** Reports what came out. A run whose reports cannot be written is none, whatever came out. */
export async function conclude(
  judged: RunReport,
  { out, reporter, baseline, allowStale }: Pick<Complete, 'out' | 'reporter' | 'baseline' | 'allowStale'>,
  names: readonly FileReporter[],
  besides: readonly { file: string; text: string }[] = [],
  log?: string,
): Promise<number> {
  const report = baseline ? gated(judged, baseline, { allowStale }) : judged;
  let failure: unknown;
  const written = await writeReports(report, out, names, besides).catch((error) => {
    failure = error;
    return [];
  });
  if (reporter.includes('terminal')) {
    const reports = log === undefined ? written : [...written, log];
    const width = columns(process.stdout) ?? 120;
    process.stdout.write(summaryText(report, { colour: coloured(process.stdout), width, reports }));
  }
  if (failure === undefined) return exitCodeOf(report);
  tell(
    `swf-conformance: the reports could not be written: ${failure instanceof Error ? failure.message : failure}`,
  );
  return exitCodes.error;
}
