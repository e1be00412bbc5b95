import { randomUUID } from 'node:crypto';
import { mkdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { RunReport } from '../results/report.ts';
import { renderHtml } from './html.ts';
import { renderJson } from './json.ts';
import { renderJunit } from './junit.ts';
import { renderMarkdown } from './markdown.ts';
import { type FileReporter, reportFiles, usualFileReporters } from './report-files.ts';

const renderers: Record<FileReporter, (report: RunReport) => string | Promise<string>> = {
  json: renderJson,
  junit: renderJunit,
  html: renderHtml,
  markdown: renderMarkdown,
};

/**
 * Writes these reports into the directory, and returns their paths. Throws when any of it fails.
 * @param besides files that belong to the same run
 */
export async function writeReports(
  report: RunReport,
  directory: string,
  names: readonly FileReporter[] = usualFileReporters,
  besides: readonly { file: string; text: string }[] = [],
): Promise<string[]> {
  // All are rendered before the first is written.
  const files = names.map(async (name) => ({ file: reportFiles[name], text: await renderers[name](report) }));
  return await writeFiles(directory, [...(await Promise.all(files)), ...besides]);
}

/**
 * Writes the files into the directory, over those of before, and returns their paths. Each gets its name only when all
 * are whole, so that nobody reads half of one.
 */
export async function writeFiles(
  directory: string,
  files: readonly { file: string; text: string }[],
): Promise<string[]> {
  if (files.length === 0) return [];
  const outputs = files.map(({ file, text }) => ({
    path: join(directory, file),
    temporary: join(directory, `.${file}.${randomUUID()}.tmp`),
    text,
  }));
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
 * Creates the directory, and throws where the files could not be written into it: a run that takes minutes should
 * not end with that.
 */
export async function checkWritable(directory: string, files: readonly string[]): Promise<void> {
  const probe = join(directory, `.writable.${randomUUID()}.tmp`);
  try {
    await mkdir(directory, { recursive: true });
    // Permissions alone do not tell: root has them all, and a disk may be full or mounted read-only.
    await writeFile(probe, 'probe', { flag: 'wx' });
    await rm(probe);
  } catch (cause) {
    throw new Error(`The reports cannot be written to ${directory}: ${reason(cause)}`, { cause });
  }
  for (const file of files) await checkReplaceable(join(directory, file));
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
