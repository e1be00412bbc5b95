import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { renderHtml } from '../../reporters/html.ts';
import { operationsOf } from '../../reporters/operations.ts';
import type { RunReport } from '../../results/report.ts';
import { axeFindings, openAll, startBrowser, type TestBrowser } from './browser.ts';
import { hiddenCharacters } from './hidden.ts';

/** Tests what holds of every page, whatever the run. */
export function testPage(of: string, report: RunReport): void {
  describe(`the page of ${of} run`, () => {
    let browser: TestBrowser;
    beforeAll(async () => {
      browser = await startBrowser();
    });
    afterAll(() => browser?.[Symbol.asyncDispose]());

    it('loads nothing, runs nothing but its own script, and shows no hidden character', async () => {
      await using opened = await browser.open(await renderHtml(report));
      const { page, deeds } = opened;
      await openAll(page);
      // Hovering gives a handler that slipped through its chance.
      for (const summary of await page.locator('summary').all()) await summary.hover();
      expect(deeds).toEqual([]);
      expect(await page.evaluate(() => 'pwned' in globalThis)).toBe(false);
      // The policy would stop a script; the escaping is to leave none to be stopped.
      const foreign =
        'img, iframe, object, link, base, [onload], [onerror], [onmouseover], svg:not(.timeline svg)';
      expect(await page.locator(foreign).count()).toBe(0);
      expect(await page.locator('script:not([type="application/octet-stream"])').count()).toBe(1);
      expect(await page.locator('body').textContent()).not.toMatch(hiddenCharacters);
    });

    it('holds what a server sent as text of the page or as packed data, never as markup', async () => {
      const html = await renderHtml(report);
      expect(html).not.toMatch(hiddenCharacters);
      for (const [, data] of html.matchAll(
        /<script type="application\/octet-stream"[^>]*>(.*?)<\/script>/gs,
      )) {
        expect(data).toMatch(/^[A-Za-z0-9+/]+=*$/);
      }
    });

    it.each(['light', 'dark'] as const)('is accessible in %s', async (colorScheme) => {
      await using opened = await browser.open(await renderHtml(report), { colorScheme });
      await openAll(opened.page);
      expect(await axeFindings(opened.page)).toEqual([]);
    });

    it.each([360, 800])('stays within a window of %d px', async (width) => {
      await using opened = await browser.open(await renderHtml(report), { viewport: { width, height: 900 } });
      await openAll(opened.page);
      expect(await opened.page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(
        width,
      );
    });

    it('has one anchor for each rule', async () => {
      await using opened = await browser.open(await renderHtml(report));
      const { page } = opened;
      await openAll(page);
      const ids = await page.locator('[id]').evaluateAll((elements) => elements.map((element) => element.id));
      expect(new Set(ids).size).toBe(ids.length);
      const shown = operationsOf(report).judged.flatMap(({ rules }) => rules);
      expect(await page.locator('article').count()).toBe(shown.length);
      for (const { id } of shown) {
        expect(await page.locator(`article[id="${id}"] h4`).innerText()).toBe(id);
      }
    });
  });
}
