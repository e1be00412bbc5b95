/** The page's style sheet: nothing is loaded, so the fonts are the reader's own. */
export const styles = `
:root {
  color-scheme: light dark;
  --page: #ffffff; --panel: #f6f8fa; --line: #d0d7de; --text: #1b1f24; --quiet: #57606a; --link: #0a4fa8;
  --pass: #116329; --fail: #a40e26; --warn: #744500; --info: #0a4fa8; --open: #5e3dae; --none: #57606a;
  --worse-back: #ffe9e7; --better-back: #dcf7e3; --changed-back: #e0f1ff;
  --bar-holds: #2da44e; --bar-broken: #cf222e; --bar-open: #8250df; --bar-unjudged: #c4cbd3;
}
@media (prefers-color-scheme: dark) {
  :root {
    --page: #0d1117; --panel: #161b22; --line: #353c45; --text: #e6edf3; --quiet: #a2acb7; --link: #8fc4ff;
    --pass: #7ee2a0; --fail: #ffa198; --warn: #f2cc60; --info: #9ecbff; --open: #d2b6ff; --none: #a2acb7;
    --worse-back: #401418; --better-back: #10301d; --changed-back: #0c2d4f;
    --bar-holds: #2ea043; --bar-broken: #f85149; --bar-open: #a371f7; --bar-unjudged: #484f58;
  }
}
* { box-sizing: border-box; }
/* What takes the focus is not to be behind the head. */
html { scroll-padding-top: 7rem; text-size-adjust: 100%; }
body {
  margin: 0; padding: 1.5rem 0 3rem; width: max-content; min-width: 100%;
  background: var(--page); color: var(--text);
  font: 1rem/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif;
  overflow-wrap: anywhere;
}
header, .filter, footer { position: sticky; left: 0; width: 100vw; max-width: 80rem; padding: 0 clamp(0.75rem, 3vw, 2rem); }
h1, p, ul, dl { margin: 0; }
h1 { font-size: clamp(1.35rem, 4vw, 1.9rem); line-height: 1.25; }
:focus-visible { outline: 2px solid var(--link); outline-offset: 2px; }
.tool, .rests, footer, caption, .says, dt { color: var(--quiet); font-size: 0.875rem; font-weight: 400; }
/* A server's text keeps to its own place. */
th, td, dd, .says { unicode-bidi: isolate; }
table { border-collapse: collapse; }
caption { text-align: left; padding-bottom: 0.25rem; }
th, td { text-align: left; vertical-align: top; font-weight: inherit; }

.targets { margin-top: 1rem; width: 100%; }
.targets th, .targets td { padding: 0.4rem 1rem 0.4rem 0; border-top: 1px solid var(--line); }
.targets thead th { border-top: 0; color: var(--quiet); font-size: 0.8125rem; font-weight: 600; }
.targets tbody th { font-weight: 600; }
.verdict { font-weight: 600; }
.verdict.conformant { color: var(--pass); }
.verdict.not-conformant { color: var(--fail); }
.verdict.unusable, .verdict.error { color: var(--warn); }
.differences { margin-top: 0.75rem; padding-left: 1.25rem; }
.filter { margin: 1.5rem 0 0.75rem; }

.matrix { border-collapse: separate; border-spacing: 0; margin-inline: clamp(0.75rem, 3vw, 2rem); }
.matrix caption { position: sticky; left: 0; width: min(100vw, 40rem); }
/* Above, since a row's sticky head covers what is below the one before it. */
.matrix th, .matrix td { padding: 0.3rem 0.75rem; border-top: 1px solid var(--line); background: var(--page); }
.matrix thead th {
  position: sticky; top: 0; z-index: 2; max-width: 16rem; min-width: 11rem;
  font-weight: 600; vertical-align: bottom;
  border-top: 0; box-shadow: inset 0 -2px var(--line);
}
.matrix th:first-child { position: sticky; left: 0; z-index: 1; width: 30rem; max-width: 30rem; border-right: 1px solid var(--line); }
.matrix thead th:first-child { z-index: 3; }
.matrix .area th, .matrix .area td { padding-top: 1rem; background: var(--panel); }
.matrix .area th { font-weight: 600; }
.matrix .operation th, .matrix .operation td { padding-top: 1.25rem; padding-bottom: 0.5rem; background: var(--panel); border-top: 2px solid var(--quiet); }
.matrix .operation th { font-size: 1.15rem; font-weight: 600; }
.bar { display: block; width: 9rem; height: 0.4rem; margin: 0.5rem 0 0.15rem; border-radius: 3px; overflow: hidden; }
.bar .holds { fill: var(--bar-holds); }
.bar .broken { fill: var(--bar-broken); }
.bar .open { fill: var(--bar-open); }
.bar .unjudged { fill: var(--bar-unjudged); }
.id { font-family: ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace; font-size: 0.9375rem; }
/* What stands above has it, and so has the rule when it is opened. */
summary .of { display: none; }
.level { color: var(--quiet); font-size: 0.75rem; font-weight: 600; letter-spacing: 0.04em; }
summary { cursor: pointer; }
a { color: var(--link); text-underline-offset: 0.15em; }
details > p, details dl { margin: 0.25rem 0 0.25rem 1rem; }
dl > div { margin-top: 0.4rem; }
dd { margin: 0; max-height: 20rem; overflow-wrap: anywhere; white-space: pre-line; }

.badge { font-weight: 600; font-size: 0.9375rem; white-space: nowrap; }
.badge.pass { color: var(--pass); }
.badge.fail, .badge.error { color: var(--fail); }
.badge.warn { color: var(--warn); }
.badge.info { color: var(--info); }
.badge.inconclusive { color: var(--open); }
.badge.skip, .badge.none { color: var(--none); }
.change { margin-left: 0.6rem; font-size: 0.8125rem; font-weight: 600; white-space: nowrap; }
.matrix td.worse { background: var(--worse-back); box-shadow: inset 4px 0 var(--fail); }
.matrix td.better { background: var(--better-back); box-shadow: inset 4px 0 var(--pass); }
.matrix td.changed { background: var(--changed-back); box-shadow: inset 4px 0 var(--info); }
td.worse .change { color: var(--fail); }
td.better .change { color: var(--pass); }
td.changed .change { color: var(--info); }
:root:has(#only-differences:checked) tr.same { display: none; }
:root:has(#only-differences:checked) .matrix tbody:not(:has(.differs), .differing) { display: none; }
footer { margin-top: 2rem; }

@media (max-width: 52rem) {
  /* The names of the rules leave room for the targets. */
  .matrix th:first-child { position: static; width: 14rem; max-width: 14rem; }
  .matrix thead th:first-child { position: sticky; }
  .matrix thead th { min-width: 8rem; }
  .change { display: block; margin-left: 0; }
  .bar { width: 6rem; }
  .targets, .targets caption, .targets tbody, .targets tr, .targets tbody th, .targets td { display: block; }
  .targets thead { position: absolute; clip-path: inset(50%); width: 1px; height: 1px; overflow: hidden; }
  .targets tr { padding: 0.5rem 0; border-top: 1px solid var(--line); }
  .targets tbody th, .targets td { padding: 0; border: 0; }
}
@media print {
  body, header, .filter, footer { width: auto; max-width: none; }
  .filter { display: none; }
  .matrix th { position: static; }
  details::details-content { content-visibility: visible; block-size: auto; }
  tr { break-inside: avoid; }
}
`;
