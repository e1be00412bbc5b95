import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { renderHtml } from '../../reporters/html.ts';
import { isOpen, rule, soon, startBrowser, type TestBrowser } from './browser.ts';
import { concurrentReport, largeReport, sampleScript } from './html-sample.ts';
import { asked, sampleReport } from './sample.ts';

// What a reader does with what was found: looks at the timeline, copies a command, prints it.

let browser: TestBrowser;
let usual: string;
let concurrent: string;
beforeAll(async () => {
  browser = await startBrowser();
  usual = await renderHtml(sampleReport());
  concurrent = await renderHtml(concurrentReport());
});
afterAll(() => browser?.[Symbol.asyncDispose]());

describe('the timeline', () => {
  it('has a lane for each poll that overlaps, bars where the requests were, and all of it as a table', async () => {
    await using opened = await browser.open(concurrent, {
      fragment: '#poll-for-activity-task.delivery.own-list',
    });
    const { page } = opened;
    await page.locator('.lanes').waitFor();
    expect(await page.locator('.group .name').allInnerTexts()).toEqual([
      'swfc-4f1a/b',
      'swfc-4f1a/a',
      'decision polls',
      'other requests',
    ]);
    const place = async (bar: number) => {
      const box = await page.locator(`[data-bar="${bar}"] rect`).boundingBox();
      if (!box) throw new Error(`bar ${bar} is not drawn`);
      return box;
    };
    const [first, beside, served, after] = [await place(1), await place(2), await place(3), await place(6)];
    expect(beside.y).toBeGreaterThan(first.y);
    // After the first had ended there is room in its lane.
    expect(Math.abs(after.y - first.y)).toBeLessThan(1);
    expect(after.x).toBeGreaterThan(first.x + first.width);
    // 518 ms beside 1013 ms.
    expect(served.width / first.width).toBeCloseTo(518 / 1013, 1);
    expect(await page.locator('.axis text').allTextContents()).toEqual([
      '0 s',
      '0.5 s',
      '1 s',
      '1.5 s',
      '2 s',
    ]);
    await page.getByText('The timeline as a table').click();
    expect(await page.locator('.as-table tbody tr').allInnerTexts()).toContain(
      'PollForActivityTask\tswfc-4f1a/b\t22 ms\t540 ms\ttask a-1',
    );
    await page.locator('[data-bar="2"]').hover();
    expect(await page.locator('.chosen').innerText()).toContain('from 21 ms to 2.0 s, given up');
  });

  it('keeps to its place when it is long, with the axis in sight', async () => {
    const timeline = Array.from({ length: 200 }, (_, index) => {
      return {
        ...asked('PollForActivityTask'),
        about: `list-${index % 7}`,
        sentAtMs: index,
        endedAtMs: 2000 + index,
        outcome: 'empty',
      };
    });
    const long = await renderHtml(concurrentReport(timeline));
    await using opened = await browser.open(long, { fragment: '#poll-for-activity-task.delivery.own-list' });
    const { page } = opened;
    await soon(() => page.locator('.bar').count()).toBe(200);
    const lanes = page.locator('.lanes');
    expect((await lanes.boundingBox())?.height).toBeLessThan(500);
    await page.locator('[data-bar="199"]').scrollIntoViewIfNeeded();
    const [box, axis] = [await lanes.boundingBox(), await page.locator('.axis').boundingBox()];
    expect(Math.abs((axis?.y ?? 0) - (box?.y ?? 0))).toBeLessThan(5);
  });
});

describe('copying', () => {
  it('puts a command into the clipboard, also one that is closed', async () => {
    await using opened = await browser.open(concurrent, {
      fragment: '#poll-for-activity-task.delivery.own-list',
      permissions: ['clipboard-read', 'clipboard-write'],
    });
    const { page } = opened;
    const clipboard = () => page.evaluate(() => navigator.clipboard.readText());
    const run = page.getByRole('button', { name: 'Copy: The rule alone' });
    await run.click();
    expect(await clipboard()).toBe(
      'npx swf-conformance run --only poll-for-activity-task.delivery.own-list --seed 1729',
    );
    expect(await page.locator('.copyable [role="status"]').allInnerTexts()).toEqual(['Copied', '', '', '']);
    const script = page.locator('.copyable').last();
    expect(await script.locator('pre').isVisible()).toBe(false);
    await script.getByRole('button').click();
    await soon(clipboard).toBe(sampleScript);
  });

  it('selects the command where the browser keeps its clipboard to itself', async () => {
    await using opened = await browser.open(concurrent, {
      fragment: '#poll-for-activity-task.delivery.own-list',
    });
    const { page } = opened;
    const script = page.locator('.copyable').last();
    await script.waitFor();
    await page.evaluate(() => {
      navigator.clipboard.writeText = () => Promise.reject(new Error('not allowed'));
      document.execCommand = () => false;
    });
    await script.getByRole('button').click();
    await soon(() => script.getByRole('status').innerText()).toContain('Selected');
    expect(await page.evaluate(() => String(getSelection()))).toBe(sampleScript);
  });
});

describe('the buttons of the list', () => {
  it('open every finding that is shown, and close all', async () => {
    await using opened = await browser.open(usual, { fragment: '#level=must' });
    const { page } = opened;
    const open = () => page.locator('.rule > details[open] h4').allTextContents();
    await page.getByRole('button', { name: 'Open findings' }).click();
    expect(await open()).toEqual([
      'poll-for-activity-task.delivery.not-again',
      'poll-for-activity-task.task-list.c0-control',
    ]);
    await soon(() => page.locator('.exchange').count()).toBe(3);
    await page.getByRole('button', { name: 'Close all' }).click();
    expect(await open()).toEqual([]);
  });
});

describe('in the dark', () => {
  it('is dark on the screen, and light on paper', async () => {
    const background = (page: Page) =>
      page.evaluate(() => Number(/\d+/.exec(getComputedStyle(document.body).backgroundColor)?.[0]));
    await using light = await browser.open(usual, { colorScheme: 'light' });
    expect(await background(light.page)).toBeGreaterThan(200);
    await using dark = await browser.open(usual, { colorScheme: 'dark' });
    expect(await background(dark.page)).toBeLessThan(50);
    await dark.page.emulateMedia({ media: 'print' });
    expect(await background(dark.page)).toBeGreaterThan(200);
  });
});

describe('on paper', () => {
  it('has every finding open with its exchanges, and no controls; the screen is then as it was', async () => {
    await using opened = await browser.open(usual);
    const { page } = opened;
    const finding = rule(page, 'poll-for-activity-task.task-list.c0-control');
    await page.emulateMedia({ media: 'print' });
    // What can be printed at once is unpacked while nothing happens.
    await soon(async () => {
      await page.evaluate(() => dispatchEvent(new Event('beforeprint')));
      return page.locator('.detail:not(:empty)').count();
    }).toBe(3);
    expect(await finding.getByText('"domain": "conformance"').isVisible()).toBe(true);
    const all = page.locator('.exchange');
    expect(await all.count()).toBe(await page.locator('.exchange:has(.sides:visible)').count());
    expect(await page.locator('button:visible, input:visible').count()).toBe(0);
    // What held keeps to its line.
    expect(
      await rule(page, 'poll-for-activity-task.delivery.ready-task').locator('blockquote').isVisible(),
    ).toBe(false);
    // Told twice, it closes all the same what it opened.
    await page.evaluate(() => dispatchEvent(new Event('beforeprint')));
    await page.evaluate(() => dispatchEvent(new Event('afterprint')));
    await page.emulateMedia({ media: 'screen' });
    expect(await isOpen(page, 'poll-for-activity-task.task-list.c0-control')).toBeNull();
    expect(await page.locator('details[open]:visible').count()).toBe(0);
  });

  it('has of a long story the last ten exchanges whole, and the others as a line', async () => {
    await using opened = await browser.open(await renderHtml(largeReport(1, 12)));
    const { page } = opened;
    await page.emulateMedia({ media: 'print' });
    await soon(async () => {
      await page.evaluate(() => dispatchEvent(new Event('beforeprint')));
      return page.locator('.exchange').count();
    }).toBe(12);
    const open = await page
      .locator('.exchange')
      .evaluateAll((all) => all.map((each) => each.hasAttribute('open')));
    expect(open).toEqual([false, false, ...Array(10).fill(true)]);
    expect(await page.locator('.exchange').first().locator('summary').isVisible()).toBe(true);
  });

  it('says beforehand to the browser that prints what to open', async () => {
    await using opened = await browser.open(usual);
    const { page } = opened;
    await page.evaluate(() => {
      document.title = '';
      addEventListener('beforeprint', () => {
        document.title = `${document.querySelectorAll('.sides').length} shown`;
      });
    });
    const printed = async () => {
      const pdf = await page.pdf();
      expect(pdf.subarray(0, 5).toString()).toBe('%PDF-');
      return page.title();
    };
    await soon(printed).toBe('4 shown');
  });
});

it('says where else to look when the data of a rule cannot be read', async () => {
  await using opened = await browser.open(
    usual.replace(/(data-packed-for="poll-for-activity-task.delivery.not-again">.{40})[^<]*/, '$1'),
    {
      fragment: '#poll-for-activity-task.delivery.not-again',
    },
  );
  const place = rule(opened.page, 'poll-for-activity-task.delivery.not-again').locator('.detail');
  await soon(() => place.innerText()).toContain('results.json');
});
