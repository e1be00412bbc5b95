// Runs the suite against moto, a real emulator that nobody here wrote, and compares what it finds with findings.json:
// `npm run moto`. With --update what is new is added to them; look at each change before committing it: is it moto, or is
// it us? A rule has several statuses there where moto's threads get in one another's way. Now and then they answer a valid request 500,
// for "dictionary changed size during iteration": a rule whose set-up met that says nothing of moto, and is not compared.
// Each run starts its own moto by --start, and must leave nothing of it.
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runReport } from '../../results/report.ts';
import type { RuleResult } from '../../results/rule.ts';
import { freePort, install, motoServer, root, say } from './moto.ts';

const findingsFile = new URL('./findings.json', import.meta.url);
type Findings = Record<string, string>;

/** What moto's own accident, or its slowness, kept a rule from. */
const raced = 'not compared';
const accident =
  /^(set-up failed on the target.*HTTP 500|the rule did not end in time|a request was not answered in time)/;

/** So many rules may meet it in one run; 5 to 9 did. */
const mostRaced = 20;
type Known = Record<string, string[]>;

function listens(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.on('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.on('error', () => resolve(false));
  });
}

/** The suite as a user runs it: a process, which starts moto and ends it. Its exit code and the report's findings. */
async function findingsOn(
  port: number,
  only: readonly string[] = [],
): Promise<{ code: number | null; findings: Findings }> {
  const out = mkdtempSync(join(tmpdir(), 'swf-conformance-moto-'));
  try {
    const bin = join(root, 'cli', 'bin.ts');
    const moto = `'${motoServer}' -H 127.0.0.1 -p ${port}`;
    const args = ['run', '--start', moto, '--endpoint', `http://127.0.0.1:${port}`];
    args.push('--poll-hold', '4', '--seed', '1', '--out', out);
    for (const id of only) args.push('--only', id);
    const child = spawn(process.execPath, [bin, ...args], { stdio: 'inherit', cwd: root });
    const code = await new Promise<number | null>((resolve) => child.on('exit', resolve));
    if (await listens(port)) throw new Error(`the run has left moto on port ${port}`);
    if (statSync(join(out, 'server.log')).size === 0) throw new Error('what moto wrote was not kept');
    const report = runReport.parse(JSON.parse(readFileSync(join(out, 'results.json'), 'utf8')));
    return { code, findings: Object.fromEntries(report.rules.map(finding)) };
  } finally {
    rmSync(out, { recursive: true });
  }
}

function finding({ id, status, message }: RuleResult): [string, string] {
  const isAccident = status === 'inconclusive' && accident.test(message);
  return [id, isAccident ? raced : status];
}

install();
const port = await freePort();
const { code, findings } = await findingsOn(port);
const known: Known = existsSync(findingsFile) ? JSON.parse(readFileSync(findingsFile, 'utf8')) : {};
const changed = () =>
  Object.entries(findings).filter(([id, status]) => status !== raced && !known[id]?.includes(status));
if (process.argv.includes('--update')) {
  const merged = Object.entries(findings).map(([id, status]) => {
    const seen = status === raced ? [] : [status];
    return [id, [...new Set([...(known[id] ?? []), ...seen])].sort()];
  });
  writeFileSync(findingsFile, `${JSON.stringify(Object.fromEntries(merged), null, 2)}\n`);
  say(`wrote tests/moto/findings.json: ${merged.length} rules`);
} else {
  // What differs is run again by itself: it counts when it differs three times more.
  for (let again = 0; again < 3 && changed().length > 0; again++) {
    const ids = changed().map(([id]) => id);
    say(`differs, and is run again: ${ids.join(', ')}`);
    const rerun = await findingsOn(port, ids);
    for (const id of ids) findings[id] = rerun.findings[id] ?? 'not run';
  }
  const gone = Object.keys(known).filter((id) => !(id in findings));
  for (const [id, status] of changed())
    say(`${id}: ${status}, but findings.json has ${known[id] ?? 'no such rule'}`);
  for (const id of gone) say(`${id}: in findings.json, but there is no such rule`);
  const accidents = Object.values(findings).filter((status) => status === raced).length;
  say(`${accidents} rules were not compared: moto failed in their set-up`);
  if (code !== 1) say(`the run exited ${code}, not 1`);
  if (changed().length + gone.length > 0 || code !== 1 || accidents > mostRaced) process.exitCode = 1;
  else say(`moto: the findings are those of findings.json (${Object.keys(known).length} rules)`);
}
