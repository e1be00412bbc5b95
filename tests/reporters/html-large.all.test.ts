import { expect, it } from 'vitest';
import { renderHtml } from '../../reporters/html.ts';
import { startBrowser } from './browser.ts';
import { largeReport } from './html-sample.ts';

// Measured on four cores at a load of 8 to 13: painted after 0.2 to 0.4 s, and the rule of the address open after 0.6 to 1.4 s;
// 2 s are what a reader was promised. The bound leaves room for a slower machine; the test prints what it took.
const mostMs = 10_000;

it('200 failed rules of 50 exchanges each are a page below 5 MB that opens at once', async () => {
  const html = await renderHtml(largeReport(200, 50));
  expect(Buffer.byteLength(html)).toBeLessThan(5_000_000);
  await using browser = await startBrowser();
  await using opened = await browser.open(html, { fragment: '#poll-for-activity-task.area-0.rule-0' });
  const { page } = opened;
  await page.locator('[id="poll-for-activity-task.area-0.rule-0"] .exchange').last().waitFor();
  const times = await page.evaluate(() => {
    const [loaded] = performance.getEntriesByType('navigation').map((entry) => entry.toJSON());
    const paint = performance.getEntriesByName('first-contentful-paint')[0]?.startTime;
    return { paint, loaded: Number(loaded.loadEventEnd), opened: performance.now() };
  });
  expect(times.opened).toBeLessThan(mostMs);
  expect(await page.locator('[id="poll-for-activity-task.area-0.rule-0"] .exchange').count()).toBe(50);
  // What was not opened is not drawn.
  expect(await page.locator('.exchange').count()).toBe(50);

  // Nor is the list of what to look at longer than a screen.
  expect(await page.locator('.attention li:visible').count()).toBe(15);
  expect(await page.getByText('185 more').isVisible()).toBe(true);

  const pressed = performance.now();
  await page.getByRole('button', { name: 'Open findings' }).click();
  await expect.poll(() => page.locator('.exchange').count(), { timeout: mostMs * 3 }).toBe(10_000);
  const all = performance.now() - pressed;
  process.stdout.write(`${Buffer.byteLength(html)} bytes; ms: ${JSON.stringify({ ...times, all })}\n`);
});
