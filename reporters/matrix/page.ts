import { createHash } from 'node:crypto';
import { html } from 'htm/preact';
import type { VNode } from 'preact';
import { render } from 'preact-render-to-string';
import { byOperation, type OperationGroup } from '../../results/by-operation.ts';
import type { Change, Compared, ComparedRule, Comparison, Standing } from '../../results/comparison.ts';
import { standing } from '../../results/comparison.ts';
import type { RuleResult } from '../../results/rule.ts';
import { idView } from '../html/parts.ts';
import { operationName, subject } from '../operations.ts';
import { levelWords, moment, plural, statusSigns, verdictWords } from '../words.ts';
import { styles } from './styles.ts';
import {
  changesText,
  countsText,
  heldText,
  neighbours,
  newlyFailingText,
  noLongerJudgedText,
  operationVerdict,
  statusWordOf,
} from './words.ts';

/** Nothing may load or run, whatever a server wrote into its answers. preact escapes all of it; this holds even if it did not. */
const policy = [
  "default-src 'none'",
  `style-src 'sha256-${createHash('sha256').update(styles).digest('base64')}'`,
  "base-uri 'none'",
  "form-action 'none'",
].join('; ');

/** `index.html` of a comparison: the rules by the targets, on one page that loads nothing and runs nothing. */
export function renderMatrixHtml(comparison: Comparison): string {
  return `<!doctype html>\n${render(page(comparison))}\n`;
}

// The parts of the page are plain functions, called in the templates: so the compiler checks what they are given.

function page(comparison: Comparison): VNode {
  const { targets, rules } = comparison;
  const heading = `${plural(rules.length, 'rule')} on ${plural(targets.length, 'target')}`;
  return html`
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta http-equiv="Content-Security-Policy" content=${policy} />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="referrer" content="no-referrer" />
        <meta name="robots" content="noindex" />
        <title>${`${heading}: ${targets.map(({ name }) => name).join(', ')}`}</title>
        <style dangerouslySetInnerHTML=${{ __html: styles }} />
      </head>
      <body>
        <header>
          <p class="tool">swf-conformance: Amazon SWF, ${subject(byOperation(rules))}</p>
          <h1>${heading}</h1>
          ${targetsTable(targets)} ${differences(comparison)}
        </header>
        <main>
          <p class="filter">
            <label><input type="checkbox" id="only-differences" autocomplete="off" /> Only what differs</label>
          </p>
          ${matrix(comparison)}
        </main>
        <footer>
          <p>Characters that cannot be seen are written as \\uXXXX.</p>
        </footer>
      </body>
    </html>
  ` as VNode;
}

function targetsTable(targets: readonly Compared[]): VNode {
  return html`
    <table class="targets">
      <caption>The targets</caption>
      <thead>
        <tr>
          <th scope="col">Target</th>
          <th scope="col">Verdict</th>
          <th scope="col">Rules</th>
          <th scope="col">Made</th>
        </tr>
      </thead>
      <tbody>
        ${targets.map(
          ({ name, report }, index) => html`
            <tr>
              <th scope="row">${index + 1}. ${name}</th>
              <td class=${`verdict ${report.summary.verdict}`}>${verdictWords(report.summary.verdict)}</td>
              <td>${countsText(report)}${report.summary.partial && ' (partial run)'}</td>
              <td>${moment(report.run.startedAt)}, ${report.tool.version}, hold ${report.run.pollHold} s</td>
            </tr>
          `,
        )}
      </tbody>
    </table>
  `;
}

function differences(comparison: Comparison): VNode {
  const unjudged = noLongerJudgedText(comparison);
  return html`
    <ul class="differences">
      ${neighbours(comparison.targets).map(
        (_, index) =>
          html`<li>From ${index + 1} to ${index + 2}: <b>${changesText(comparison, index)}</b></li>`,
      )}
      <li>${newlyFailingText(comparison)}</li>
      ${unjudged && html`<li>${unjudged}</li>`}
    </ul>
  `;
}

function matrix({ targets, rules }: Comparison): VNode {
  const operations = byOperation(rules);
  const by = operations.length > 1 ? 'operation and area' : 'area';
  return html`
    <table class="matrix">
      <caption>The rules, by ${by}; open one to read what was seen</caption>
      <thead>
        <tr>
          <th scope="col">Rule</th>
          ${targets.map(({ name }, index) => html`<th scope="col">${index + 1}. ${name}</th>`)}
        </tr>
      </thead>
      ${operations.map((operation) => [
        // The heading says it where there is one.
        operations.length > 1 && operationRow(operation, targets),
        ...operation.areas.map((area) => areaRows(area.name, area.rules, targets)),
      ])}
    </table>
  `;
}

/** What each target came to on an operation. */
function operationRow(operation: OperationGroup<ComparedRule>, targets: readonly Compared[]): VNode {
  const differs = operation.rules.some(({ changes }) => changes.some((change) => change !== 'same'));
  return html`
    <tbody class=${`operation ${differs ? 'differing' : ''}`}>
      <tr>
        <th scope="rowgroup">${operationName(operation)} <span class="rests">${plural(operation.rules.length, 'rule')}</span></th>
        ${targets.map(({ report }, index) => {
          const verdict = operationVerdict(report, operation);
          const results = operation.rules.map((rule) => rule.results[index]);
          if (!verdict) return html`<td><span class="rests">not judged</span></td>`;
          return html`
            <td><span class=${`verdict ${verdict}`}>${verdictWords(verdict)}</span>${' '}<span class="rests">${heldText(results)}</span></td>
          `;
        })}
      </tr>
    </tbody>
  `;
}

function areaRows(area: string, rules: readonly ComparedRule[], targets: readonly Compared[]): VNode {
  return html`
    <tbody>
      <tr class="area">
        <th scope="rowgroup">${area} <span class="rests">${plural(rules.length, 'rule')}</span></th>
        ${targets.map((_, index) => {
          const results = rules.map((rule) => rule.results[index]);
          return html`<td>${bar(results)}<span class="rests">${heldText(results)}</span></td>`;
        })}
      </tr>
      ${rules.map((rule) => ruleRow(rule, targets))}
    </tbody>
  `;
}

/** An area at a glance. The words beside it say the same. */
function bar(results: readonly (RuleResult | undefined)[]): VNode {
  const kinds: Standing[] = ['holds', 'broken', 'open', 'unjudged'];
  let from = 0;
  const parts = kinds.map((kind) => {
    const width = results.filter((result) => standing(result) === kind).length;
    const part = width > 0 && html`<rect class=${kind} x=${from} y="0" width=${width} height="1" />`;
    from += width;
    return part;
  });
  return html`
    <svg class="bar" viewBox=${`0 0 ${results.length} 1`} preserveAspectRatio="none" aria-hidden="true">${parts}</svg>
  `;
}

function ruleRow(rule: ComparedRule, targets: readonly Compared[]): VNode {
  const { id, title, level, results, changes } = rule;
  const differs = changes.some((change) => change !== 'same');
  return html`
    <tr class=${differs ? 'differs' : 'same'}>
      <th scope="row">
        <details>
          <summary><span class="id">${idView(id)}</span> <span class="level">${levelWords[level]}</span></summary>
          <p class="says">${title}</p>
          <p class="id">${id}</p>
          <dl>
            ${targets.map((target, index) => seen(id, results[index], target, index + 1))}
          </dl>
        </details>
      </th>
      ${results.map((result, index) => cell(result, index === 0 ? 'same' : (changes[index - 1] ?? 'same')))}
    </tr>
  `;
}

function seen(id: string, result: RuleResult | undefined, { name, page }: Compared, number: number): VNode {
  const link =
    page !== undefined && result && html`<a href=${`${page}#${encodeURIComponent(id)}`}>in its report</a>`;
  return html`
    <div>
      <dt>${number}. ${name}</dt>
      <dd>${result ? [result.status, result.message].filter(Boolean).join(': ') : unknown}</dd>
      ${link && html`<dd>${link}</dd>`}
    </div>
  `;
}

const unknown = 'The suite of this run had no such rule.';

function cell(result: RuleResult | undefined, change: Change): VNode {
  const badge = html`
    <span class=${`badge ${result?.status ?? 'none'}`}>
      <span aria-hidden="true">${result ? statusSigns[result.status] : '·'} </span>${statusWordOf(result)}
    </span>
  `;
  if (change === 'same') return html`<td>${badge}</td>`;
  // The template drops the space between lines, and a reader aloud would make one word of two.
  const mark = html`<span class="change"><span aria-hidden="true">${changeSigns[change]} </span>${change}</span>`;
  return html`<td class=${change}>${badge}${' '}${mark}</td>`;
}

/** A sign beside the word, so that what differs is found at a glance without its colour. */
const changeSigns: Record<Exclude<Change, 'same'>, string> = { better: '▲', worse: '▼', changed: '◆' };
