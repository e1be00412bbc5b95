/** The page's style sheet: nothing is loaded, so the fonts are the reader's own. */
export const styles = `
:root {
  color-scheme: light dark;
  --page: #ffffff; --panel: #f6f8fa; --line: #d0d7de; --text: #1b1f24; --quiet: #57606a; --link: #0a4fa8;
  --pass: #116329; --pass-back: #dcf7e3;
  --fail: #a40e26; --fail-back: #ffe9e7;
  --warn: #744500; --warn-back: #fff1cc;
  --info: #0a4fa8; --info-back: #e0f1ff;
  --skip: #424a53; --skip-back: #eaeef2;
  --inconclusive: #5e3dae; --inconclusive-back: #f0e8ff;
  --error: #ffffff; --error-back: #a40e26;
}
@media (prefers-color-scheme: dark) {
  :root {
    --page: #0d1117; --panel: #161b22; --line: #353c45; --text: #e6edf3; --quiet: #a2acb7; --link: #8fc4ff;
    --pass: #7ee2a0; --pass-back: #10301d;
    --fail: #ffa198; --fail-back: #401418;
    --warn: #f2cc60; --warn-back: #342800;
    --info: #9ecbff; --info-back: #0c2d4f;
    --skip: #c0c8d0; --skip-back: #262c33;
    --inconclusive: #d2b6ff; --inconclusive-back: #2d1d4c;
    --error: #0d1117; --error-back: #ffa198;
  }
}
* { box-sizing: border-box; }
html { scroll-padding-top: 1rem; text-size-adjust: 100%; }
body {
  margin: 0 auto; padding: 1.5rem clamp(0.75rem, 3vw, 2rem) 4rem; max-width: 76rem;
  background: var(--page); color: var(--text);
  font: 1rem/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif;
  overflow-wrap: anywhere;
}
h1, h2, h3, h4, h5, p, ul, dl, figure, blockquote, pre { margin: 0; }
a { color: var(--link); text-underline-offset: 0.15em; }
:focus-visible { outline: 2px solid var(--link); outline-offset: 2px; }
.rests, footer { color: var(--quiet); font-size: 0.875rem; }
pre, .line, h3, .index a, td a { font-family: ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace; }

/* A server's text keeps to its own direction and its own place. */
pre, dd, .message, .lost, .note, .index li > span, td { unicode-bidi: isolate; }
pre {
  max-height: 24rem; overflow: auto; padding: 0.6rem 0.75rem;
  border: 1px solid var(--line); border-radius: 6px; background: var(--page);
  font-size: 0.8125rem; line-height: 1.45; tab-size: 2; white-space: pre-wrap;
}

.verdict { padding: 1.25rem; border: 1px solid var(--line); border-left: 0.5rem solid var(--mark); border-radius: 8px; background: var(--panel); }
.verdict.conformant { --mark: var(--pass); }
.verdict.not-conformant { --mark: var(--fail); }
.verdict.unusable { --mark: var(--warn); }
.verdict.error { --mark: var(--error-back); }
.tool { margin-bottom: 0.25rem; color: var(--quiet); }
h1 { font-size: clamp(1.35rem, 4vw, 1.9rem); line-height: 1.25; }
.note { margin-top: 0.5rem; white-space: pre-line; }
.counts { display: flex; flex-wrap: wrap; gap: 0.4rem 1.25rem; margin-top: 1rem; padding: 0; list-style: none; }
.facts { display: grid; grid-template-columns: repeat(auto-fill, minmax(8.5rem, 1fr)); gap: 0.6rem 1.5rem; margin-top: 1.1rem; }
.facts .wide { grid-column: span 2; }
dt { color: var(--quiet); font-size: 0.875rem; }
dd { margin: 0; white-space: pre-line; }
.left-behind { margin-top: 1rem; }

.badge {
  display: inline-block; padding: 0 0.55em; border-radius: 999px;
  font-size: 0.875rem; font-weight: 600; white-space: nowrap;
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

nav { margin-top: 1rem; }
nav a { display: inline-block; margin-right: 1.25rem; }

h2 { margin: 2.5rem 0 0.25rem; font-size: 1.4rem; }
.index { margin: 0.75rem 0 1.25rem; padding: 0; list-style: none; }
.index li { display: flex; flex-wrap: wrap; align-items: baseline; gap: 0.1rem 0.75rem; padding: 0.3rem 0; border-top: 1px solid var(--line); }
.index li > span:last-child { color: var(--quiet); }

article { margin-bottom: 1.5rem; padding: 1.25rem; border: 1px solid var(--line); border-radius: 8px; background: var(--panel); }
article:target, tr:target { outline: 2px solid var(--link); outline-offset: 2px; }
article > * + *, .sides > div > * + * { margin-top: 0.75rem; }
h3 { font-size: 1.15rem; line-height: 1.4; }
article .title { display: flex; flex-wrap: wrap; align-items: baseline; gap: 0.1rem 0.75rem; }
article h3 a { color: inherit; text-decoration: none; }
article h3 a:hover { text-decoration: underline; }
.message { font-weight: 600; white-space: pre-line; }
blockquote { padding: 0.1rem 0 0.1rem 0.9rem; border-left: 3px solid var(--line); font-style: italic; }
figcaption { padding-left: calc(0.9rem + 3px); color: var(--quiet); font-size: 0.875rem; }
.told { display: grid; gap: 1px; border: 1px solid var(--line); border-radius: 6px; overflow: hidden; background: var(--line); }
.told > div { display: grid; grid-template-columns: 8rem 1fr; gap: 0 1rem; padding: 0.5rem 0.75rem; background: var(--page); }
.told dd { white-space: pre-wrap; }
.told .fix dd { font-weight: 600; }
article > h4 { margin-top: 1.25rem; font-size: 1rem; }
h5 { font-size: 0.875rem; color: var(--quiet); }
.line { font-size: 0.875rem; }
.lost { color: var(--fail); white-space: pre-line; }
.exchange { border: 1px solid var(--line); border-radius: 6px; }
.exchange summary { padding: 0.5rem 0.75rem; cursor: pointer; }
.exchange summary span { color: var(--quiet); font-size: 0.875rem; margin-left: 0.5rem; }
.sides { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(22rem, 100%), 1fr)); gap: 1rem; padding: 0.25rem 0.75rem 0.75rem; }
.sides > div { min-width: 0; }
.sides > div > * + * { margin-top: 0.4rem; }

.filter { margin: 0.5rem 0; }
:root:has(#hide-passed:checked) tr.pass:not(:target) { display: none; }
:root:has(#hide-passed:checked) .area:not(:has(tbody tr:not(.pass), tr:target)) { display: none; }
.area { margin-top: 1.5rem; }
table { width: 100%; margin-top: 0.5rem; border-collapse: collapse; table-layout: fixed; }
th, td { padding: 0.45rem 0.75rem 0.45rem 0; border-top: 1px solid var(--line); text-align: left; vertical-align: top; }
th { border-top: 0; color: var(--quiet); font-size: 0.8125rem; font-weight: 600; }
th:nth-child(1) { width: 9rem; }
th:nth-child(3) { width: 33%; }
th:nth-child(4) { width: 7rem; }
th:nth-child(5) { width: 6rem; }
td a { font-size: 0.9375rem; }
td .says, td .rests { display: block; }
td .says { color: var(--quiet); font-size: 0.875rem; }
.number { text-align: right; font-variant-numeric: tabular-nums; }
footer { margin-top: 3rem; padding-top: 1rem; border-top: 1px solid var(--line); }

@media (max-width: 44rem) {
  article, .verdict { padding: 0.9rem; }
  .told > div { grid-template-columns: 1fr; }
  /* Each rule becomes a card; its numbers carry their words themselves. */
  thead { position: absolute; clip-path: inset(50%); width: 1px; height: 1px; overflow: hidden; }
  table, tbody, tr, td { display: block; }
  tr { padding: 0.6rem 0; border-top: 1px solid var(--line); }
  td { padding: 0.1rem 0; border: 0; }
  td:empty { display: none; }
  td.number { display: inline; text-align: left; color: var(--quiet); font-size: 0.875rem; }
  td:nth-child(4)::before { content: "Observations: "; }
  td:nth-child(5)::before { content: "Took: "; }
  td:nth-child(5) { margin-left: 1rem; }
}
@media print {
  body { max-width: none; padding: 0; font-size: 10pt; }
  pre { max-height: none; }
  details::details-content { content-visibility: visible; block-size: auto; }
  nav, .filter { display: none; }
  article header, tr, .told > div { break-inside: avoid; }
  h2, h3, h4, h5 { break-after: avoid; }
}
`;
