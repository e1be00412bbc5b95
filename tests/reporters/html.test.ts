import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import axe from 'axe-core';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { renderHtml } from '../../reporters/html.ts';
import { visible } from '../../reporters/visible.ts';
import type { RunReport } from '../../results/report.ts';
import { hiddenCharacters } from './hidden.ts';
import { hostileReport, hostileText, sampleReport, sampleRule } from './sample.ts';

const executablePath = process.env.CHROMIUM_PATH ?? '/usr/bin/chromium';
const args =
  '--no-sandbox --disable-dev-shm-usage --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update --disable-sync';

const green = sampleReport([
  sampleRule(),
  sampleRule({ id: 'delivery.region-scoped', status: 'skip', message: 'why' }),
]);
const reports: [string, RunReport][] = [
  ['a usual', sampleReport()],
  ['a hostile', hostileReport()],
  ['a green', green],
];

let browser: Browser;
let home: string;
beforeAll(async () => {
  if (!existsSync(executablePath)) {
    throw new Error(`No browser at ${executablePath}: install chromium, or name another in CHROMIUM_PATH.`);
  }
  browser = await chromium.launch({ executablePath, args: args.split(' ') });
  home = await mkdtemp(join(tmpdir(), 'swfc-html-'));
});
afterAll(async () => {
  await browser?.close();
  if (home) await rm(home, { recursive: true });
});

interface Opened extends AsyncDisposable {
  page: Page;
  url: string;
  /** What the page did besides showing itself: nothing is expected. */
  deeds: string[];
}

async function open(
  report: RunReport,
  width = 1200,
  colorScheme: 'light' | 'dark' = 'light',
): Promise<Opened> {
  const path = join(home, 'index.html');
  await writeFile(path, renderHtml(report));
  const url = pathToFileURL(path).href;
  const page = await browser.newPage({ viewport: { width, height: 900 }, colorScheme });
  const deeds: string[] = [];
  page.on('request', (request) => request.url() !== url && deeds.push(`request of ${request.url()}`));
  page.on('dialog', (dialog) => {
    deeds.push(`dialog ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.on('console', (message) => deeds.push(`console: ${message.text()}`));
  page.on('pageerror', (error) => deeds.push(`error: ${error.message}`));
  await page.goto(url);
  return { page, url, deeds, [Symbol.asyncDispose]: () => page.close() };
}

describe.each(reports)('the page of %s run', (_name, report) => {
  it('loads nothing, runs nothing, and shows no hidden character', async () => {
    await using opened = await open(report);
    const { page, deeds } = opened;
    // Hovering and opening what is closed gives a handler that slipped through its chance.
    for (const summary of await page.locator('summary').all()) await summary.hover();
    expect(deeds).toEqual([]);
    expect(await page.evaluate(() => 'pwned' in globalThis)).toBe(false);
    // The policy would stop a script; the escaping is to leave none to be stopped.
    expect(
      await page
        .locator('script, img, svg, iframe, object, link, [onload], [onerror], [onmouseover]')
        .count(),
    ).toBe(0);
    expect(renderHtml(report)).not.toMatch(hiddenCharacters);
  });

  it.each(['light', 'dark'] as const)('is accessible in %s', async (scheme) => {
    await using opened = await open(report, 1200, scheme);
    const { page } = opened;
    await page.evaluate(() => {
      for (const details of document.querySelectorAll('details')) details.open = true;
    });
    await page.evaluate(axe.source);
    const found = await page.evaluate(async () => {
      const { violations } = await (globalThis as unknown as { axe: typeof axe }).axe.run();
      return violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.html.slice(0, 200)}`));
    });
    expect(found).toEqual([]);
  });

  it.each([360, 800])('stays within a window of %d px', async (width) => {
    await using opened = await open(report, width);
    const { page } = opened;
    await page.evaluate(() => {
      for (const details of document.querySelectorAll('details')) details.open = true;
    });
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
  });

  it('has one anchor for each rule', async () => {
    await using opened = await open(report);
    const { page, url } = opened;
    const ids = await page.locator('[id]').evaluateAll((elements) => elements.map((element) => element.id));
    expect(new Set(ids).size).toBe(ids.length);
    for (const { id } of report.rules) {
      await page.goto(`${url}#${id}`);
      expect(await page.locator(':target').innerText()).toContain(id);
    }
  });
});

describe('the page', () => {
  it('says the verdict first, and names the target', async () => {
    await using opened = await open(sampleReport());
    const { page } = opened;
    expect(await page.locator('h1').innerText()).toBe(
      'Not conformant: 2 MUST rules failed, 1 MUST rule inconclusive.',
    );
    expect(await page.title()).toContain('http://127.0.0.1:5000');
    expect(await page.locator('html').getAttribute('lang')).toBe('en');
  });

  it('shows of a failure all that an author needs', async () => {
    await using opened = await open(sampleReport());
    const text = await opened.page.locator('[id="task-list.c0-control"]').innerText();
    const parts = [
      'MUST',
      'must not contain',
      'a 400 fault within 2 s',
      'connection was closed',
      'Check the name',
    ];
    const more = [
      '{ name: "a\\u0000" }',
      'path 3:1:0',
      '"domain": "conformance"',
      'no answer within 2 s',
      'npx swf',
    ];
    for (const part of [...parts, ...more]) expect(text).toContain(part);
  });

  it('shows hostile text as it is, with what is hidden in it', async () => {
    await using opened = await open(hostileReport());
    const observed = opened.page.locator('article.fail .observed dd');
    expect(await observed.textContent()).toBe(visible(hostileText));
  });

  it('hides what passed on request, but not the rule that was asked for', async () => {
    await using opened = await open(sampleReport());
    const { page, url } = opened;
    const passed = page.locator('[id="delivery.ready-task"]');
    await page.getByLabel('Hide what passed').check();
    expect(await passed.isVisible()).toBe(false);
    await page.goto(`${url}#delivery.ready-task`);
    expect(await passed.isVisible()).toBe(true);
  });

  it('prints the exchanges that are closed on the screen', async () => {
    await using opened = await open(sampleReport());
    const { page } = opened;
    const closed = page.locator('details:not([open]) pre').first();
    expect(await closed.isVisible()).toBe(false);
    await page.emulateMedia({ media: 'print' });
    expect(await closed.isVisible()).toBe(true);
  });
});
