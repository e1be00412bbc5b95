import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { annotationsOf } from '../../action/annotations.ts';
import { addSummary, annotationLine } from '../../action/github.ts';
import type { Gate } from '../../results/gate-schema.ts';
import { folder } from '../cli/command.ts';
import { hiddenCharacters } from '../reporters/hidden.ts';
import { hostileReport, sampleFailure, sampleReport, sampleRule, sampleRules } from '../reporters/sample.ts';

function told(report: Parameters<typeof annotationsOf>[0], code: number): string[] {
  return annotationsOf(report, code).map(
    ({ kind, title }) => `${kind} ${title.replace('swf-conformance: ', '')}`,
  );
}

/** A gate that says nothing of what is known. */
const rest = { baseline: 'b.yaml', known: [], flaky: [], healed: [], notJudged: [] };

describe('the annotations of a run', () => {
  it('are errors for what counts and warnings for the rest, what failed first', () => {
    expect(told(sampleReport(), 1)).toEqual([
      'error delivery.not-again (MUST) failed',
      'error task-list.c0-control (MUST) failed',
      'error task-list.valid (MUST) is inconclusive',
      'warning hold.full (SHOULD) failed',
      'warning identity.null (SHOULD) is inconclusive',
    ]);
    expect(told(sampleReport(sampleRules(), { failOn: 'should' }), 1)).toEqual([
      'error hold.full (SHOULD) failed',
      'error delivery.not-again (MUST) failed',
      'error task-list.c0-control (MUST) failed',
      'error task-list.valid (MUST) is inconclusive',
      'error identity.null (SHOULD) is inconclusive',
    ]);
  });

  it('say what was expected, what was observed and what to fix; of what is inconclusive, why it counts', () => {
    const messages = annotationsOf(sampleReport(), 1).map(({ message }) => message);
    expect(messages[1]).toBe(
      'Expected: a 400 fault within 2 s\nObserved: no answer: the connection was closed after 2.0 s\nFix: Check the name against the documented pattern before the poll is held.',
    );
    expect(messages[2]).toBe(
      'set-up failed on the target: RespondDecisionTaskCompleted answered 500\nNothing was learned of it, and so it counts as not held.',
    );
    expect(messages[4]).toBe('the twin without identity was refused');
  });

  it('are none for a green run', () => {
    expect(told(sampleReport([sampleRule()]), 0)).toEqual([]);
  });

  it('begin with faults of our own, and with the loss of the target', () => {
    const rules = [
      ...sampleRules(),
      sampleRule({ id: 'poll-for-activity-task.wire.status', status: 'error' }),
    ];
    expect(told(sampleReport(rules), 4)[0]).toBe(
      'error wire.status (MUST) met a fault of swf-conformance itself',
    );
    const report = sampleReport([sampleRule()]);
    const lost = { ...report.summary, verdict: 'unusable' as const, message: 'it stopped answering' };
    expect(annotationsOf({ ...report, summary: lost }, 3)).toEqual([
      { kind: 'error', title: 'swf-conformance: no verdict', message: 'it stopped answering' },
    ]);
  });

  it('say why a run failed of which no rule did', () => {
    const skipped = annotationsOf(sampleReport([sampleRule({ status: 'skip' })]), 1);
    expect(skipped).toMatchObject([
      { kind: 'error', message: expect.stringContaining('every rule was skipped') },
    ]);
    const partial = annotationsOf(sampleReport([sampleRule()], { only: ['hold.*'] }), 1);
    expect(partial).toMatchObject([
      { kind: 'error', message: expect.stringContaining('The budget left rules out') },
    ]);
  });

  it.each([
    [10, 0, []],
    [11, 0, ['notice 1 more error']],
    [10, 13, ['notice 3 more warnings']],
    [12, 11, ['notice 2 more errors and 1 more warning']],
  ])(
    'are ten of a kind at most, as GitHub shows no more, of %s errors and %s warnings',
    (musts, shoulds, more) => {
      const failed = (level: 'must' | 'should') => (_: unknown, index: number) =>
        sampleRule({
          id: `${level}.${index}`,
          level,
          status: level === 'must' ? 'fail' : 'warn',
          failure: sampleFailure(),
        });
      const rules = [
        ...Array.from({ length: shoulds }, failed('should')),
        ...Array.from({ length: musts }, failed('must')),
      ];
      const all = told(sampleReport(rules), 1);
      expect(all.filter((each) => each.startsWith('error must.'))).toHaveLength(10);
      expect(all.filter((each) => each.startsWith('warning should.'))).toHaveLength(Math.min(shoulds, 10));
      expect(all.slice(10 + Math.min(shoulds, 10))).toEqual(more);
    },
  );
});

describe('the annotations of a run with a baseline', () => {
  const gate: Gate = {
    ...rest,
    passed: false,
    findings: [
      {
        kind: 'unlisted',
        rule: 'poll-for-activity-task.delivery.not-again',
        message: 'it fails, and is not in the baseline',
      },
      {
        kind: 'stale',
        rule: 'poll-for-activity-task.hold.wakes-promptly',
        message: 'it is listed as failing, and holds',
      },
      { kind: 'unknown', rule: 'gone.*', message: 'no rule matches it' },
    ],
  };

  it('are what the baseline does not expect, with what to fix', () => {
    const rules = sampleRules().filter(({ level }) => level === 'must');
    expect(annotationsOf({ ...sampleReport(rules), gate }, 1)).toEqual([
      {
        kind: 'error',
        title: 'swf-conformance: delivery.not-again (baseline: unlisted)',
        message: `it fails, and is not in the baseline\nFix: ${sampleFailure().fix}`,
      },
      {
        kind: 'error',
        title: 'swf-conformance: hold.wakes-promptly (baseline: stale)',
        message: 'it is listed as failing, and holds',
      },
      { kind: 'error', title: 'swf-conformance: gone.* (baseline: unknown)', message: 'no rule matches it' },
    ]);
  });

  it('are none where all is as expected', () => {
    const rules = sampleRules().filter(({ level }) => level === 'must');
    expect(told({ ...sampleReport(rules), gate: { ...rest, passed: true, findings: [] } }, 0)).toEqual([]);
  });
});

describe('what a server sent', () => {
  it('is one line of an annotation, harmless and not long', () => {
    const findings = [
      { kind: 'unlisted' as const, rule: '::error::x', message: hostileReport().summary.message },
    ];
    const reports = [hostileReport(), { ...hostileReport(), gate: { ...rest, passed: false, findings } }];
    for (const line of reports.flatMap((report) => annotationsOf(report, 1)).map(annotationLine)) {
      expect(line).toMatch(/^::(error|warning) title=[^:,\n\r]*::[^\n\r]*\n$/);
      expect(line).not.toMatch(hiddenCharacters);
      expect(line.length).toBeLessThan(1500);
    }
  });

  it('is escaped as GitHub undoes it', () => {
    expect(annotationLine({ kind: 'error', title: 'a:b,c%3A\n', message: '100%\r\n::error::x' })).toBe(
      '::error title=a%3Ab%2Cc%253A%0A::100%25%0D%0A::error::x\n',
    );
  });
});

describe('the summary of a step', () => {
  const mebibyte = 1024 * 1024;

  it('is added to what is there', async () => {
    await using home = await folder();
    const file = join(home.path, 'summary');
    await writeFile(file, 'before\n');
    addSummary('# after\n', file);
    expect(await readFile(file, 'utf8')).toBe('before\n# after\n');
  });

  it.each([0, 1000, mebibyte - 20, mebibyte])(
    'is cut at a line where GitHub would drop it, after %s bytes',
    async (before) => {
      await using home = await folder();
      const file = join(home.path, 'summary');
      await writeFile(file, 'x'.repeat(before));
      addSummary(`${'é'.repeat(99)}\n`.repeat(6000), file);
      const text = await readFile(file, 'utf8');
      expect(Buffer.byteLength(text)).toBeLessThanOrEqual(mebibyte);
      const added = text.slice(before);
      if (before > 1000) expect(added).toBe('');
      else
        expect(added).toMatch(
          /^(é{99}\n)*é{99}\n\n\(GitHub shows 1 MiB of it: the rest is in the reports\.\)\n$/,
        );
    },
  );
});
