import { randomUUID } from 'node:crypto';
import { mkdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { RunReport } from '../results/report.ts';
import { renderHtml } from './html.ts';
import { renderJson } from './json.ts';
import { renderJunit } from './junit.ts';

/** A reporter that writes a file: another one is another line in the list. */
export interface FileReporter {
  file: string;
  render(report: RunReport): string | Promise<string>;
}

export const fileReporters: readonly FileReporter[] = [
  { file: 'results.json', render: renderJson },
  { file: 'junit.xml', render: renderJunit },
  { file: 'index.html', render: renderHtml },
];

/**
 * Writes every report into the directory, and returns their paths. All are rendered before the first is written, and
 * each gets its name only when it is whole, so that nobody reads half a report. Throws when any of it fails.
 */
export async function writeReports(report: RunReport, directory: string): Promise<string[]> {
  const rendered = fileReporters.map(async ({ file, render }) => ({
    path: join(directory, file),
    temporary: join(directory, `.${file}.${randomUUID()}.tmp`),
    text: await render(report),
  }));
  const outputs = await Promise.all(rendered);
  await mkdir(directory, { recursive: true });
  try {
    for (const { temporary, text } of outputs) await writeFile(temporary, text, { flag: 'wx' });
    for (const { temporary, path } of outputs) await rename(temporary, path);
  } finally {
    // What was renamed is no longer there.
    await Promise.all(outputs.map(({ temporary }) => rm(temporary, { force: true })));
  }
  return outputs.map(({ path }) => path);
}

/**
 * Creates the directory, and throws where the reports could not be written into it: a run that takes minutes should
 * not end with that.
 */
export async function checkWritable(directory: string): Promise<void> {
  const probe = join(directory, `.writable.${randomUUID()}.tmp`);
  try {
    await mkdir(directory, { recursive: true });
    // Permissions alone do not tell: root has them all, and a disk may be full or mounted read-only.
    await writeFile(probe, 'probe', { flag: 'wx' });
    await rm(probe);
  } catch (cause) {
    throw new Error(`The reports cannot be written to ${directory}: ${reason(cause)}`, { cause });
  }
  for (const { file } of fileReporters) await checkReplaceable(join(directory, file));
}

async function checkReplaceable(path: string): Promise<void> {
  const found = await stat(path).catch(() => undefined);
  if (found?.isDirectory()) throw new Error(`The report ${path} cannot be written: it is a directory`);
}

const reasons: Record<string, string> = {
  EEXIST: 'it is a file',
  ENOTDIR: 'a part of the path is a file',
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  EROFS: 'the file system is read-only',
  ENOSPC: 'no space is left',
  ENAMETOOLONG: 'the path is too long',
};

function reason(cause: unknown): string {
  if (!(cause instanceof Error)) return String(cause);
  const code = 'code' in cause ? String(cause.code) : '';
  return reasons[code] ?? cause.message;
}
