import { stripVTControlCharacters } from 'node:util';
import markdownIt from 'markdown-it';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { renderMatrixJson } from '../../reporters/matrix/json.ts';
import { renderMatrixMarkdown } from '../../reporters/matrix/markdown.ts';
import { renderMatrixHtml } from '../../reporters/matrix/page.ts';
import { matrixText } from '../../reporters/matrix/terminal.ts';
import { visibleTargets } from '../../reporters/matrix/visible.ts';
import { namesOf } from '../../reporters/matrix/words.ts';
import { compared } from '../../results/comparison.ts';
import type { RunReport } from '../../results/report.ts';
import { visible } from '../../results/visible.ts';
import { axeFindings, startBrowser, type TestBrowser } from './browser.ts';
import { hiddenCharacters } from './hidden.ts';
import {
  hostileOperations,
  hostileReport,
  hostileText,
  sampleReport,
  sampleRule,
  sampleRules,
  severalOperations,
} from './sample.ts';

const green = sampleReport(sampleRules().map((rule) => ({ ...rule, status: 'pass', message: '' })));
const sample = comparisonOf(green, sampleReport(), green);
const hostile = comparisonOf(sampleReport(), {
  ...hostileReport(),
  rules: [...hostileReport().rules, sampleRule()],
});
/** Two runs that had chosen the same two of three operations. */
const several = comparisonOf(
  sampleReport(
    severalOperations().rules.map((rule) =>
      rule.skippedBy ? rule : { ...rule, status: 'pass', message: '' },
    ),
  ),
  severalOperations(),
);
const hostileNames = comparisonOf(green, hostileOperations());
const comparisons: [string, typeof sample][] = [
  ['usual', sample],
  ['hostile', hostile],
  ["hostile operations'", hostileNames],
];

function comparisonOf(...reports: RunReport[]) {
  const names = namesOf(reports);
  return compared(
    visibleTargets(
      reports.map((report, index) => ({ name: names[index] ?? '../../reporters/matrix/visible.ts', report })),
    ),
  );
}

let browser: TestBrowser;
beforeAll(async () => {
  browser = await startBrowser();
});
afterAll(() => browser?.[Symbol.asyncDispose]());

function open(comparison: typeof sample, colorScheme: 'light' | 'dark' = 'light', width = 1200) {
  return browser.open(renderMatrixHtml(comparison), { viewport: { width, height: 800 }, colorScheme });
}

/** The texts of a rule's cells. */
async function cells(page: Page, id: string): Promise<string[]> {
  const texts = await page.locator('.matrix tr').filter({ hasText: id }).locator('td').allInnerTexts();
  return texts.map((text) => text.replace(/\s+/g, ' ').trim());
}

describe.each(comparisons)('the page of a %s comparison', (_name, comparison) => {
  it('loads nothing, runs nothing, and shows no hidden character', async () => {
    await using opened = await open(comparison);
    const { page, deeds } = opened;
    for (const summary of await page.locator('summary').all()) await summary.click();
    expect(deeds).toEqual([]);
    expect(await page.evaluate(() => 'pwned' in globalThis)).toBe(false);
    expect(
      await page.locator('script, img, iframe, object, link, a, [onload], [onerror], [style]').count(),
    ).toBe(0);
    expect(renderMatrixHtml(comparison)).not.toMatch(hiddenCharacters);
  });

  it.each(['light', 'dark'] as const)('is accessible in %s', async (scheme) => {
    await using opened = await open(comparison, scheme);
    const { page } = opened;
    await page.evaluate(() => {
      for (const details of document.querySelectorAll('details')) details.open = true;
    });
    expect(await axeFindings(page)).toEqual([]);
  });
});

describe('the page', () => {
  it('has a row for each rule, a column for each target, and marks what differs between neighbours', async () => {
    await using opened = await open(sample);
    const { page } = opened;
    expect(await page.locator('h1').innerText()).toBe('9 rules on 3 targets');
    expect(await cells(page, 'poll-for-activity-task.delivery.not-again')).toEqual([
      '✓ pass',
      '✗ fail ▼ worse',
      '✓ pass ▲ better',
    ]);
    expect(await cells(page, 'poll-for-activity-task.delivery.ready-task')).toEqual([
      '✓ pass',
      '✓ pass',
      '✓ pass',
    ]);
    expect(await page.locator('.differences').innerText()).toBe(
      [
        'From 1 to 2: 5 rules worse, 2 rules changed',
        'From 2 to 3: 5 rules better, 2 rules changed',
        'Nothing newly fails: what counts against the last target counts against the first',
      ].join('\n'),
    );
    const areas = await page.locator('.area').allInnerTexts();
    expect(areas.map((text) => text.replace(/\s+/g, ' '))).toContain(
      'delivery 3 rules 3 of 3 hold 1 of 2 hold 3 of 3 hold',
    );
  });

  it('has of several operations the verdict of each target, above their areas', async () => {
    await using opened = await open(several);
    const { page } = opened;
    expect(await page.locator('.tool').innerText()).toContain(
      'PollForActivityTask and CountPendingActivityTasks',
    );
    expect(await page.locator('h1').innerText()).toBe('12 rules on 2 targets');
    const rows = await page.locator('.matrix .operation tr').allInnerTexts();
    expect(rows.map((row) => row.replace(/\s+/g, ' '))).toEqual([
      'PollForActivityTask 9 rules conformant 9 of 9 hold not conformant 3 of 8 hold',
      'CountPendingActivityTasks 3 rules conformant 3 of 3 hold conformant 2 of 3 hold',
    ]);
    const heads = await page.locator('.operation th, .area th').allInnerTexts();
    expect(heads.map((text) => text.split(' ')[0])).toEqual([
      ...['PollForActivityTask', 'hold', 'delivery', 'task-list', 'identity'],
      ...['CountPendingActivityTasks', 'task-list', 'domain'],
    ]);
    await page.getByLabel('Only what differs').check();
    expect(await page.locator('.operation:visible').count()).toBe(2);
    await using one = await open(sample);
    expect(await one.page.locator('.operation').count()).toBe(0);
    expect(await one.page.locator('.tool').innerText()).toBe(
      'swf-conformance: Amazon SWF, PollForActivityTask',
    );
  });

  it('hides an operation on which nothing differs with the rest, and says where one was not judged', async () => {
    const [decision] = severalOperations().rules.filter(
      ({ operation }) => operation === 'PollForDecisionTask',
    );
    const held = { ...sampleRule(), ...decision, status: 'pass' as const, skippedBy: undefined, message: '' };
    await using opened = await open(comparisonOf(sampleReport([sampleRule(), held]), severalOperations()));
    const { page } = opened;
    const row = page.locator('.operation tr').filter({ hasText: 'PollForDecisionTask' });
    expect(await row.locator('td').allInnerTexts()).toEqual(['conformant 1 of 1 hold', 'not judged']);
    const same = comparisonOf(severalOperations(), severalOperations());
    await using unchanged = await open(same);
    await unchanged.page.getByLabel('Only what differs').check();
    expect(await unchanged.page.locator('.matrix tbody:visible').count()).toBe(0);
  });

  it('names a rule without its operation, and whole where it is opened', async () => {
    await using opened = await open(sample);
    const details = opened.page.locator('details').filter({ hasText: 'poll-for-activity-task.hold.full' });
    expect(await details.locator('summary').innerText()).toBe('hold.full SHOULD');
    await details.locator('summary').click();
    expect(await details.locator('p.id').innerText()).toBe('poll-for-activity-task.hold.full');
  });

  it('tells of a rule that is opened, by the keyboard too, what was seen on each target', async () => {
    await using opened = await open(sample);
    const { page } = opened;
    const details = page.locator('details').filter({ hasText: 'poll-for-activity-task.delivery.not-again' });
    expect(await details.locator('dl').isVisible()).toBe(false);
    await details.locator('summary').focus();
    await page.keyboard.press('Enter');
    expect(await details.locator('dd').allInnerTexts()).toEqual([
      'pass',
      'fail: the same task was handed out twice',
      'pass',
    ]);
  });

  it('shows on request what differs alone', async () => {
    await using opened = await open(sample);
    const { page } = opened;
    await page.getByLabel('Only what differs').check();
    expect(await page.locator('.matrix tr.same:visible').count()).toBe(0);
    expect(await page.locator('.matrix tr.differs:visible').count()).toBe(7);
  });

  it('links a result to its own report, where there is one', async () => {
    const [first, second] = ['../a%3Ab/index.html', undefined].map((page) => ({
      name: 'x',
      report: green,
      page,
    }));
    await using opened = await open(compared(visibleTargets([first, second].flatMap((each) => each ?? []))));
    const links = opened.page
      .locator('details')
      .filter({ hasText: 'poll-for-activity-task.hold.full' })
      .locator('a');
    const targets = await links.evaluateAll((all) => all.map((link) => link.getAttribute('href')));
    expect(targets).toEqual(['../a%3Ab/index.html#poll-for-activity-task.hold.full']);
  });

  it('keeps its head in sight', async () => {
    const rules = Array.from({ length: 90 }, (_, n) =>
      sampleRule({ id: `poll-for-activity-task.hold.r${n}` }),
    );
    await using opened = await open(comparisonOf(sampleReport(rules), sampleReport(rules)));
    const { page } = opened;
    await page.evaluate(() => window.scrollTo(0, 2000));
    const top = await page
      .locator('.matrix thead th')
      .nth(1)
      .evaluate((head) => head.getBoundingClientRect().top);
    expect(Math.round(top)).toBe(0);
  });

  it('shows hostile text as it is, with what is hidden in it', async () => {
    await using opened = await open(hostile);
    const details = opened.page.locator('details').filter({ hasText: 'poll-for-activity-task.fault.fail' });
    expect(await details.locator('dd').last().textContent()).toBe(`fail: ${visible(hostileText)}`);
  });
});

describe('the other forms', () => {
  it('matrix.json has all of it, for programs', () => {
    const matrix = JSON.parse(renderMatrixJson(comparisonOf(green, sampleReport())));
    expect(matrix.schemaVersion).toBe(1);
    expect(matrix.targets.map(({ verdict }: { verdict: string }) => verdict)).toEqual([
      'conformant',
      'not-conformant',
    ]);
    expect(matrix.newlyFailing).toEqual([
      'poll-for-activity-task.delivery.not-again',
      'poll-for-activity-task.task-list.c0-control',
      'poll-for-activity-task.task-list.valid',
    ]);
    expect(matrix.noLongerJudged).toEqual(['poll-for-activity-task.delivery.region-scoped']);
    expect(matrix.rules[1]).toEqual({
      id: 'poll-for-activity-task.hold.full',
      title: 'It is not answered empty before nine tenths of the hold.',
      operation: 'PollForActivityTask',
      area: 'hold',
      level: 'should',
      results: [
        { status: 'pass', message: '' },
        { status: 'warn', message: 'answered empty after 1.0 s of 60 s' },
      ],
      changes: ['worse'],
    });
    expect(renderMatrixJson(hostile)).not.toMatch(hiddenCharacters);
  });

  it('matrix.json has the operation of each rule, and the verdicts of each target', () => {
    const matrix = JSON.parse(renderMatrixJson(several));
    const verdicts = matrix.targets.map(
      ({ operations }: { operations: { name: string; verdict: string }[] }) =>
        operations.map(({ name, verdict }) => [name, verdict]),
    );
    expect(verdicts[1]).toEqual([
      ['PollForActivityTask', 'not-conformant'],
      ['CountPendingActivityTasks', 'conformant'],
    ]);
    expect(new Set(matrix.rules.map(({ operation }: { operation: string }) => operation))).toEqual(
      new Set(['PollForActivityTask', 'CountPendingActivityTasks']),
    );
  });

  it('matrix.md has the verdicts of several operations, and the differences by operation', () => {
    const text = renderMatrixMarkdown(several);
    expect(text).toContain(
      [
        '| Operation | 1 | 2 |',
        '| --- | --- | --- |',
        '| `PollForActivityTask` | conformant | not-conformant |',
        '| `CountPendingActivityTasks` | conformant | conformant |',
      ].join('\n'),
    );
    expect(text).toMatch(
      /## Differences \(8\)\n\n### `PollForActivityTask` \(7\)\n\n\|[\s\S]*### `CountPendingActivityTasks` \(1\)\n\n\|.*\n.*\n\| `count-pending-activity-tasks\.task-list\.truncated` \|/,
    );
    expect(renderMatrixMarkdown(sample)).not.toMatch(/###|Operation/);
  });

  it('the terminal has the verdicts of several operations, and the differences by operation', () => {
    const text = matrixText(several, { colour: false, width: 100, files: [] });
    expect(text).toContain(
      [
        '   not-conformant: 4 pass, 2 fail, 2 warn, 1 info, 1 skip, 2 inconclusive',
        '   - PollForActivityTask, not-conformant: 2 pass, 2 fail, 1 warn, 1 info, 1 skip, 2 inconclusive',
        '   - CountPendingActivityTasks, conformant: 2 pass, 1 warn\n',
      ].join('\n'),
    );
    expect(text).toMatch(
      /rules changed\n PollForActivityTask\n {2}worse {4}poll-[\s\S]*\n CountPendingActivityTasks\n {2}worse {4}count-pending/,
    );
    const one = matrixText(sample, { colour: false, width: 100, files: [] });
    expect(one).not.toMatch(/^ +(- )?PollForActivityTask/m);
    // An operation on which nothing differs is not named again.
    const same = comparisonOf(severalOperations(), severalOperations());
    expect(matrixText(same, { colour: false, width: 100, files: [] })).not.toMatch(/^ \w/m);
  });

  it.each(comparisons)('matrix.md of a %s comparison is made of its own elements', (_name, comparison) => {
    const reader = markdownIt({ html: true, linkify: true });
    const html = reader.render(renderMatrixMarkdown(comparison));
    const found = [...new Set([...html.matchAll(/<([a-z][a-z0-9]*)/g)].map(([, name]) => name))];
    expect('br code h1 h2 h3 li p table tbody td th thead tr ul'.split(' ')).toEqual(
      expect.arrayContaining(found),
    );
    expect(html).toMatch(/<td>fail \((worse|changed)\)<br>/);
    expect(html).not.toMatch(hiddenCharacters);
  });

  it('the terminal has the counts, each difference, and last what newly fails', () => {
    const files = ['there/index.html', 'there/matrix.json'];
    const text = matrixText(comparisonOf(green, sampleReport()), { colour: false, width: 100, files });
    expect(text.split('\n').slice(0, 7)).toEqual([
      expect.stringMatching(/^1 {2}http:\/\/127\.0\.0\.1:5000 /),
      '   conformant: 9 pass',
      expect.stringMatching(/^2 {2}http:\/\/127\.0\.0\.1:5000 /),
      '   not-conformant: 2 pass, 2 fail, 1 warn, 1 info, 1 skip, 2 inconclusive',
      '',
      'From 1 to 2: 5 rules worse, 2 rules changed',
      '  worse    poll-for-activity-task.hold.full  pass -> warn  answered empty after 1.0 s of 60 s',
    ]);
    expect(text).toContain(
      '  changed  poll-for-activity-task.delivery.region-scoped  pass -> skip  needs a target',
    );
    expect(text.split('\n').slice(-8)).toEqual([
      '1 rule held on the first target, and was not judged on the last:',
      'poll-for-activity-task.delivery.region-scoped',
      'Written  there/index.html',
      '         there/matrix.json',
      '3 rules newly fail: they count against the last target, and not against the first',
      '  poll-for-activity-task.delivery.not-again, poll-for-activity-task.task-list.c0-control,',
      '  poll-for-activity-task.task-list.valid',
      '',
    ]);
  });

  it('the terminal is not steered, and keeps its width', () => {
    const options = { width: 80, files: [] };
    for (const comparison of [hostile, hostileNames]) {
      const plain = matrixText(comparison, { ...options, colour: false });
      expect(plain).not.toMatch(hiddenCharacters);
      expect(plain.split('\n').filter((line) => line.length > 80)).toEqual([]);
      expect(stripVTControlCharacters(matrixText(comparison, { ...options, colour: true }))).toBe(plain);
    }
  });
});

describe('the names of targets', () => {
  const report = sampleReport();
  const [target, tool, run] = [report.target, report.tool, report.run];

  it('say no more than tells them apart', () => {
    expect(namesOf([{ ...report, target: { ...target, embedded: true } }, report])).toEqual([
      'embedded reference server',
      'http://127.0.0.1:5000 (Werkzeug/3.1.3 Python/3.12.4)',
    ]);
    const where = 'http://127.0.0.1:5000 (Werkzeug/3.1.3 Python/3.12.4)';
    expect(namesOf([report, { ...report, tool: { ...tool, version: '0.2.0' } }])).toEqual([
      `${where}, by 0.1.0`,
      `${where}, by 0.2.0`,
    ]);
    const later = { ...report, run: { ...run, startedAt: '2026-11-04T14:05:11.204Z' } };
    expect(namesOf([report, later])).toEqual([
      `${where}, 2026-11-03 14:05:11 UTC`,
      `${where}, 2026-11-04 14:05:11 UTC`,
    ]);
    const other = { ...report, target: { ...target, endpoint: 'http://swf.test' } };
    expect(namesOf([report, other, report])).toEqual([
      `${where}, #1`,
      'http://swf.test (Werkzeug/3.1.3 Python/3.12.4)',
      `${where}, #3`,
    ]);
  });
});
