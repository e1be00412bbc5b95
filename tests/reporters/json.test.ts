import { describe, expect, it } from 'vitest';
import { renderJson } from '../../reporters/json.ts';
import { runReport } from '../../results/report.ts';
import { hiddenCharacters } from './hidden.ts';
import { hostileReport, sampleReport } from './sample.ts';

describe('renderJson', () => {
  it('is the report again, whatever is in it', () => {
    for (const report of [sampleReport(), hostileReport()]) {
      const text = renderJson(report);
      expect(runReport.parse(JSON.parse(text))).toEqual(report);
      expect(text).not.toMatch(hiddenCharacters);
    }
  });

  it('refuses a report that does not fit its schema', () => {
    const report = sampleReport();
    expect(() => renderJson({ ...report, run: { ...report.run, durationMs: Number.NaN } })).toThrow(
      /durationMs/,
    );
  });
});
