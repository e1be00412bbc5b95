import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { renderHtml } from '../../reporters/html.ts';
import { visible } from '../../results/visible.ts';
import { startBrowser, type TestBrowser } from './browser.ts';
import { testPage } from './html-page.ts';
import { concurrentReport } from './html-sample.ts';
import { greenReport, hostileReport, hostileText, sampleReport, sampleRule } from './sample.ts';

let browser: TestBrowser;
beforeAll(async () => {
  browser = await startBrowser();
});
afterAll(() => browser?.[Symbol.asyncDispose]());

testPage('a usual', sampleReport());

describe('the policy of the page', () => {
  it('allows its own script and style by their hashes, and nothing else', async () => {
    await using opened = await browser.open(await renderHtml(sampleReport()));
    const { page } = opened;
    const policy = await page.locator('meta[http-equiv="Content-Security-Policy"]').getAttribute('content');
    expect(policy?.replaceAll(/sha256-[\w+/]{43}=/g, 'HASH').split('; ')).toEqual([
      "default-src 'none'",
      "script-src 'HASH'",
      "style-src 'HASH'",
      "base-uri 'none'",
      "form-action 'none'",
      "require-trusted-types-for 'script'",
      "trusted-types 'none'",
    ]);
    // Both have taken effect.
    expect(await page.getByRole('searchbox').count()).toBe(1);
    expect(
      await page
        .locator('.badge')
        .first()
        .evaluate((badge) => getComputedStyle(badge).borderRadius),
    ).toBe('999px');
    // Text cannot be made markup or script, not even by the page's own script.
    const refusals = await page.evaluate(() => {
      const attempts = [
        () => Object.assign(document.createElement('p'), { innerHTML: '<b>bold</b>' }),
        () => Object.assign(document.createElement('script'), { text: '1' }),
        () => document.createElement('p').setAttribute('onclick', 'alert(1)'),
      ];
      return attempts.map((attempt) => {
        try {
          return attempt();
        } catch (error) {
          return error instanceof TypeError;
        }
      });
    });
    expect(refusals).toEqual([true, true, true]);
  });
});

describe('the first screen', () => {
  it('says the verdict, the target, versions, when, how long, and the counts by level', async () => {
    await using opened = await browser.open(await renderHtml(sampleReport()));
    const { page } = opened;
    expect(await page.locator('h1').innerText()).toBe(
      'Not conformant: 2 MUST rules failed, 1 MUST rule inconclusive.',
    );
    expect(await page.title()).toContain('http://127.0.0.1:5000');
    expect(await page.locator('html').getAttribute('lang')).toBe('en');
    const header = page.locator('header');
    const box = await header.boundingBox();
    expect(box?.height).toBeLessThan(900);
    const text = await header.innerText();
    const told = [
      'Werkzeug/3.1.3',
      'swf-conformance 0.1.0',
      'v24.21.0',
      '2026-11-03 14:05:11 UTC',
      'took 64.3 s',
      '1729',
    ];
    for (const part of told) expect(text).toContain(part);
    const rows = await page.locator('.counts tr').allInnerTexts();
    expect(rows.map((row) => row.split(/\s+/).join(' '))).toEqual([
      'Rules ✓ pass ✗ fail ! warn i info – skip ? inconclusive',
      'MUST 2 2 0 0 1 1',
      'SHOULD 0 0 1 0 0 1',
      'INFO 0 0 0 1 0 0',
    ]);
  });

  it('says what was not judged and why', async () => {
    await using opened = await browser.open(await renderHtml(sampleReport()));
    const text = await opened.page.getByRole('region', { name: 'Not judged' }).innerText();
    expect(text).toMatch(/1 rule skipped: needs a target that serves two regions/);
    expect(text).toContain('2 rules inconclusive');
  });

  it('names what was left behind on the target', async () => {
    const report = sampleReport([sampleRule()], { leftBehind: ['execution swfc-1', 'execution swfc-2'] });
    await using opened = await browser.open(await renderHtml(report));
    await opened.page.getByText('2 things could not be cleaned up on the target').click();
    expect(await opened.page.getByText('execution swfc-2').isVisible()).toBe(true);
  });

  it('says once why access control was not judged', async () => {
    const message = 'the target is not said to authenticate';
    const report = sampleReport([
      sampleRule(),
      sampleRule({
        id: 'poll-for-activity-task.access.unsigned',
        requires: ['authentication'],
        status: 'skip',
        message,
      }),
    ]);
    await using opened = await browser.open(await renderHtml(report));
    const notJudged = opened.page.getByRole('region', { name: 'Not judged' });
    expect((await notJudged.innerText()).split(message)).toHaveLength(2);
    await notJudged.getByText('1 rule skipped for that').click();
    expect(await notJudged.getByRole('link').innerText()).toBe('poll-for-activity-task.access.unsigned');
  });

  it('says that all was judged only where it was', async () => {
    await using opened = await browser.open(await renderHtml(sampleReport([sampleRule()])));
    const notJudged = opened.page.getByRole('region', { name: 'Not judged' });
    expect(await notJudged.innerText()).toContain('every rule was judged');
    for (const report of [sampleReport(), greenReport(), sampleReport([sampleRule()], { only: ['a'] })]) {
      expect(await renderHtml(report)).not.toContain('every rule was judged');
    }
  });
});

describe('a rule that is opened', () => {
  it('shows of a failure all that an author needs', async () => {
    await using opened = await browser.open(await renderHtml(sampleReport()), {
      fragment: '#task-list.c0-control',
    });
    const rule = opened.page.locator('[id="task-list.c0-control"]');
    await rule.locator('.exchange').waitFor();
    const text = await rule.innerText();
    const parts = [
      'MUST',
      'must not contain',
      'a 400 fault within 2 s',
      'connection was closed',
      'Check the name',
      '{ name: "a\\u0000" }',
      'path 3:1:0',
      '"domain": "conformance"',
      'no answer within 2 s',
      'npx swf',
    ];
    for (const part of parts) expect(text).toContain(part);
  });

  it('shows the differences part by part', async () => {
    await using opened = await browser.open(await renderHtml(concurrentReport()), {
      fragment: '#delivery.own-list',
    });
    const rows = opened.page.locator('.differences tbody tr');
    await rows.first().waitFor();
    expect(await rows.allInnerTexts()).toEqual([
      'answered after\t2.0 s\t0.5 s',
      'body.activityId\tabsent\ta-1',
    ]);
  });

  it('shows hostile text as it is, with what is hidden in it', async () => {
    await using opened = await browser.open(await renderHtml(hostileReport()), { fragment: '#fault.fail' });
    const rule = opened.page.locator('[id="fault.fail"]');
    await rule.locator('.differences').waitFor();
    expect(await rule.locator('.observed dd').textContent()).toBe(visible(hostileText));
    expect(await rule.locator('.differences td').first().textContent()).toBe(visible(hostileText));
    expect(await rule.locator('.bar').getAttribute('aria-label')).toContain(visible(hostileText));
  });
});

describe('without scripts', () => {
  it('still says what was expected, observed, and to be fixed, and what needs a script', async () => {
    await using opened = await browser.open(await renderHtml(sampleReport()), {
      javaScriptEnabled: false,
      fragment: '#delivery.not-again',
    });
    const { page } = opened;
    const rule = page.locator('[id="delivery.not-again"]');
    // The link leads to the rule, and opens it.
    expect(await rule.locator('.fix').isVisible()).toBe(true);
    expect(await rule.locator('.told').innerText()).toContain('the same task again after 12 ms');
    expect(await page.locator('noscript').innerText()).toContain('results.json');
    const other = page.locator('[id="task-list.c0-control"]');
    expect(await other.locator('.fix').isVisible()).toBe(false);
    await other.locator('summary').click();
    expect(await other.locator('.fix').isVisible()).toBe(true);
  });
});
