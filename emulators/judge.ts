// Judges an emulator as a user does: the command line in a process of its own, which starts the emulator and ends it.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { type RunReport, runReport } from '../results/report.ts';
import { type Emulator, root } from './emulator.ts';
import { placeOf } from './install.ts';

const bin = join(root, 'cli', 'bin.ts');

/** The command line, in the project's folder; its exit code. */
export async function cli(...args: string[]): Promise<number | null> {
  const child = spawn(process.execPath, [bin, ...args], { cwd: root, stdio: 'inherit' });
  const [code] = await once(child, 'close');
  return code;
}

/** What it is started and judged with, beside where and what becomes of it. The seed is fixed, so that each run tries the same. */
export function settings({ pollHold, cases, rate, skip }: Emulator): string[] {
  return [
    ...['--poll-hold', String(pollHold), '--seed', '1', '--fail-on', 'should'],
    ...(cases === undefined ? [] : ['--cases', String(cases)]),
    ...(rate === undefined ? [] : ['--rate', String(rate)]),
    ...skip.flatMap(({ rule }) => ['--skip', rule]),
  ];
}

/** Judges it by its baseline. The exit code of `swf-conformance run`, and what it found where that was written. */
export async function judge(emulator: Emulator): Promise<{ code: number | null; report?: RunReport }> {
  const place = placeOf(emulator);
  const out = join(place, 'report');
  rmSync(out, { recursive: true, force: true });
  const port = String(await freePort());
  const filled = (text: string) =>
    text
      .replaceAll('{bin}', `'${join(place, 'bin')}'`)
      .replaceAll('{dir}', `'${place}'`)
      .replaceAll('{port}', port);
  const start = ['--start', filled(emulator.start), '--endpoint', filled(emulator.endpoint)];
  const gate = ['--baseline', emulator.baseline, '--out', out];
  const code = await cli('run', ...start, ...settings(emulator), ...gate);
  const report = reportOf(emulator);
  return { code, ...(report && { report }) };
}

/** What the last run found. */
export function reportOf(emulator: Emulator): RunReport | undefined {
  const file = join(placeOf(emulator), 'report', 'results.json');
  return existsSync(file) ? runReport.parse(JSON.parse(readFileSync(file, 'utf8'))) : undefined;
}

export async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const address = probe.address();
  probe.close();
  await once(probe, 'close');
  if (typeof address !== 'object' || !address) throw new Error('no free port');
  return address.port;
}
