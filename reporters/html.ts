import { render } from 'preact-render-to-string';
import type { RunReport } from '../results/report.ts';
import { page } from './html/page.ts';
import { visibleReport } from './visible-report.ts';

/** `index.html`, for people: one file that loads nothing and runs nothing. */
export function renderHtml(report: RunReport): string {
  return `<!doctype html>\n${render(page(visibleReport(report)))}\n`;
}
