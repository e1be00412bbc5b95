import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { renderHtml } from '../../reporters/html.ts';
import { isOpen, type Opened, rule, soon, startBrowser, type TestBrowser } from './browser.ts';
import { concurrentReport } from './html-sample.ts';
import { sampleReport } from './sample.ts';

// How a reader finds something in the page: by the filter, by an address, by the keyboard.

let browser: TestBrowser;
let usual: string;
let concurrent: string;
beforeAll(async () => {
  browser = await startBrowser();
  usual = await renderHtml(sampleReport());
  concurrent = await renderHtml(concurrentReport());
});
afterAll(() => browser?.[Symbol.asyncDispose]());

/** The rules that are shown, in the order of the page; also those below the window, whose text is not laid out. */
async function shown(page: Page): Promise<string[]> {
  return page.locator('article.rule:visible h4').allTextContents();
}

const fragment = ({ page }: Opened) => new URL(page.url()).hash;

describe('the filter', () => {
  it('chooses by status, level, evidence and text, and says how many rules are left', async () => {
    await using opened = await browser.open(usual);
    const { page } = opened;
    const told = () => page.getByRole('search').getByRole('status').innerText();
    expect(await told()).toBe('9 rules');
    await page.getByLabel(/^fail/).check();
    expect(await shown(page)).toEqual([
      'poll-for-activity-task.delivery.not-again',
      'poll-for-activity-task.task-list.c0-control',
    ]);
    expect(await told()).toBe('2 of 9 rules shown');
    await page.getByLabel(/^inconclusive/).check();
    await page.getByLabel(/^SHOULD/).check();
    expect(await shown(page)).toEqual(['poll-for-activity-task.identity.null']);
    await page.getByRole('button', { name: 'Show all' }).click();
    expect((await shown(page)).length).toBe(9);
    await page.getByLabel(/^live/).check();
    expect(await shown(page)).toEqual([
      'poll-for-activity-task.hold.abandoned',
      'poll-for-activity-task.task-list.valid',
    ]);
    await page.getByRole('button', { name: 'Show all' }).click();
    await page.getByRole('searchbox').fill('TWICE handed');
    expect(await shown(page)).toEqual(['poll-for-activity-task.delivery.not-again']);
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
    expect(await found('hold.wak')).toEqual(['poll-for-activity-task.hold.wakes-promptly']);
    expect(await found('another region')).toEqual(['poll-for-activity-task.delivery.region-scoped']);
    expect(await found('kept: the next')).toEqual(['poll-for-activity-task.hold.abandoned']);
    expect(await found('no answer before 54 s')).toEqual(['poll-for-activity-task.hold.full']);
    expect(await found('startedEventId 6')).toEqual(['poll-for-activity-task.delivery.not-again']);
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
    await soon(() => shown(page)).toEqual([
      'poll-for-activity-task.delivery.not-again',
      'poll-for-activity-task.task-list.c0-control',
    ]);
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
    expect(await shown(opened.page)).toEqual(['poll-for-activity-task.task-list.c0-control']);
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
    expect(await shown(page)).toEqual([
      'poll-for-activity-task.delivery.not-again',
      'poll-for-activity-task.task-list.c0-control',
    ]);
    await page.goBack();
    await soon(() => shown(page)).toHaveLength(9);
  });
});

describe('a link to a rule', () => {
  it('opens it and goes there, whatever the filter says', async () => {
    for (const asked of [
      '#poll-for-activity-task.task-list.c0-control',
      '#status=pass&rule=poll-for-activity-task.task-list.c0-control',
    ]) {
      await using opened = await browser.open(usual, {
        fragment: asked,
        viewport: { width: 1200, height: 500 },
      });
      const { page } = opened;
      await rule(page, 'poll-for-activity-task.task-list.c0-control').locator('.exchange').waitFor();
      expect(await isOpen(page, 'poll-for-activity-task.task-list.c0-control')).not.toBeNull();
      await soon(
        async () =>
          (await rule(page, 'poll-for-activity-task.task-list.c0-control').locator('h4').boundingBox())?.y,
      ).toBeLessThan(300);
      expect(await page.evaluate(() => document.activeElement?.closest('article')?.id)).toBe(
        'poll-for-activity-task.task-list.c0-control',
      );
      expect(fragment(opened)).toBe(asked);
    }
  });

  it('within the page keeps the filter, and can be gone back from', async () => {
    await using opened = await browser.open(usual, { fragment: '#status=pass' });
    const { page } = opened;
    await page.getByRole('link', { name: 'poll-for-activity-task.delivery.not-again' }).first().click();
    expect(fragment(opened)).toBe('#status=pass&rule=poll-for-activity-task.delivery.not-again');
    expect(await shown(page)).toEqual([
      'poll-for-activity-task.hold.wakes-promptly',
      'poll-for-activity-task.delivery.ready-task',
      'poll-for-activity-task.delivery.not-again',
    ]);
    await page.goBack();
    await soon(() => shown(page)).toEqual([
      'poll-for-activity-task.hold.wakes-promptly',
      'poll-for-activity-task.delivery.ready-task',
    ]);
  });

  it('is the address once the rule is opened, and no longer when it is closed', async () => {
    await using opened = await browser.open(usual);
    const { page } = opened;
    await rule(page, 'poll-for-activity-task.delivery.not-again').locator('summary').first().click();
    expect(fragment(opened)).toBe('#poll-for-activity-task.delivery.not-again');
    await rule(page, 'poll-for-activity-task.delivery.not-again').locator('summary').first().click();
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
