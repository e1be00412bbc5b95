import type { ExchangeRecord, Failure, RuleResult } from '../results/rule.ts';
import { shortened, visibleLine } from '../results/visible.ts';
import { differenceLines, wayAgain } from './failure-text.ts';
import { type Paint, statusWord } from './paint.ts';
import { timelineTable } from './timeline-table.ts';
import { counterexampleWords, duration, levelWords } from './words.ts';
import { wrapped } from './wrapped.ts';

/** Text needs this many columns, however narrow the terminal says it is. */
const narrowest = 20;
const indent = ' '.repeat(6);
const labelWidth = 10;

/** Nothing that we write is as long; what a server sent may be of any length. */
const longestText = 1200;
const longestBody = 300;
/** Rules that open many polls at once show more of them in the reports. */
const mostTimelineLines = 12;

/** "  FAIL  delivery.not-again  the same task was handed out twice"; the progress shows the same line. */
export function ruleLine(rule: RuleResult, width: number, paint: Paint): string {
  const said = `${visibleLine(rule.id)}  ${visibleLine(rule.message || rule.title)}`;
  const room = Math.max(narrowest, width - rule.status.length - 4);
  return `  ${statusWord(rule.status, paint)}  ${shortened(said, room)}`;
}

/** A rule with all that its author needs to mend the server, bodies shortened. */
export function wholeRule(rule: RuleResult, width: number, paint: Paint): string[] {
  const { failure, citation } = rule;
  const quote = labelled('Quote', `"${citation.quote}" (${citation.source})`, width);
  if (!failure) return [...briefRule(rule, width, paint), ...quote];
  const { counterexample, exchanges, reproduce } = failure;
  return [
    ...briefRule(rule, width, paint),
    ...differenceLines(failure).flatMap((line) => labelled('Differs', line, width)),
    ...quote,
    ...(counterexample
      ? labelled('Value', `${counterexample.value} (${counterexampleWords(counterexample)})`, width)
      : []),
    ...exchanges.slice(-1).flatMap((exchange) => exchangeLines(exchange, width)),
    ...timelineLines(failure, width),
    // A command that is cut short, or broken into lines, cannot be copied.
    ...reproduce.map((way, index) => label(index === 0 ? 'Again' : '', visibleLine(wayAgain(rule.id, way)))),
  ];
}

/** What was expected, observed and is to be mended; or why nothing was learned. */
export function briefRule(rule: RuleResult, width: number, paint: Paint): string[] {
  const { id, status, level, title, message, failure } = rule;
  const head = [
    `  ${statusWord(status, paint)}  ${shortened(visibleLine(id), Math.max(narrowest, width - 28))}  ${levelWords[level]}`,
    ...paragraph(title, width - indent.length).map((line) => indent + line),
  ];
  if (!failure || status === 'inconclusive') return [...head, ...labelled('Why', message, width)];
  return [
    ...head,
    ...labelled('Expected', failure.expected, width),
    ...labelled('Observed', failure.observed, width),
    ...labelled('Fix', failure.fix, width),
  ];
}

/** The request and its answer, a few lines each. */
function exchangeLines(
  { label: what, request, response, failure, ...times }: ExchangeRecord,
  width: number,
): string[] {
  const line = `${request.method} ${request.path}`;
  // Nearly every request is that.
  const where = line === 'POST /' ? '' : ` (${line})`;
  const sent = `${what}${where} at ${duration(times.sentAtMs)}: ${bodyText(request)}`;
  const after = `after ${duration(times.durationMs)}`;
  const came = response ? `${response.status} ${after}: ${bodyText(response)}` : `no answer ${after}`;
  return [
    ...labelled('Sent', sent, width),
    ...labelled('Came', failure ? `${came}; ${failure}` : came, width),
  ];
}

function bodyText({ body, bodyBytes }: { body: string; bodyBytes: number }): string {
  if (bodyBytes === 0) return '(no body)';
  return shortened(visibleLine(body), longestBody) || `(${bodyBytes} bytes)`;
}

function timelineLines({ timeline }: Failure, width: number): string[] {
  if (timeline.length === 0) return [];
  const room = Math.max(narrowest, width - indent.length - labelWidth);
  const lines = timelineTable(timeline.slice(0, mostTimelineLines))
    .split('\n')
    .map((line) => shortened(line, room));
  const more = timeline.length - mostTimelineLines;
  if (more > 0) lines.push(`and ${more} more: see the report`);
  return lines.map((line, index) => label(index === 0 ? 'Timeline' : '', line));
}

/** The text behind its label, on as many lines as it needs. */
function labelled(name: string, text: string, width: number): string[] {
  return paragraph(text, width - indent.length - labelWidth).map((line, index) =>
    label(index === 0 ? name : '', line),
  );
}

function label(name: string, line: string): string {
  return `${indent}${name.padEnd(labelWidth)}${line}`;
}

/** What anybody sent, in lines of at most so many columns. */
export function paragraph(text: string, columns: number): string[] {
  return wrapped(shortened(visibleLine(text), longestText), Math.max(narrowest, columns), 'cut');
}
