import { h, render } from 'preact';
import { DetailView } from './detail-view.ts';
import { Filter } from './filter.ts';
import { everything, fragmentOf, type Kind, parseFragment, type View } from './fragment.ts';
import { type ShownRule, showChosen, shownOperations, shownRules } from './shown-rules.ts';
import { detailFor, known, unpackAll } from './unpack.ts';

// The page stands without this script: it adds the filter, and what is known of a failure when its rule is opened.

const rules = shownRules();
const operations = shownOperations();
const slugs = [...operations.keys()];
const byId = new Map(rules.map((rule) => [rule.id, rule]));
let view: View = everything;

function show(next: View): void {
  view = next;
  const shown = showChosen(rules, view);
  const mount = document.querySelector('#filter');
  if (!mount) return;
  const filter = h(Filter, {
    view,
    operations,
    shown,
    total: rules.length,
    count,
    choose,
    openFindings,
    closeAll,
  });
  render(filter, mount);
}

function count(kind: Kind, value: string): number {
  return rules.filter(({ values }) => values[kind].includes(value)).length;
}

/** A choice of the reader's: the rule that was asked for before is no longer what they look for. */
function choose(changes: Partial<View>): void {
  show({ ...view, ...changes, rule: '' });
  const isTyping = Object.keys(changes).every((name) => name === 'text');
  // A step back for every letter would be no step back; and Safari allows a hundred changes in half a minute.
  if (isTyping) rememberSoon();
  else remember('pushState');
}

function remember(how: 'pushState' | 'replaceState'): void {
  clearTimeout(typing);
  const url = new URL(location.href);
  url.hash = fragmentOf(view);
  if (url.href !== location.href) history[how](null, '', url);
}

let typing: ReturnType<typeof setTimeout> | undefined;
function rememberSoon(): void {
  clearTimeout(typing);
  typing = setTimeout(() => remember('replaceState'), 300);
}

/** Shows what the fragment says, and goes to its rule. The anchor of a heading changes nothing. */
function followFragment(): void {
  clearTimeout(typing);
  const asked = parseFragment(location.hash, slugs);
  const isHeading = asked.rule !== '' && !byId.has(asked.rule);
  show(isHeading ? view : asked);
  goTo(view.rule);
}

function goTo(id: string): void {
  const rule = byId.get(id);
  if (!rule) return;
  rule.details.open = true;
  rule.article.scrollIntoView();
  rule.details.querySelector('summary')?.focus({ preventScroll: true });
}

/** Links to rules keep the filter; links to a choice of rules go to the list. */
function followLink(event: MouseEvent): void {
  const link = event.target instanceof Element ? event.target.closest('a') : null;
  const fragment = link?.getAttribute('href');
  if (!fragment?.startsWith('#') || event.ctrlKey || event.metaKey || event.shiftKey) return;
  const asked = parseFragment(fragment, slugs);
  const isRule = byId.has(asked.rule);
  if (!isRule && !fragment.includes('=')) return;
  event.preventDefault();
  show(isRule ? { ...view, rule: asked.rule } : asked);
  remember('pushState');
  if (isRule) goTo(asked.rule);
  else document.querySelector('#rules')?.scrollIntoView();
}

/** The address always names what was opened last, so that it can be handed on. */
function followSummary(event: MouseEvent): void {
  const details = event.target instanceof Element ? event.target.closest('summary')?.parentElement : null;
  const rule = rules.find((each) => each.details === details);
  if (!rule) return;
  // Not yet turned: that is what the browser does after the click.
  if (!rule.details.open) view = { ...view, rule: rule.id };
  else if (view.rule === rule.id) view = { ...view, rule: '' };
  remember('replaceState');
}

async function fill(rule: ShownRule): Promise<void> {
  if (!rule.place || rule.place.hasChildNodes()) return;
  try {
    await detailFor(rule.id);
    draw(rule);
  } catch (error) {
    rule.place.textContent = `This browser cannot show more (${error}). All of it is in results.json.`;
  }
}

function draw(rule: ShownRule): void {
  const detail = known(rule.id);
  if (rule.place && detail) render(h(DetailView, { rule: rule.id, detail, printed: isPrinting }), rule.place);
}

function findings(): ShownRule[] {
  return rules.filter(({ article, place }) => place && !article.hidden);
}

function openFindings(): void {
  for (const { details } of findings()) details.open = true;
}

function closeAll(): void {
  for (const { details } of rules) details.open = false;
}

let isPrinting = false;
/** What the printer opened, to be closed behind it. */
const openedForPrint: ShownRule[] = [];

function beforePrint(): void {
  isPrinting = true;
  // Added: what a browser that says so twice has opened the first time is still to be closed.
  openedForPrint.push(...findings().filter(({ details }) => !details.open));
  for (const rule of findings()) {
    rule.details.open = true;
    draw(rule);
  }
}

function afterPrint(): void {
  isPrinting = false;
  for (const { details } of openedForPrint.splice(0)) details.open = false;
  for (const rule of findings()) draw(rule);
}

document.addEventListener('click', (event) => {
  followLink(event);
  followSummary(event);
});
// The event does not bubble.
document.addEventListener(
  'toggle',
  ({ target }) => {
    const rule = rules.find(({ details }) => details === target);
    if (rule?.details.open) void fill(rule);
  },
  true,
);
document.addEventListener('keydown', (event) => {
  const types = event.target instanceof HTMLInputElement && event.target.type === 'search';
  if (event.key !== '/' || types || event.ctrlKey || event.metaKey || event.altKey) return;
  event.preventDefault();
  document.querySelector<HTMLInputElement>('#filter input')?.focus();
});
// Also after a step back or forward, and when the reader edits the address.
addEventListener('popstate', followFragment);
// The browser goes to the anchor itself when all is there, and takes the focus away.
addEventListener('load', () => goTo(view.rule));
addEventListener('beforeprint', beforePrint);
addEventListener('afterprint', afterPrint);

followFragment();
void unpackAll();
