// Runs the suite against moto, a real emulator that nobody here wrote, and compares what it finds with findings.json:
// `npm run moto`. With --update the findings are written anew; look at each change before committing it: is it moto, or
// is it us?
import { execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { runReport } from '../../results/report.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const findingsFile = new URL('./findings.json', import.meta.url);
const home = join(root, '.moto');
const release = 'moto[server]==5.2.1';

type Findings = Record<string, string>;

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}

function install(): void {
  if (existsSync(join(home, 'bin', 'moto_server'))) return;
  say(`installing ${release} into .moto`);
  execFileSync('python3', ['-m', 'venv', home], { stdio: 'inherit' });
  execFileSync(join(home, 'bin', 'pip'), ['install', '--quiet', release], { stdio: 'inherit' });
}

async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve));
  const address = probe.address();
  await new Promise((resolve) => probe.close(resolve));
  if (typeof address !== 'object' || !address) throw new Error('no free port');
  return address.port;
}

async function listening(endpoint: string): Promise<void> {
  for (let i = 0; i < 300; i++) {
    const answered = await fetch(`${endpoint}/moto-api/`).then(
      (response) => response.body?.cancel().then(() => true),
      () => false,
    );
    if (answered) return;
    await sleep(200);
  }
  throw new Error('moto did not start');
}

/** The suite as a user runs it: a process. Its exit code and the report's findings. */
async function findingsOn(endpoint: string): Promise<{ code: number | null; findings: Findings }> {
  const out = mkdtempSync(join(tmpdir(), 'swf-conformance-moto-'));
  try {
    const bin = join(root, 'cli', 'bin.ts');
    const args = ['run', '--endpoint', endpoint, '--poll-hold', '4', '--seed', '1', '--out', out];
    const child = spawn(process.execPath, [bin, ...args], { stdio: 'inherit', cwd: root });
    const code = await new Promise<number | null>((resolve) => child.on('exit', resolve));
    const report = runReport.parse(JSON.parse(readFileSync(join(out, 'results.json'), 'utf8')));
    return { code, findings: Object.fromEntries(report.rules.map(({ id, status }) => [id, status])) };
  } finally {
    rmSync(out, { recursive: true });
  }
}

install();
const port = await freePort();
const moto = spawn(join(home, 'bin', 'moto_server'), ['-H', '127.0.0.1', '-p', String(port)], {
  stdio: 'ignore',
});
try {
  const endpoint = `http://127.0.0.1:${port}`;
  await listening(endpoint);
  const { code, findings } = await findingsOn(endpoint);
  if (process.argv.includes('--update')) {
    writeFileSync(findingsFile, `${JSON.stringify(findings, null, 2)}\n`);
    say(`wrote tests/moto/findings.json: ${Object.keys(findings).length} rules`);
  } else {
    const known = JSON.parse(readFileSync(findingsFile, 'utf8')) as Findings;
    const ids = [...new Set([...Object.keys(known), ...Object.keys(findings)])];
    const changed = ids.filter((id) => known[id] !== findings[id]);
    for (const id of changed)
      say(`${id}: ${findings[id] ?? 'not run'}, but findings.json has ${known[id] ?? 'no such rule'}`);
    if (code !== 1) say(`the run exited ${code}, not 1`);
    if (changed.length > 0 || code !== 1) process.exitCode = 1;
    else say(`moto: the findings are those of findings.json (${ids.length} rules)`);
  }
} finally {
  moto.kill();
}
