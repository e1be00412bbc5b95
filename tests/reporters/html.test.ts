import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { renderHtml } from '../../reporters/html.ts';
import { visible } from '../../results/visible.ts';
import { startBrowser, type TestBrowser } from './browser.ts';
import { testPage } from './html-page.ts';
import { concurrentReport } from './html-sample.ts';
import {
  greenReport,
  hostileReport,
  hostileText,
  sampleReport,
  sampleRule,
  severalOperations,
} from './sample.ts';

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

describe('several operations', () => {
  it('are named, counted and judged each on the first screen, with a link to its rules', async () => {
    await using opened = await browser.open(await renderHtml(severalOperations()));
    const { page } = opened;
    expect(await page.locator('.tool').innerText()).toBe(
      'swf-conformance: Amazon SWF, PollForActivityTask and CountPendingActivityTasks',
    );
    const list = page.getByRole('region', { name: '2 operations' });
    expect(await list.locator('li').allInnerTexts()).toEqual([
      'PollForActivityTask not conformant 2 pass, 2 fail, 1 warn, 1 info, 1 skip, 2 inconclusive',
      'CountPendingActivityTasks conformant 2 pass, 1 warn',
    ]);
    // Not those of the operation that was not chosen.
    expect(await page.getByRole('link', { name: '4 MUST pass' }).count()).toBe(1);
    expect(await page.getByRole('link', { name: '1 MUST skip' }).count()).toBe(1);
    await list.getByRole('link', { name: 'CountPendingActivityTasks' }).click();
    const heading = page.getByRole('heading', { name: 'CountPendingActivityTasks', level: 2 });
    expect(await heading.evaluate((element) => element.getBoundingClientRect().top)).toBeLessThan(800);
    expect(await page.locator('article:visible').count()).toBe(12);
  });

  it('are sections with their verdict and counts, then areas; findings are told by operation', async () => {
    await using opened = await browser.open(await renderHtml(severalOperations()));
    const { page } = opened;
    const sections = page.locator('section.operation');
    expect(await sections.locator('> h2').allInnerTexts()).toEqual([
      'PollForActivityTask',
      'CountPendingActivityTasks',
    ]);
    expect(await sections.locator('> p').allInnerTexts()).toEqual([
      'Not conformant: 2 MUST rules failed, 1 MUST rule inconclusive.',
      '9 rules: 2 pass, 2 fail, 1 warn, 1 info, 1 skip, 2 inconclusive',
      'Conformant: 2 MUST rules held, none failed.',
      '3 rules: 2 pass, 1 warn',
    ]);
    expect(await sections.last().locator('h3').allInnerTexts()).toEqual([
      'task-list 2 rules: 1 pass, 1 warn',
      'domain 1 rule: 1 pass',
    ]);
    const warnings = page.getByRole('region', { name: 'Warnings (2)' });
    expect(await warnings.locator('h3').allInnerTexts()).toEqual([
      'PollForActivityTask 1',
      'CountPendingActivityTasks 1',
    ]);
    const links = await warnings
      .getByRole('link')
      .evaluateAll((all) => all.map((link) => link.getAttribute('href')));
    expect(links).toEqual([
      '#poll-for-activity-task.hold.full',
      '#count-pending-activity-tasks.task-list.truncated',
    ]);
  });

  it('that were not chosen are a line each, without their rules', async () => {
    await using opened = await browser.open(await renderHtml(severalOperations()));
    const { page } = opened;
    const notRun = page.getByRole('region', { name: 'Not run (1 operation)' });
    expect(await notRun.locator('li').allInnerTexts()).toEqual([
      'PollForDecisionTask, 2 rules: of an operation that is not chosen by --operation',
    ]);
    expect(await page.locator('article[id^="poll-for-decision-task."]').count()).toBe(0);
    const notJudged = page.getByRole('region', { name: 'Not judged' });
    expect(await notJudged.innerText()).toContain('1 operation with 2 rules of which nothing was to be run');
    expect(await notJudged.innerText()).toContain('1 rule skipped:');
    await notJudged.getByRole('link', { name: '1 operation' }).click();
    expect(page.url()).toMatch(/#not-run$/);
  });

  it('that were not chosen are not linked to by the gate', async () => {
    const unknown = { kind: 'stale' as const, message: 'it holds' };
    const findings = ['poll-for-decision-task.hold.full', 'poll-for-activity-task.hold.full'].map((rule) => ({
      ...unknown,
      rule,
    }));
    const gate = { baseline: 'b', passed: false, findings, known: [], flaky: [], healed: [], notJudged: [] };
    await using opened = await browser.open(await renderHtml({ ...severalOperations(), gate }));
    expect(await opened.page.locator('.gate a').allInnerTexts()).toEqual([
      'poll-for-activity-task.hold.full',
    ]);
    expect(await opened.page.locator('.gate').innerText()).toContain('poll-for-decision-task.hold.full');
  });

  it('show few findings of each where they are many, and no more than a screen of one', async () => {
    const rules = Array.from({ length: 8 }, (_, n) =>
      Array.from({ length: 5 }, (_, m) =>
        sampleRule({
          id: `operation-${n}.hold.r${m}`,
          operation: `Operation${n}`,
          status: 'fail',
          message: 'no',
        }),
      ),
    ).flat();
    await using opened = await browser.open(await renderHtml(sampleReport(rules)));
    expect(await opened.page.locator('.tool').innerText()).toBe('swf-conformance: Amazon SWF, 8 operations');
    expect(await opened.page.locator('.attention li:visible').count()).toBe(8 * 3);
    expect(await opened.page.getByText('2 more').count()).toBe(8);
  });

  it('have nothing of their own where there is one', async () => {
    await using opened = await browser.open(await renderHtml(sampleReport()));
    const { page } = opened;
    expect(await page.locator('.tool').innerText()).toBe('swf-conformance: Amazon SWF, PollForActivityTask');
    expect(
      await page.locator('.operations, .attention h3, .operation .verdict-line, .not-run, select').count(),
    ).toBe(0);
  });

  it('keep ids whole where a rule is opened, also where a narrow window leaves the operation to the heading', async () => {
    const id = 'count-pending-activity-tasks.task-list.truncated';
    await using opened = await browser.open(await renderHtml(severalOperations()), {
      viewport: { width: 390, height: 900 },
      fragment: `#${id}`,
    });
    const rule = opened.page.locator(`article[id="${id}"]`);
    expect(await rule.locator('h4').innerText()).toBe('task-list.truncated');
    expect(await rule.getByRole('link', { name: id }).getAttribute('href')).toBe(`#${id}`);
  });
});

describe('a rule that is opened', () => {
  it('shows of a failure all that an author needs', async () => {
    await using opened = await browser.open(await renderHtml(sampleReport()), {
      fragment: '#poll-for-activity-task.task-list.c0-control',
    });
    const rule = opened.page.locator('[id="poll-for-activity-task.task-list.c0-control"]');
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
      fragment: '#poll-for-activity-task.delivery.own-list',
    });
    const rows = opened.page.locator('.differences tbody tr');
    await rows.first().waitFor();
    expect(await rows.allInnerTexts()).toEqual([
      'answered after\t2.0 s\t0.5 s',
      'body.activityId\tabsent\ta-1',
    ]);
  });

  it('shows hostile text as it is, with what is hidden in it', async () => {
    await using opened = await browser.open(await renderHtml(hostileReport()), {
      fragment: '#poll-for-activity-task.fault.fail',
    });
    const rule = opened.page.locator('[id="poll-for-activity-task.fault.fail"]');
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
      fragment: '#poll-for-activity-task.delivery.not-again',
    });
    const { page } = opened;
    const rule = page.locator('[id="poll-for-activity-task.delivery.not-again"]');
    // The link leads to the rule, and opens it.
    expect(await rule.locator('.fix').isVisible()).toBe(true);
    expect(await rule.locator('.told').innerText()).toContain('the same task again after 12 ms');
    expect(await page.locator('noscript').innerText()).toContain('results.json');
    const other = page.locator('[id="poll-for-activity-task.task-list.c0-control"]');
    expect(await other.locator('.fix').isVisible()).toBe(false);
    await other.locator('summary').click();
    expect(await other.locator('.fix').isVisible()).toBe(true);
  });
});
