import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type RunReport, runReport } from '../../results/report.ts';

/** What a run has written to results.json in a folder. */
export async function reportOf(...path: string[]): Promise<RunReport> {
  return runReport.parse(JSON.parse(await readFile(join(...path, 'results.json'), 'utf8')));
}
