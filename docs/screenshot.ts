// Makes the README's picture of the HTML report, of a run against a mutant: `npm run screenshot`. Nothing tells when it is stale.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';
import { runConformance } from '../engine/index.ts';
import { startReferenceServer } from '../reference/index.ts';
import { mutants } from '../reference/mutants/index.ts';
import { renderHtml } from '../reporters/html.ts';

const mutant = mutants.find(({ name }) => name === 'hold-wakes-one-other');
const opened = 'poll-for-activity-task.hold.others-keep-waiting';

const server = await startReferenceServer({ ...mutant?.options, pollHoldSeconds: 2 });
const report = await runConformance({ endpoint: server.url, pollHold: 2, seed: 1729 });
await server.close();

const home = await mkdtemp(join(tmpdir(), 'swfc-screenshot-'));
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM_PATH ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-dev-shm-usage', '--disable-gpu'],
});
try {
  const path = join(home, 'index.html');
  await writeFile(path, await renderHtml(report));
  const page = await browser.newPage({ viewport: { width: 1100, height: 1700 } });
  await page.goto(`${pathToFileURL(path).href}#status=fail&rule=${opened}`);
  await page.locator(`article[id="${opened}"] .exchange`).last().waitFor();
  // The top of the page, with the rule open below: without the frame around what has the focus.
  await page.evaluate(() => {
    if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
    scrollTo(0, 0);
  });
  await page.screenshot({ path: fileURLToPath(new URL('./report.png', import.meta.url)) });
} finally {
  await browser.close();
  await rm(home, { recursive: true });
}
