import markdownIt from 'markdown-it';
import { describe, expect, it } from 'vitest';
import { renderMarkdown } from '../../reporters/markdown.ts';
import { code, plain, table } from '../../reporters/markdown-text.ts';
import type { RunReport } from '../../results/report.ts';
import { hiddenCharacters } from './hidden.ts';
import {
  hostileOperations,
  hostileReport,
  hostileText,
  sampleFailure,
  sampleReport,
  sampleRule,
  severalOperations,
} from './sample.ts';

// As GitHub and GitLab read it: tables, HTML and bare links too.
const reader = markdownIt({ html: true, linkify: true });

/** What a text may be made of when it is shown as it is. */
function elements(markdown: string): string[] {
  return [
    ...new Set([...reader.render(markdown).matchAll(/<([a-z][a-z0-9]*)/g)].map(([, name]) => name ?? '')),
  ].sort();
}

/** The text of the only code span. */
function spanOf(markdown: string): string | undefined {
  const [paragraph] = reader.parse(markdown, {}).filter(({ type }) => type === 'inline');
  const children = paragraph?.children ?? [];
  return children.length === 1 && children[0]?.type === 'code_inline' ? children[0].content : undefined;
}

/** What Markdown, HTML and GitHub's additions to them might take for more than text. */
const tricky = [
  'plain',
  '`',
  '``a`b```',
  '` a',
  'a\\',
  '*bold* _it_ ~~no~~ **b**',
  '<b>x</b> <!-- a --> &lt; &amp;#60;',
  '[link](https://evil.test) ![image](https://evil.test/x.png)',
  '@octocat #1 https://evil.test www.evil.test mail@evil.test',
  '<script>alert(1)</script>',
  '# heading',
  '- list',
  '$x$ :smile:',
];

describe('a text in a table or paragraph', () => {
  it.each(tricky)('as code is itself and nothing else: %j', (text) => {
    expect(spanOf(code(text))).toBe(text);
    const cells = reader.parse(table(['head'], [[code(text)]]), {}).filter(({ type }) => type === 'inline');
    expect(cells.map(({ content }) => spanOf(content))).toEqual([undefined, text]);
  });

  it.each(tricky)('as plain text is itself, without an element: %j', (text) => {
    expect(elements(`x ${plain(text)}`)).toEqual(['p']);
  });

  it('keeps to its cell, with bars in it, behind a backslash too', () => {
    const html = reader.render(table(['one', 'two'], [[code('a|b||c\\|d\\\\|e'), plain('f|g')]]));
    expect([...html.matchAll(/<td>(.*?)<\/td>/g)].map(([, cell]) => cell)).toEqual([
      '<code>a|b||c\\\\u007cd\\\\\\u007ce</code>',
      'f|g',
    ]);
  });
});

describe('renderMarkdown', () => {
  it('says the verdict, the counts, and of a failure what was expected, observed and is to be mended', () => {
    const text = renderMarkdown(sampleReport());
    expect(text).toMatch(
      /^# swf-conformance: Not conformant: 2 MUST rules failed, 1 MUST rule inconclusive\.\n/,
    );
    for (const part of [
      '`http://127.0.0.1:5000 (Werkzeug/3.1.3 Python/3.12.4)`',
      '2 pass, 2 fail, 1 warn, 1 info, 1 skip, 2 inconclusive',
      '## What counts against the target (3)',
      '| `poll-for-activity-task.delivery.not-again`<br>fail | `no task within 2 s: the only task of this list was started by the poll before` |',
      'Record ActivityTaskStarted, and take the task off its list',
      '    npx swf-conformance run --endpoint http://127.0.0.1:5000 --only poll-for-activity-task.delivery.not-again --seed 1729',
      '`poll-for-activity-task.hold.full`<br>warn',
      '- `poll-for-activity-task.identity.null` `the twin without identity was refused`',
      '- 1 rule: needs a target that serves two regions',
    ]) {
      expect(text).toContain(part);
    }
    const html = reader.render(text);
    expect(html.match(/<tr>/g)).toHaveLength(4 + 4 + 2);
  });

  it.each([
    ['a usual', sampleReport()],
    ['a hostile', hostileReport()],
    ['a hostile, of several operations,', hostileOperations()],
  ])('of %s run is made of its own elements', (_name, report: RunReport) => {
    const text = renderMarkdown(report);
    const own = 'blockquote br code h1 h2 h3 li p pre table tbody td th thead tr ul'.split(' ');
    expect(own).toEqual(expect.arrayContaining(elements(text)));
    expect(reader.render(text)).not.toMatch(/<[^>]+ (href|src|on[a-z]+)=/);
    expect(text).not.toMatch(hiddenCharacters);
  });

  it('has of several operations the verdicts in a table, and findings by operation', () => {
    const text = renderMarkdown(severalOperations());
    for (const part of [
      '| `PollForActivityTask` | not conformant | 2 pass, 2 fail, 1 warn, 1 info, 1 skip, 2 inconclusive |',
      '| `CountPendingActivityTasks` | conformant | 2 pass, 1 warn |',
      '> 1 operation with 2 rules was not chosen.',
      '| Rules | 4 pass, 2 fail, 2 warn, 1 info, 1 skip, 2 inconclusive |',
      'Run | 12 rules in',
      '## Not judged (1)',
    ]) {
      expect(text).toContain(part);
    }
    expect(text).toMatch(
      /## Warnings \(2\)\n\n### `PollForActivityTask` \(1\)\n\n\|[\s\S]*`poll-for-activity-task\.hold\.full`[\s\S]*### `CountPendingActivityTasks` \(1\)\n\n\|[\s\S]*`count-pending-activity-tasks\.task-list\.truncated`/,
    );
    expect(text).not.toMatch(/poll-for-decision-task|PollForDecisionTask/);
    const one = renderMarkdown(sampleReport());
    expect(one).not.toContain('###');
    expect(one).not.toContain('| Operation |');
  });

  it('tells why the target was given up, and what was left out', () => {
    const report = sampleReport([sampleRule()], { only: ['delivery.*'] });
    report.summary = { ...report.summary, verdict: 'unusable', message: 'it stopped answering' };
    const text = renderMarkdown(report);
    expect(text).toContain('the target became unusable: it stopped answering\n');
    expect(text).toContain('> Partial run (--only delivery.\\*)');
  });

  it('stays below what GitHub takes, however many rules fail of whatever text', () => {
    const failure = sampleFailure({
      expected: '`|'.repeat(9999),
      observed: hostileText,
      fix: '*'.repeat(9999),
    });
    const rules = Array.from({ length: 3000 }, (_, n) =>
      sampleRule({
        id: `poll-for-activity-task.wire.${n}${'|'.repeat(999)}`,
        status: n % 2 ? 'fail' : 'skip',
        message: `${n}${hostileText}`,
        failure,
      }),
    );
    const text = renderMarkdown(sampleReport(rules));
    expect(Buffer.byteLength(text)).toBeLessThan(2 ** 20);
    expect(text).toContain('and 1,400 rules more');
  });
});
