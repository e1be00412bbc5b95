import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import axe from 'axe-core';
import { type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { expect } from 'vitest';

const executablePath = process.env.CHROMIUM_PATH ?? '/usr/bin/chromium';
const args =
  '--no-sandbox --disable-dev-shm-usage --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update --disable-sync';

export interface Opened extends AsyncDisposable {
  page: Page;
  url: string;
  /** What the page did besides showing itself: nothing is expected. */
  deeds: string[];
}

export interface TestBrowser extends AsyncDisposable {
  /** Opens the page from a file, as a reader does. */
  open(html: string, options?: BrowserContextOptions & { fragment?: string }): Promise<Opened>;
}

export async function startBrowser(): Promise<TestBrowser> {
  if (!existsSync(executablePath)) {
    throw new Error(`No browser at ${executablePath}: install chromium, or name another in CHROMIUM_PATH.`);
  }
  const browser = await chromium.launch({ executablePath, args: args.split(' ') });
  const home = await mkdtemp(join(tmpdir(), 'swfc-html-'));
  let pages = 0;
  return {
    async open(html, { fragment = '', ...options } = {}) {
      pages += 1;
      const path = join(home, `${pages}.html`);
      await writeFile(path, html);
      const url = pathToFileURL(path).href;
      const page = await browser.newPage({ viewport: { width: 1200, height: 900 }, ...options });
      const deeds: string[] = [];
      page.on('request', (request) => request.url() !== url && deeds.push(`request of ${request.url()}`));
      page.on('dialog', (dialog) => {
        deeds.push(`dialog ${dialog.message()}`);
        void dialog.dismiss();
      });
      page.on('console', (message) => deeds.push(`console: ${message.text()}`));
      page.on('pageerror', (error) => deeds.push(`error: ${error.message}`));
      await page.goto(url + fragment);
      return { page, url, deeds, [Symbol.asyncDispose]: () => page.close() };
    },
    async [Symbol.asyncDispose]() {
      await browser.close();
      await rm(home, { recursive: true });
    },
  };
}

export const rule = (page: Page, id: string) => page.locator(`article[id="${id}"]`);
export const isOpen = (page: Page, id: string) => rule(page, id).locator('> details').getAttribute('open');

/** A machine that does other things may be slow. */
export const soon = <T>(seen: () => Promise<T> | T) => expect.poll(seen, { timeout: 30_000 });

/** Opens every rule, and then all that is within it; and has all of it laid out, also what is not on the screen. */
export async function openAll(page: Page): Promise<void> {
  await page.evaluate(() => {
    for (const rule of document.querySelectorAll<HTMLElement>('.rule'))
      rule.style.contentVisibility = 'visible';
  });
  await page.getByRole('button', { name: 'Open findings' }).click();
  await page.waitForFunction(() =>
    [...document.querySelectorAll('.detail')].every((place) => place.hasChildNodes()),
  );
  // What opens may hold more that is closed.
  for (let round = 0; round < 3; round += 1) {
    await page.evaluate(() => {
      for (const details of document.querySelectorAll('details')) details.open = true;
    });
    await page.waitForFunction(() =>
      [...document.querySelectorAll('.exchange')].every((exchange) => exchange.querySelector('.sides')),
    );
  }
}

/** What axe finds, one line each. */
export async function axeFindings(page: Page): Promise<string[]> {
  // The page's policy lets no script be added; what is evaluated by the browser's own tools is not under it.
  await page.evaluate(axe.source);
  return page.evaluate(async () => {
    const { violations } = await (globalThis as unknown as { axe: typeof axe }).axe.run();
    return violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.html.slice(0, 200)}`));
  });
}
