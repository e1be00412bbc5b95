// The GitHub Action: installs the package, runs it as the inputs say, and tells GitHub what came out. It runs from a checkout
// without packages, so that nothing that it imports may import one.
import { randomUUID } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { findingsOf } from '../reporters/findings.ts';
import type { RunReport } from '../results/report.ts';
import { visible } from '../results/visible.ts';
import { annotationsOf } from './annotations.ts';
import { cancelled, listenForCancellation, run } from './child.ts';
import { addSummary, annotationLine, setOutputs } from './github.ts';
import { readInputs } from './inputs.ts';

const { INPUTS = '{}', GITHUB_OUTPUT = '', GITHUB_STEP_SUMMARY = '', RUNNER_TEMP = tmpdir() } = process.env;

/** As of the command. */
const wrongUse = 2;
const ownFault = 4;

/** What its exit codes say where there are no results. */
const reasons: Record<number, string> = {
  2: 'wrong use',
  3: 'the server could not be reached or used',
  4: 'swf-conformance itself failed',
};

async function main(): Promise<number> {
  const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
  const asked = readInputs(INPUTS, version);
  if ('mistakes' in asked) return withoutResults(wrongUse, 'the inputs are wrong', asked.mistakes.join('\n'));

  // Else those of an earlier run, in a workspace that is kept, would be told as this one's.
  const reports = reportsIn(asked.out);
  for (const path of Object.values(reports)) rmSync(path, { force: true });
  setOutputs({ folder: resolve(asked.out), gate: 'none' }, GITHUB_OUTPUT);

  const home = mkdtempSync(join(RUNNER_TEMP, 'swf-conformance-'));
  const install = await installed(asked.package, home);
  const bin = join(home, 'node_modules', 'swf-conformance', 'dist', 'cli', 'bin.js');
  if (install.code !== 0 || !existsSync(bin)) {
    return withoutResults(ownFault, `npm could not install ${asked.package}`, install.stderr);
  }

  // The suite writes no line that GitHub would take for a command; a second lock costs nothing.
  const lock = randomUUID();
  process.stdout.write(`::stop-commands::${lock}\n`);
  const { code, stderr } = await run(process.execPath, [bin, ...asked.args]);
  process.stdout.write(`\n::${lock}::\n`);
  const results = readResults(reports.results);
  if (!results) return withoutResults(code, reasons[code] ?? `exit code ${code}`, stderr);
  if (results.target.embedded) {
    const what = 'The reference server was judged, which says nothing of yours: give the input endpoint.';
    return withoutResults(wrongUse, 'no server was named', what);
  }
  setOutputs(outputsOf(results, reports, code), GITHUB_OUTPUT);
  // The merge tells what all parts came to.
  if (asked.isPart) return code;
  if (existsSync(reports.summary)) addSummary(readFileSync(reports.summary, 'utf8'), GITHUB_STEP_SUMMARY);
  for (const each of annotationsOf(results, code)) process.stdout.write(annotationLine(each));
  return code;
}

/** Tells why there are no results; the summary would else say nothing. */
function withoutResults(code: number, title: string, why: string): number {
  const reason = cancelled() ? 'cancelled' : title;
  const message = visible(why).trim() || 'The log says why.';
  setOutputs({ 'exit-code': String(code) }, GITHUB_OUTPUT);
  process.stdout.write(annotationLine({ kind: 'error', title: `swf-conformance: ${reason}`, message }));
  // Indented, it is shown as it is.
  const shown = `${reason}\n\n${message}`.replace(/^/gm, '    ');
  addSummary(`# swf-conformance: no verdict\n\n${shown}\n`, GITHUB_STEP_SUMMARY);
  return code;
}

/** Into a folder of its own: the project may have other packages, or none. No package of ours needs its scripts. */
async function installed(spec: string, folder: string): ReturnType<typeof run> {
  const what = existsSync(spec) ? resolve(spec) : spec;
  const options = ['--prefix', folder, '--ignore-scripts', '--no-audit', '--no-fund'];
  process.stdout.write(`::group::npm install ${what.replace(/\s/g, ' ')}\n`);
  // By bash, which finds npm on Windows too.
  const ended = await run('bash', ['-c', 'exec npm "$@"', 'npm', 'install', ...options, '--', what]);
  process.stdout.write('::endgroup::\n');
  return ended;
}

type Reports = ReturnType<typeof reportsIn>;

/** Their paths, by the names of the outputs. */
function reportsIn(out: string) {
  return {
    report: resolve(out, 'index.html'),
    results: resolve(out, 'results.json'),
    summary: resolve(out, 'summary.md'),
    junit: resolve(out, 'junit.xml'),
  };
}

/** The results, where the run came to any. */
function readResults(path: string): RunReport | undefined {
  return existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : undefined;
}

function outputsOf(results: RunReport, reports: Reports, code: number): Record<string, string> {
  const { summary, gate } = results;
  const { verdict, counts } = summary;
  // A MUST of which nothing was learned fails the step as one that was broken: else there were none beside exit code 1.
  const failed = gate ? gate.findings.length : findingsOf(results).against.length;
  const written = Object.entries(reports).map(([name, path]) => [name, existsSync(path) ? path : '']);
  return {
    verdict,
    'exit-code': String(code),
    gate: gate ? (gate.passed ? 'passed' : 'failed') : 'none',
    counts: JSON.stringify(counts),
    passed: String(counts.pass),
    failed: String(failed),
    ...Object.fromEntries(written),
  };
}

listenForCancellation();
process.exitCode = await main().catch((error) =>
  // Not 1, which says that the server is not conformant.
  withoutResults(ownFault, 'the action itself failed', String(error?.stack)),
);
