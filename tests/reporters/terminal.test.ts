import { stripVTControlCharacters } from 'node:util';
import { describe, expect, it } from 'vitest';
import { summaryText } from '../../reporters/terminal.ts';
import { hiddenCharacters } from './hidden.ts';
import { hostileReport, sampleFailure, sampleReport, sampleRule, sampleRules } from './sample.ts';

const plain = { colour: false, width: 100, reports: ['report/results.json', 'report/index.html'] };

describe('summaryText', () => {
  it('ends with the reports and the verdict', () => {
    const lines = summaryText(sampleReport(), plain).trimEnd().split('\n');
    expect(lines.slice(-3)).toEqual([
      'Reports  report/results.json',
      '         report/index.html',
      'Not conformant: 2 MUST rules failed, 1 MUST rule inconclusive.',
    ]);
  });

  it('tells of a failure what was expected, observed and is to be mended', () => {
    expect(summaryText(sampleReport(), plain)).toContain(
      [
        '  FAIL  delivery.not-again  A started task is not handed out again.',
        '      Expected: no task within 2 s: the only task of this list was started by the poll before',
        '      Observed: the same task again after 12 ms: activityId "a-1", startedEventId 6',
        '      Fix:      Record ActivityTaskStarted, and take the task off its list, before the poll is',
        '                answered.',
      ].join('\n'),
    );
  });

  it('gives warnings, open questions and skipped rules with their reasons', () => {
    const text = summaryText(sampleReport(), plain);
    expect(text).toContain('  WARN  hold.full  answered empty after 1.0 s of 60 s');
    expect(text).toContain('  INCONCLUSIVE  identity.null  the twin without identity was refused');
    expect(text).toContain('  1 rule: needs a target that serves two regions');
    expect(text).toContain('2 PASS  2 FAIL  1 WARN  1 INFO  1 SKIP  2 INCONCLUSIVE');
  });

  it('fits a screen or two when everything fails', () => {
    const rules = Array.from({ length: 90 }, (_, n) => [
      sampleRule({ id: `wire.fail-${n}`, status: 'fail', message: 'no', failure: sampleFailure() }),
      sampleRule({
        id: `wire.warn-${n}`,
        level: 'should',
        status: 'warn',
        message: 'no',
        failure: sampleFailure(),
      }),
      sampleRule({ id: `wire.open-${n}`, level: 'should', status: 'inconclusive', message: 'unknown' }),
      sampleRule({ id: `wire.skip-${n}`, status: 'skip', message: `reason ${n}` }),
    ]).flat();
    const text = summaryText(sampleReport(rules), plain);
    expect(text.split('\n').length).toBeLessThanOrEqual(60);
    expect(text).toMatch(/and \d+ more: see the report/);
  });

  it('keeps within the width, but for paths and commands', () => {
    const lines = summaryText(hostileReport(), { ...plain, width: 72 }).split('\n');
    const long = lines.filter((line) => line.length > 72 && !line.includes('Again:'));
    expect(long).toEqual([]);
  });

  it('lets no escape sequence of a server through', () => {
    expect(summaryText(hostileReport(), plain)).not.toMatch(hiddenCharacters);
    const coloured = summaryText(hostileReport(), { ...plain, colour: true });
    expect(stripVTControlCharacters(coloured)).toBe(summaryText(hostileReport(), plain));
    expect(coloured).not.toBe(stripVTControlCharacters(coloured));
  });

  it('says that access control was not judged, and why', () => {
    const skipped = sampleRule({ id: 'access.action', status: 'skip', message: 'nobody said so' });
    const lines = summaryText(sampleReport([sampleRule(), skipped]), plain)
      .trimEnd()
      .split('\n');
    expect(lines.slice(-2)).toEqual([
      'Access control was not judged: nobody said so.',
      'Conformant: 1 MUST rule held, none failed, 1 skipped.',
    ]);
    expect(summaryText(sampleReport(), plain)).not.toContain('Access control');
  });

  it('says what a partial run was about', () => {
    const rules = sampleRules().filter((rule) => rule.status === 'pass');
    const text = summaryText(sampleReport(rules, { only: ['hold', 'delivery'] }), { ...plain, width: 120 });
    expect(text).toContain('Partial run (--only hold, delivery)');
    expect(text.trimEnd()).toMatch(/Conformant \(partial run\): 2 MUST rules held, none failed\.$/);
  });
});
