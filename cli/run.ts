import { startReferenceServer } from '../reference/index.ts';
import { progress } from '../reporters/progress.ts';
import { summaryText } from '../reporters/terminal.ts';
import { checkWritable, writeReports } from '../reporters/write.ts';
import type { RunReport } from '../results/report.ts';
import { exitCodes } from '../results/verdict.ts';
import { Interrupted, runConformance } from '../runner/index.ts';
import { Unusable } from '../target/target.ts';
import { amazonEndpoint } from './amazon.ts';
import { dummyCredentials, findCredentials } from './credentials.ts';
import { type Interruption, listenForInterruption } from './interruption.ts';
import type { RunOptions } from './options.ts';
import { coloured, columns, tell } from './text.ts';
import { WrongUse } from './wrong-use.ts';

/** Runs the suite, and gives the exit code. */
export async function run(options: RunOptions): Promise<number> {
  const interruption = listenForInterruption();
  try {
    const { aws, region, endpoint = aws ? await amazonEndpoint(region) : undefined } = options;
    return endpoint
      ? await runAgainst(endpoint, options, interruption)
      : await runEmbedded(options, interruption);
  } finally {
    interruption.end();
  }
}

/** Against the reference server, in this process. It checks signatures, so that the suite's own are right. */
async function runEmbedded(options: RunOptions, interruption: Interruption): Promise<number> {
  const server = await startReferenceServer({
    pollHoldSeconds: options.pollHold,
    credentials: { ...dummyCredentials },
  });
  try {
    return await runAgainst(new URL(server.url), options, interruption);
  } finally {
    await server.close();
  }
}

async function runAgainst(endpoint: URL, options: RunOptions, interruption: Interruption): Promise<number> {
  const embedded = options.endpoint === undefined && !options.aws;
  const credentials = embedded ? dummyCredentials : await findCredentials(endpoint);
  // A run that takes minutes should not end with that.
  await checkWritable(options.out).catch((error: Error) => {
    throw new WrongUse({ where: '--out', what: error.message });
  });
  const { region, pollHold: pollHoldSeconds, rate: requestsPerSecond, headers, tls } = options;
  const { only, skip, failOn, seed, cases } = options;
  const shown = progress({
    stream: process.stderr,
    tty: process.stderr.isTTY,
    colour: coloured(process.stderr),
    width: columns(process.stderr) ?? 120,
  });
  interruption.signal.addEventListener('abort', () => {
    shown.stop();
    tell('interrupted: closing what was started (once more to leave it open)');
  });
  let report: RunReport;
  try {
    report = await runConformance({
      target: { endpoint, region, credentials, pollHoldSeconds, requestsPerSecond, headers, tls },
      embedded,
      only,
      skip,
      failOn,
      seed,
      cases,
      onEvent: shown.handle,
      signal: interruption.signal,
    });
  } catch (error) {
    shown.stop();
    if (error instanceof Interrupted && interruption.exitCode !== undefined) {
      for (const left of error.leftBehind) tell(`not closed: ${left}`);
      return interruption.exitCode;
    }
    if (!(error instanceof Unusable)) throw error;
    tell(`swf-conformance: ${error.message}`);
    const from = options.aws ? '--aws and --region' : options.endpointFrom;
    tell(`Is the server started, and is that its address? It was given by ${from}.`);
    return exitCodes.unusable;
  }
  shown.stop();
  return await conclude(report, options.out);
}

/** Reports what came out. A run whose reports cannot be written is none, whatever came out. */
async function conclude(report: RunReport, out: string): Promise<number> {
  let failure: unknown;
  const reports = await writeReports(report, out).catch((error) => {
    failure = error;
    return [];
  });
  const width = columns(process.stdout) ?? 120;
  process.stdout.write(summaryText(report, { colour: coloured(process.stdout), width, reports }));
  if (failure === undefined) return exitCodes[report.summary.verdict];
  tell(
    `swf-conformance: the reports could not be written: ${failure instanceof Error ? failure.message : failure}`,
  );
  return exitCodes.error;
}
