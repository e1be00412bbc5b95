import { colours } from './colours.ts';

const page = `
* { box-sizing: border-box; }
html { scroll-padding-top: 1rem; text-size-adjust: 100%; }
body {
  margin: 0 auto; padding: 1.5rem clamp(0.75rem, 3vw, 2rem) 4rem; max-width: 78rem;
  background: var(--page); color: var(--text);
  font: 1rem/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif;
  overflow-wrap: anywhere;
}
h1, h2, h3, h4, h5, h6, p, ul, dl, figure, blockquote, pre, fieldset { margin: 0; }
a { color: var(--link); text-underline-offset: 0.15em; }
[hidden] { display: none !important; }
:focus-visible { outline: 2px solid var(--link); outline-offset: 2px; }
summary { cursor: pointer; }
.rests, footer { color: var(--quiet); font-size: 0.875rem; font-weight: 400; }
pre, .line, h4, .attention a, .not-judged details a { font-family: ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace; }

/* A server's text keeps to its own direction and its own place. */
pre, dd, td, .target, .message, .lost, .note, .chosen span, .name, .called { unicode-bidi: isolate; }
pre {
  max-height: 24rem; overflow: auto; padding: 0.6rem 0.75rem;
  border: 1px solid var(--line); border-radius: 6px; background: var(--page);
  font-size: 0.8125rem; line-height: 1.45; tab-size: 2; white-space: pre-wrap;
}
button {
  padding: 0.2rem 0.7rem; border: 1px solid var(--line); border-radius: 6px;
  background: var(--page); color: var(--text); font: inherit; font-size: 0.875rem; cursor: pointer;
}
button:hover:not(:disabled) { border-color: var(--link); color: var(--link); }
button:disabled { color: var(--quiet); cursor: default; }
table { border-collapse: collapse; }
th, td { padding: 0.35rem 0.75rem; text-align: left; vertical-align: top; }
.number { text-align: right; font-variant-numeric: tabular-nums; }
.scrolled { overflow-x: auto; }

.verdict { padding: 1.5rem; border: 1px solid var(--line); border-left: 0.5rem solid var(--mark); border-radius: 8px; background: var(--panel); }
.verdict.conformant { --mark: var(--pass); }
.verdict.not-conformant { --mark: var(--fail); }
.verdict.unusable { --mark: var(--warn); }
.verdict.error { --mark: var(--error-back); }
.tool { margin-bottom: 0.25rem; color: var(--quiet); }
h1 { font-size: clamp(1.3rem, 4vw, 1.75rem); line-height: 1.25; letter-spacing: -0.01em; }
.target { margin-top: 0.5rem; font-weight: 600; }
.summary { display: grid; grid-template-columns: minmax(0, auto) minmax(0, 1fr); gap: 1rem 2.5rem; margin-top: 1.25rem; }
.counts th { white-space: nowrap; padding: 0.3rem 1.1rem 0.3rem 0; color: var(--quiet); font-size: 0.875rem; font-weight: 600; }
.counts td { padding: 0.3rem 1.1rem 0.3rem 0; text-align: center; font-size: 1.15rem; font-weight: 600; font-variant-numeric: tabular-nums; }
.counts th:not(:first-child) { text-align: center; }
.counts tbody > tr > * { border-top: 1px solid var(--line); vertical-align: baseline; }
.counts .none { color: var(--quiet); font-weight: 400; }
.not-judged h2 { margin: 0.3rem 0 0.15rem; color: var(--quiet); font-size: 0.875rem; font-weight: 600; }
.not-judged ul { padding: 0; list-style: none; }
.not-judged li { margin-top: 0.2rem; }
.not-judged details p { padding: 0.25rem 0 0.25rem 1.1rem; font-size: 0.875rem; }
.note { white-space: pre-line; }
.facts { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(9.5rem, 40%), 1fr)); gap: 0.6rem 1.5rem; margin-top: 1.25rem; padding-top: 1rem; border-top: 1px solid var(--line); font-size: 0.875rem; }
dt { color: var(--quiet); font-size: 0.8125rem; }
dd { margin: 0; white-space: pre-line; }
.left-behind { margin-top: 1rem; }
.operations, .gate { margin-top: 1.25rem; }
.operations h2, .gate h2 { margin: 0; font-size: 1rem; }
.operations ul { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(30rem, 100%), 1fr)); gap: 0.15rem 2rem; margin-top: 0.25rem; padding: 0; list-style: none; }
.verdict-line { font-weight: 600; }
.verdict-line.conformant { color: var(--pass); }
.verdict-line.not-conformant { color: var(--fail); }
.verdict-line.unusable, .verdict-line.error { color: var(--warn); }
.not-run ul { margin-top: 0.5rem; padding: 0; list-style: none; }

.badge {
  display: inline-block; padding: 0 0.55em; border-radius: 999px;
  font-size: 0.8125rem; font-weight: 600; white-space: nowrap;
  color: var(--fore); background: var(--back); border: 1px solid currentColor;
}
.pass { --fore: var(--pass); --back: var(--pass-back); }
.fail { --fore: var(--fail); --back: var(--fail-back); }
.warn { --fore: var(--warn); --back: var(--warn-back); }
.info { --fore: var(--info); --back: var(--info-back); }
.skip { --fore: var(--skip); --back: var(--skip-back); }
.inconclusive { --fore: var(--inconclusive); --back: var(--inconclusive-back); }
.error { --fore: var(--error); --back: var(--error-back); }
.level { color: var(--quiet); font-size: 0.75rem; font-weight: 600; letter-spacing: 0.04em; }

h2 { margin: 2.25rem 0 0.25rem; font-size: 1.35rem; letter-spacing: -0.005em; }
.attention > p { color: var(--quiet); }
.attention ul { margin: 0.5rem 0 0; padding: 0; list-style: none; }
.attention li { display: grid; grid-template-columns: 7.5rem minmax(0, 18rem) minmax(0, 1fr); align-items: baseline; gap: 0.1rem 0.9rem; padding: 0.35rem 0; border-top: 1px solid var(--line); }
.attention li .badge { justify-self: start; }
.attention .message { display: -webkit-box; -webkit-box-orient: vertical; -webkit-line-clamp: 2; overflow: hidden; color: var(--quiet); font-size: 0.9375rem; }
.attention > details > summary { padding: 0.35rem 0; border-top: 1px solid var(--line); }

#filter:not(:empty) { padding: 0.75rem 0; background: var(--page); border-bottom: 1px solid var(--line); }
.search { display: flex; flex-wrap: wrap; align-items: center; gap: 0.5rem 0.75rem; }
.search input { flex: 1 1 14rem; max-width: 26rem; padding: 0.4rem 0.7rem; border: 1px solid var(--quiet); border-radius: 6px; background: var(--page); color: var(--text); font: inherit; }
.search select { max-width: 100%; padding: 0.4rem 0.5rem; border: 1px solid var(--quiet); border-radius: 6px; background: var(--page); color: var(--text); font: inherit; }
.search input::placeholder { color: var(--quiet); opacity: 1; }
.search [role="status"] { min-width: 9.5rem; color: var(--quiet); font-size: 0.875rem; font-variant-numeric: tabular-nums; }
.kinds { display: flex; flex-wrap: wrap; gap: 0.5rem 1.75rem; margin-top: 0.6rem; }
fieldset { display: flex; flex-wrap: wrap; align-items: center; gap: 0.35rem; min-width: 0; padding: 0; border: 0; font-size: 0.875rem; }
legend { float: left; margin-right: 0.35rem; padding: 0; color: var(--quiet); font-size: 0.8125rem; }
fieldset label { display: inline-flex; align-items: center; gap: 0.35rem; padding: 0 0.6rem 0 0.4rem; border: 1px solid var(--line); border-radius: 999px; cursor: pointer; }
fieldset label:has(:checked) { border-color: var(--fore, var(--link)); background: var(--back, var(--panel)); color: var(--fore, var(--link)); font-weight: 600; }
fieldset label:has(:checked) .rests { color: inherit; }
fieldset label:has(:focus-visible) { outline: 2px solid var(--link); outline-offset: 1px; }
fieldset input { margin: 0; accent-color: var(--link); outline: 0; }

/* The operation's part of an id: the same for many, and so not what is looked for. */
.of { color: var(--quiet); font-weight: 400; }
/* There the heading has it. */
.attention .of { display: none; }
.operation + .operation { margin-top: 3.5rem; }
.operation > h2 { margin-top: 1.75rem; }
.attention h3 { margin: 1rem 0 0; }
h3 { margin: 1.75rem 0 0.5rem; font-size: 1.05rem; }
h3 .rests { margin-left: 0.5rem; }
.rule { border: 1px solid var(--line); border-bottom-width: 0; content-visibility: auto; contain-intrinsic-size: auto 4rem; }
.rule:first-of-type { border-radius: 8px 8px 0 0; }
.rule:last-of-type { border-bottom-width: 1px; border-radius: 0 0 8px 8px; }
.rule > details > summary {
  display: grid; grid-template-columns: 7.5rem minmax(0, auto) auto 1fr 1rem; align-items: baseline; gap: 0.1rem 0.9rem;
  padding: 0.55rem 0.9rem; list-style: none;
}
.rule > details > summary::-webkit-details-marker { display: none; }
/* The marker stands at the end, and is nothing to be read out. */
.rule > details > summary::after { content: "▸" / ""; grid-area: 1 / -2; color: var(--quiet); justify-self: end; }
.rule > details[open] > summary::after { content: "▾" / ""; }
.rule > details > summary:hover { background: var(--panel); }
.rule > details > summary:focus-visible { outline-offset: -2px; border-radius: 8px; }
.rule > details > summary > .badge { justify-self: start; }
h4 { font-size: 0.9375rem; line-height: 1.4; }
summary:hover h4, details[open] > summary > h4 { color: var(--link); }
.took { justify-self: end; color: var(--quiet); font-size: 0.8125rem; font-variant-numeric: tabular-nums; }
.rule summary > .says, .rule summary > .message { grid-column: 2 / -1; }
.rule summary > .says { font-size: 0.9375rem; }
.rule summary > .message { display: -webkit-box; -webkit-box-orient: vertical; -webkit-line-clamp: 2; overflow: hidden; color: var(--quiet); font-size: 0.875rem; }
.rule > details[open] > summary > .message { display: none; }
.opened { padding: 0.5rem 1.1rem 1.25rem; border-left: 3px solid var(--mark-of, var(--line)); }
.rule[data-status="fail"] .opened { --mark-of: var(--fail); }
.rule[data-status="warn"] .opened { --mark-of: var(--warn); }
.rule[data-status="inconclusive"] .opened { --mark-of: var(--inconclusive); }
.opened > * + *, .detail > *, .sides > div > * + *, .copyable > * + * { margin-top: 0.75rem; }
.opened > .message { font-weight: 600; white-space: pre-line; }
blockquote { padding: 0.1rem 0 0.1rem 0.9rem; border-left: 3px solid var(--line); font-style: italic; }
figcaption { padding-left: calc(0.9rem + 3px); color: var(--quiet); font-size: 0.875rem; }
.told { display: grid; gap: 1px; border: 1px solid var(--line); border-radius: 6px; overflow: hidden; background: var(--line); }
.told > div { display: grid; grid-template-columns: 7rem minmax(0, 1fr); gap: 0 1rem; padding: 0.5rem 0.75rem; background: var(--page); }
.told dd { white-space: pre-wrap; }
.told .fix dd { font-weight: 600; }
h5 { font-size: 0.9375rem; }
.detail > h5 { margin-top: 1.5rem; }
.detail > h5 + * { margin-top: 0.5rem; }
h6 { font-size: 0.8125rem; color: var(--quiet); }
.line { font-size: 0.875rem; }
.lost { color: var(--fail); white-space: pre-line; }
.copyable > .label { display: flex; flex-wrap: wrap; align-items: center; gap: 0.25rem 0.75rem; font-size: 0.875rem; }
.copyable > .label [role="status"] { color: var(--quiet); }
.copyable > .label + * { margin-top: 0.3rem; }
.copyable summary { font-size: 0.875rem; }
.differences, .as-table table { width: 100%; font-size: 0.875rem; }
.differences th, .differences td, .as-table th, .as-table td { border: 1px solid var(--line); background: var(--page); white-space: pre-wrap; }
.differences thead th, .as-table thead th { color: var(--quiet); font-weight: 600; overflow-wrap: normal; }
.differences tbody th { font-weight: 600; }
.differences tbody td { font-family: ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace; font-size: 0.8125rem; }
.exchange { border: 1px solid var(--line); border-radius: 6px; background: var(--page); }
.exchange > summary { padding: 0.4rem 0.75rem; font-size: 0.9375rem; }
.exchange > summary span { color: var(--quiet); font-size: 0.875rem; margin-left: 0.5rem; }
.detail > .exchange + .exchange { margin-top: 0.4rem; }
.sides { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(22rem, 100%), 1fr)); gap: 1rem; padding: 0.25rem 0.75rem 0.75rem; }
.sides > div { min-width: 0; }
.sides > div > * + * { margin-top: 0.4rem; }
footer { margin-top: 3rem; padding-top: 1rem; border-top: 1px solid var(--line); }
`;

const timeline = `
.lanes { max-height: 26rem; overflow: auto; border: 1px solid var(--line); border-radius: 6px; background: var(--page); }
.axis, .group { display: grid; grid-template-columns: minmax(5rem, 11rem) minmax(26rem, 1fr); }
.axis { position: sticky; top: 0; z-index: 1; min-width: max-content; background: var(--panel); border-bottom: 1px solid var(--line); }
.axis svg, .group svg { display: block; padding-right: 0.5rem; overflow: visible; }
.group { padding: 0.15rem 0; }
.group + .group { border-top: 1px solid var(--line); }
.name { padding: 0.15rem 0.6rem; color: var(--quiet); font-size: 0.8125rem; display: -webkit-box; -webkit-box-orient: vertical; -webkit-line-clamp: 2; overflow: hidden; align-self: start; }
.lanes text { fill: var(--text); font-size: 11.5px; }
.axis text { fill: var(--quiet); }
.lanes line { stroke: var(--line); }
.bar { cursor: pointer; outline: 0; }
.bar rect { fill: var(--skip-back); stroke: var(--skip); }
.bar.served rect { fill: var(--pass-back); stroke: var(--pass); }
.bar.trouble rect { fill: var(--warn-back); stroke: var(--warn); }
.bar.waited rect { stroke-dasharray: 3 2; }
.bar[aria-pressed="true"] rect { stroke-width: 2.5px; }
.bar:focus-visible rect { stroke: var(--link); stroke-width: 3px; stroke-dasharray: none; }
.chosen { display: flex; flex-wrap: wrap; gap: 0.25rem 0.75rem; align-items: center; margin-top: 0.4rem; font-size: 0.875rem; }
.as-table { margin-top: 0.4rem; font-size: 0.875rem; }
.as-table table { margin-top: 0.4rem; }
`;

const media = `
@media (min-width: 60rem) and (min-height: 40rem) {
  #filter { position: sticky; top: 0; z-index: 2; }
  /* What is gone to, or gets the focus, is not below it. */
  html:has(#filter:not(:empty)) { scroll-padding-top: 9rem; }
}
@media (max-width: 60rem) {
  .summary { grid-template-columns: minmax(0, 1fr); }
}
@media (max-width: 44rem) {
  .verdict { padding: 1rem; }
  .counts th, .counts td { padding-right: 0.5rem; }
  .counts .badge { padding: 0 0.4em; }
  .attention li { grid-template-columns: auto minmax(0, 1fr); }
  .attention li .message { grid-column: 1 / -1; }
  .rule > details > summary { grid-template-columns: auto minmax(0, 1fr) auto 1rem; padding: 0.55rem 0.7rem; }
  .rule > details > summary > .level { grid-column: 3; }
  .took, h4 .of { display: none; }
  .rule summary > .says, .rule summary > .message { grid-column: 1 / -1; }
  .opened { padding: 0.5rem 0.7rem 1rem; }
  .told > div { grid-template-columns: minmax(0, 1fr); }
  .axis, .group { grid-template-columns: 6.5rem 26rem; width: max-content; }
  .name { padding: 0.15rem 0.4rem; font-size: 0.75rem; }
  .as-table { overflow-x: auto; }
}
/* Without the script a link cannot open what it leads to. */
@media (scripting: none) {
  .rule:target > details::details-content { content-visibility: visible; block-size: auto; }
}
@media print {
  :root { color-scheme: light; }
  body { max-width: none; padding: 0; font-size: 10pt; }
  .verdict { padding: 0 0 0 1rem; border-width: 0 0 0 0.4rem; border-radius: 0; background: none; }
  pre, .lanes { max-height: none; overflow: visible; }
  /* All that was found is printed open; what held keeps to its line. */
  .finding > details::details-content { content-visibility: visible; block-size: auto; }
  .rule { content-visibility: visible; }
  button, .search input, .kinds, .as-table:not([open]) { display: none; }
  #filter { position: static; border: 0; }
  .attention .message, .rule summary > .message { -webkit-line-clamp: none; }
  .axis { position: static; }
  h1, h2, h3, h4, h5, h6, summary, thead { break-after: avoid; }
  .told > div, .attention li, .group, tr, .plain { break-inside: avoid; }
}
`;

/** The page's style sheet: nothing is loaded, so the fonts are the reader's own. */
export const styles = [colours, page, timeline, media].join('');
