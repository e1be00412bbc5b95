import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { renderHtml } from '../../reporters/html.ts';
import { type Opened, startBrowser, type TestBrowser } from './browser.ts';
import { concurrentReport, largeReport, sampleScript } from './html-sample.ts';
import { sampleReport } from './sample.ts';

// What a reader does with the page: by mouse, by keyboard, by address, on paper.

let browser: TestBrowser;
let usual: string;
let concurrent: string;
beforeAll(async () => {
  browser = await startBrowser();
  usual = await renderHtml(sampleReport());
  concurrent = await renderHtml(concurrentReport());
});
afterAll(() => browser?.[Symbol.asyncDispose]());

/** The rules that are shown, in the order of the page. */
async function shown(page: Page): Promise<string[]> {
  return page.locator('article.rule:visible h4').allInnerTexts();
}

/** A machine that does other things may be slow. */
const soon = <T>(seen: () => Promise<T> | T) => expect.poll(seen, { timeout: 30_000 });

const fragment = ({ page }: Opened) => new URL(page.url()).hash;
const rule = (page: Page, id: string) => page.locator(`article[id="${id}"]`);
const isOpen = (page: Page, id: string) => rule(page, id).locator('> details').getAttribute('open');

describe('the filter', () => {
  it('chooses by status, level, evidence and text, and says how many rules are left', async () => {
    await using opened = await browser.open(usual);
    const { page } = opened;
    const told = () => page.getByRole('search').getByRole('status').innerText();
    expect(await told()).toBe('9 rules');
    await page.getByLabel(/^fail/).check();
    expect(await shown(page)).toEqual(['delivery.not-again', 'task-list.c0-control']);
    expect(await told()).toBe('2 of 9 rules shown');
    await page.getByLabel(/^inconclusive/).check();
    await page.getByLabel(/^SHOULD/).check();
    expect(await shown(page)).toEqual(['identity.null']);
    await page.getByRole('button', { name: 'Show all' }).click();
    expect((await shown(page)).length).toBe(9);
    await page.getByLabel(/^live/).check();
    expect(await shown(page)).toEqual(['hold.abandoned', 'task-list.valid']);
    await page.getByRole('button', { name: 'Show all' }).click();
    await page.getByRole('searchbox').fill('TWICE handed');
    expect(await shown(page)).toEqual(['delivery.not-again']);
    // Areas without a rule that is shown are not shown either.
    expect(await page.locator('h3:visible').allInnerTexts()).toHaveLength(1);
  });

  it('searches the id, the title, the message, and what was expected and observed', async () => {
    await using opened = await browser.open(usual);
    const { page } = opened;
    const found = async (text: string) => {
      await page.getByRole('searchbox').fill(text);
      return shown(page);
    };
    expect(await found('hold.wak')).toEqual(['hold.wakes-promptly']);
    expect(await found('another region')).toEqual(['delivery.region-scoped']);
    expect(await found('kept: the next')).toEqual(['hold.abandoned']);
    expect(await found('no answer before 54 s')).toEqual(['hold.full']);
    expect(await found('startedEventId 6')).toEqual(['delivery.not-again']);
    // Not the labels of the page.
    expect(await found('what to fix')).toEqual([]);
  });

  it('keeps its state in the address, and follows it back and forward', async () => {
    await using opened = await browser.open(usual);
    const { page } = opened;
    await page.getByLabel(/^fail/).check();
    await page.getByLabel(/^warn/).check();
    await page.getByRole('searchbox').fill('hold & co, 100%');
    await soon(() => fragment(opened)).toBe('#status=fail,warn&text=hold%20%26%20co%2C%20100%25');
    await page.goBack();
    await soon(() => shown(page)).toEqual(['delivery.not-again', 'task-list.c0-control']);
    expect(await page.getByLabel(/^warn/).isChecked()).toBe(false);
    expect(await page.getByRole('searchbox').inputValue()).toBe('');
    await page.goForward();
    await soon(() => page.getByRole('searchbox').inputValue()).toBe('hold & co, 100%');
    expect(await shown(page)).toEqual([]);
    await page.getByRole('button', { name: 'Show all' }).click();
    expect(fragment(opened)).toBe('');
  });

  it('is set by the address that the page is opened with, also where it asks for what is not there', async () => {
    await using opened = await browser.open(usual, {
      fragment: '#status=fail,nonsense&level=must&text=CONTROL',
    });
    expect(await shown(opened.page)).toEqual(['task-list.c0-control']);
    expect(await opened.page.getByLabel(/^fail/).isChecked()).toBe(true);
    await using none = await browser.open(usual, { fragment: '#status=error' });
    expect(await shown(none.page)).toEqual([]);
    expect(await none.page.getByLabel(/^error/).isChecked()).toBe(true);
  });

  it('is set by the counts of the first screen', async () => {
    await using opened = await browser.open(usual);
    const { page } = opened;
    await page.getByRole('link', { name: '2 MUST fail' }).click();
    expect(fragment(opened)).toBe('#status=fail&level=must');
    expect(await shown(page)).toEqual(['delivery.not-again', 'task-list.c0-control']);
    await page.goBack();
    await soon(() => shown(page)).toHaveLength(9);
  });
});

describe('a link to a rule', () => {
  it('opens it and goes there, whatever the filter says', async () => {
    for (const asked of ['#task-list.c0-control', '#status=pass&rule=task-list.c0-control']) {
      await using opened = await browser.open(usual, {
        fragment: asked,
        viewport: { width: 1200, height: 500 },
      });
      const { page } = opened;
      await rule(page, 'task-list.c0-control').locator('.exchange').waitFor();
      expect(await isOpen(page, 'task-list.c0-control')).not.toBeNull();
      await soon(
        async () => (await rule(page, 'task-list.c0-control').locator('h4').boundingBox())?.y,
      ).toBeLessThan(300);
      expect(await page.evaluate(() => document.activeElement?.closest('article')?.id)).toBe(
        'task-list.c0-control',
      );
      expect(fragment(opened)).toBe(asked);
    }
  });

  it('within the page keeps the filter, and can be gone back from', async () => {
    await using opened = await browser.open(usual, { fragment: '#status=pass' });
    const { page } = opened;
    await page.getByRole('link', { name: 'delivery.not-again' }).first().click();
    expect(fragment(opened)).toBe('#status=pass&rule=delivery.not-again');
    expect(await shown(page)).toEqual(['hold.wakes-promptly', 'delivery.ready-task', 'delivery.not-again']);
    await page.goBack();
    await soon(() => shown(page)).toEqual(['hold.wakes-promptly', 'delivery.ready-task']);
  });

  it('is the address once the rule is opened, and no longer when it is closed', async () => {
    await using opened = await browser.open(usual);
    const { page } = opened;
    await rule(page, 'delivery.not-again').locator('summary').first().click();
    expect(fragment(opened)).toBe('#delivery.not-again');
    await rule(page, 'delivery.not-again').locator('summary').first().click();
    expect(fragment(opened)).toBe('');
  });

  it('to a heading leaves all as it is', async () => {
    await using opened = await browser.open(usual, { fragment: '#rules' });
    expect(await shown(opened.page)).toHaveLength(9);
  });
});

describe('the keyboard', () => {
  it('finds the search by a slash, which can be typed there', async () => {
    await using opened = await browser.open(usual);
    const { page } = opened;
    await page.keyboard.press('/');
    await page.keyboard.type('a/b');
    expect(await page.getByRole('searchbox').inputValue()).toBe('a/b');
  });

  it('chooses, opens a rule and an exchange, and goes through the timeline', async () => {
    await using opened = await browser.open(concurrent);
    const { page } = opened;
    await page.getByRole('searchbox').focus();
    for (let stop = 0; stop < 3; stop += 1) await page.keyboard.press('Tab');
    // The button that shows all is not reached while there is nothing to show again.
    expect(await page.evaluate(() => document.activeElement?.getAttribute('value'))).toBe('pass');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Space');
    expect(await shown(page)).toEqual(['delivery.own-list']);
    await rule(page, 'delivery.own-list').locator('summary').first().focus();
    await page.keyboard.press('Enter');
    const chosen = page.locator('.chosen span');
    await chosen.waitFor();
    // At first the request that tells it.
    expect(await chosen.innerText()).toBe(
      'PollForActivityTask of swfc-4f1a/b: from 22 ms to 540 ms, task a-1',
    );
    const bars = page.locator('.bar');
    expect(
      await bars.evaluateAll((all) => all.filter((bar) => bar.getAttribute('tabindex') === '0').length),
    ).toBe(1);
    await page.locator('.bar[tabindex="0"]').focus();
    await page.keyboard.press('ArrowRight');
    expect(await chosen.innerText()).toBe('PollForActivityTask of swfc-4f1a/a: from 20 ms to 1.0 s, empty');
    await page.keyboard.press('ArrowDown');
    expect(await chosen.innerText()).toContain('UnknownResourceFault');
    await page.keyboard.press('Home');
    expect(await chosen.innerText()).toContain('swfc-4f1a/b');
    await page.keyboard.press('ArrowLeft');
    expect(await chosen.innerText()).toContain('swfc-4f1a/b');
    await page.keyboard.press('End');
    await page.keyboard.press('ArrowRight');
    expect(await page.evaluate(() => document.activeElement?.getAttribute('data-bar'))).toBe('5');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    expect(await page.evaluate(() => document.activeElement?.textContent)).toContain(
      '2. RespondDecisionTaskCompleted',
    );
    const second = page.locator('.exchange').nth(1);
    await second.locator('.sides').waitFor();
    expect(await second.locator('pre').first().isVisible()).toBe(true);
  });
});

describe('the timeline', () => {
  it('has a lane for each poll that overlaps, bars where the requests were, and all of it as a table', async () => {
    await using opened = await browser.open(concurrent, { fragment: '#delivery.own-list' });
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
    const label = 'PollForActivityTask';
    const timeline = Array.from({ length: 200 }, (_, index) => {
      return {
        label,
        about: `list-${index % 7}`,
        sentAtMs: index,
        endedAtMs: 2000 + index,
        outcome: 'empty',
      };
    });
    const long = await renderHtml(concurrentReport(timeline));
    await using opened = await browser.open(long, { fragment: '#delivery.own-list' });
    const { page } = opened;
    await soon(() => page.locator('.bar').count()).toBe(200);
    const lanes = page.locator('.lanes');
    expect((await lanes.boundingBox())?.height).toBeLessThan(500);
    await page.locator('[data-bar="199"]').scrollIntoViewIfNeeded();
    const [box, axis] = [await lanes.boundingBox(), await page.locator('.axis').boundingBox()];
    expect((axis?.y ?? 0) - (box?.y ?? 0)).toBeLessThan(5);
  });
});

describe('copying', () => {
  it('puts a command into the clipboard, also one that is closed', async () => {
    await using opened = await browser.open(concurrent, {
      fragment: '#delivery.own-list',
      permissions: ['clipboard-read', 'clipboard-write'],
    });
    const { page } = opened;
    const clipboard = () => page.evaluate(() => navigator.clipboard.readText());
    const run = page.getByRole('button', { name: 'Copy: The rule alone' });
    await run.click();
    expect(await clipboard()).toBe('npx swf-conformance run --only delivery.own-list --seed 1729');
    expect(await page.locator('.copyable [role="status"]').allInnerTexts()).toEqual(['Copied', '', '', '']);
    const script = page.locator('.copyable').last();
    expect(await script.locator('pre').isVisible()).toBe(false);
    await script.getByRole('button').click();
    await soon(clipboard).toBe(sampleScript);
  });

  it('selects the command where the browser keeps its clipboard to itself', async () => {
    await using opened = await browser.open(concurrent, { fragment: '#delivery.own-list' });
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
    const open = () => page.locator('.rule > details[open] h4').allInnerTexts();
    await page.getByRole('button', { name: 'Open findings' }).click();
    expect(await open()).toEqual(['delivery.not-again', 'task-list.c0-control']);
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
    const finding = rule(page, 'task-list.c0-control');
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
    expect(await rule(page, 'delivery.ready-task').locator('blockquote').isVisible()).toBe(false);
    await page.evaluate(() => dispatchEvent(new Event('afterprint')));
    await page.emulateMedia({ media: 'screen' });
    expect(await isOpen(page, 'task-list.c0-control')).toBeNull();
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
    usual.replace(/(data-packed-for="delivery.not-again">.{40})[^<]*/, '$1'),
    {
      fragment: '#delivery.not-again',
    },
  );
  const place = rule(opened.page, 'delivery.not-again').locator('.detail');
  await soon(() => place.innerText()).toContain('results.json');
});
