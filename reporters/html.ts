import { render } from 'preact-render-to-string';
import type { RunReport } from '../results/report.ts';
import { page } from './html/page.ts';
import { pageScript } from './html/script.ts';
import { visibleReport } from './visible-report.ts';

/** `index.html`, for people: one file that loads nothing, and runs nothing but its own script. */
export async function renderHtml(report: RunReport): Promise<string> {
  return `<!doctype html>\n${render(page(visibleReport(report), await pageScript()))}\n`;
}
