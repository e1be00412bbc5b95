import { XMLValidator } from 'fast-xml-parser';
import { expect } from 'vitest';
import { type RunReport, runReport } from '../../results/report.ts';
import { hiddenCharacters } from '../reporters/hidden.ts';
import type { Outcome } from './run.ts';

/** A run takes 400 MB; 1.2 GB were measured where all rules are given 4 MB, the most that is read, with each decision task. */
const mostMb = 1536;
/** 1.3 MB were measured of a run in which every poll is answered with 900 KB. */
const longestReport = 5_000_000;

/** What holds of a run against any server: it ends in time, keeps within its bounds, and no text of a server's is more than text. */
export function expectSound(outcome: Outcome): void {
  const { code, stdout, stderr, files, peakMb, seconds } = outcome;
  expect([0, 1, 3], stderr).toContain(code);
  expect(seconds).toBeLessThan(100);
  expect(peakMb).toBeGreaterThan(0);
  expect(peakMb).toBeLessThan(mostMb);
  for (const text of [stdout, stderr, ...Object.values(files)]) {
    expect(text).not.toMatch(hiddenCharacters);
    expect(text.length).toBeLessThan(longestReport);
  }
}

/** The report of a run whose reports are whole. */
export function expectReports(outcome: Outcome): RunReport {
  expectSound(outcome);
  const { files } = outcome;
  expect(Object.keys(files)).toEqual(expect.arrayContaining(['results.json', 'junit.xml', 'index.html']));
  expect(XMLValidator.validate(files['junit.xml'] ?? '')).toBe(true);
  expect(files['index.html']).toMatch(/<\/html>\s*$/);
  expect(files['index.html']).toContain("default-src 'none'");
  const report = runReport.parse(JSON.parse(files['results.json'] ?? ''));
  expect(report.rules.filter(({ status }) => status === 'error')).toEqual([]);
  return report;
}
