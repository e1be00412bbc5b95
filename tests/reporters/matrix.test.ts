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
import { hostileReport, hostileText, sampleReport, sampleRule, sampleRules } from './sample.ts';

const green = sampleReport(sampleRules().map((rule) => ({ ...rule, status: 'pass', message: '' })));
const sample = comparisonOf(green, sampleReport(), green);
const hostile = comparisonOf(sampleReport(), {
  ...hostileReport(),
  rules: [...hostileReport().rules, sampleRule()],
});
const comparisons: [string, typeof sample][] = [
  ['usual', sample],
  ['hostile', hostile],
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
    expect(targets).toEqual(['../a%3Ab/index.html#hold.full']);
  });

  it('keeps its head in sight', async () => {
    const rules = Array.from({ length: 90 }, (_, n) => sampleRule({ id: `hold.r${n}` }));
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
    const details = opened.page.locator('details').filter({ hasText: 'fault.fail' });
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

  it.each(comparisons)('matrix.md of a %s comparison is made of its own elements', (_name, comparison) => {
    const reader = markdownIt({ html: true, linkify: true });
    const html = reader.render(renderMatrixMarkdown(comparison));
    const found = [...new Set([...html.matchAll(/<([a-z][a-z0-9]*)/g)].map(([, name]) => name))];
    expect('br code h1 h2 li p table tbody td th thead tr ul'.split(' ')).toEqual(
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
      '  worse    hold.full  pass -> warn  answered empty after 1.0 s of 60 s',
    ]);
    expect(text).toContain('  changed  delivery.region-scoped  pass -> skip  needs a target');
    expect(text.split('\n').slice(-6)).toEqual([
      '1 rule held on the first target, and was not judged on the last: delivery.region-scoped',
      'Written  there/index.html',
      '         there/matrix.json',
      '3 rules newly fail: they count against the last target, and not against the first',
      '  delivery.not-again, task-list.c0-control, task-list.valid',
      '',
    ]);
  });

  it('the terminal is not steered, and keeps its width', () => {
    const options = { width: 80, files: [] };
    const plain = matrixText(hostile, { ...options, colour: false });
    expect(plain).not.toMatch(hiddenCharacters);
    expect(plain.split('\n').filter((line) => line.length > 80)).toEqual([]);
    expect(stripVTControlCharacters(matrixText(hostile, { ...options, colour: true }))).toBe(plain);
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
