import { describe, expect, it } from 'vitest';
import { renderJson } from '../../reporters/json.ts';
import { runReport, schemaVersion } from '../../results/report.ts';
import { hiddenCharacters } from './hidden.ts';
import { mistakes, schema } from './results-schema.ts';
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

describe('the published schema', () => {
  it('is of the version that results have', () => {
    expect(schema.$id).toBe(`urn:swf-conformance:results:${schemaVersion}`);
  });

  it.each([
    ['a usual', sampleReport()],
    ['a hostile', hostileReport()],
  ])('allows the results of %s run', (_name, report) => {
    expect(mistakes(JSON.parse(renderJson(report)))).toEqual([]);
  });

  it('allows members that later releases may add', () => {
    const report = sampleReport();
    expect(mistakes({ ...report, more: 1, run: { ...report.run, more: 1 } })).toEqual([]);
  });

  it('allows nothing else', () => {
    const { rules, ...others } = sampleReport();
    const [rule] = rules;
    const wrong = [{ ...rule, level: 'may', observations: -1, title: undefined }];
    const found = mistakes({
      ...JSON.parse(JSON.stringify({ ...others, rules: wrong })),
      schemaVersion: 2,
      run: { ...others.run, startedAt: 'yesterday' },
    });
    expect(found.sort()).toEqual([
      '/rules/0 required',
      '/rules/0/level enum',
      '/rules/0/observations minimum',
      '/run/startedAt format',
      '/run/startedAt pattern',
      '/schemaVersion const',
    ]);
  });
});
