import type { ExchangeRecord, Failure, Reproduction, RuleResult } from '../results/rule.ts';
import { shortened, visibleLine } from '../results/visible.ts';
import { indentJson } from './indent-json.ts';
import { timelineTable } from './timeline-table.ts';
import { counterexampleWords, duration, levelWords } from './words.ts';

/** A test server shows a failure whole, and some refuse big files: the rest of a longer body is in results.json. */
const longestBody = 4000;

/** All that is known of a rule that needs attention, as plain text. Expects a visible report. */
export function failureText(rule: RuleResult): string {
  const { failure } = rule;
  if (!failure) return summary(rule).join('\n\n');
  return [...summary(rule), ...evidence(failure), ...again(rule.id, failure.reproduce)].join('\n\n');
}

/** The same where the rest stands beside it: of the exchanges the telling one alone. */
export function shortFailureText(rule: RuleResult): string {
  const { failure } = rule;
  if (!failure) return summary(rule).join('\n\n');
  const number = failure.exchanges.length;
  const decisive = failure.exchanges.slice(-1).map((exchange) => exchangeText(exchange, number));
  return [...summary(rule), ...decisive, ...again(rule.id, failure.reproduce)].join('\n\n');
}

/** A way to see a rule again, on a line: a program is too long for the log of every failure. */
export function wayAgain(ruleId: string, { how, text, command }: Reproduction): string {
  return how === 'script' ? (command ?? `npx swf-conformance script results.json ${ruleId}`) : text;
}

/** What went over the wire: every exchange, and what was open at once. */
export function evidenceText(failure: Failure): string {
  return evidence(failure).join('\n\n');
}

function evidence({ exchanges, timeline }: Failure): string[] {
  return [
    ...exchanges.map((exchange, index) => exchangeText(exchange, index + 1)),
    ...(timeline.length > 0
      ? [section('Timeline, from the start of the rule', timelineTable(timeline))]
      : []),
  ];
}

function summary({ id, level, title, citation, message, failure }: RuleResult): string[] {
  const heading = `${id} (${levelWords[level]}): ${title}`;
  const quote = section(`The documentation (${citation.source})`, `"${citation.quote}"`);
  if (!failure) return [heading, section('Why', message), quote];
  const { expected, observed, differences, fix, counterexample } = failure;
  return [
    heading,
    section('Expected', expected),
    section('Observed', observed),
    ...(differences.length > 0 ? [section('Differences', differenceLines(failure).join('\n'))] : []),
    section('What to fix', fix),
    quote,
    ...(counterexample
      ? [section(`Counterexample (${counterexampleWords(counterexample)})`, counterexample.value)]
      : []),
  ];
}

/** "status: expected 400, observed 200" */
export function differenceLines({ differences }: Failure): string[] {
  return differences.map(({ part, expected, observed }) => {
    const [where, right, wrong] = [part, expected, observed].map((text) => shortened(visibleLine(text), 300));
    return `${where}: expected ${right}, observed ${wrong}`;
  });
}

function again(ruleId: string, ways: readonly Reproduction[]): string[] {
  if (ways.length === 0) return [];
  return [section('To see it again', ways.map((way) => wayAgain(ruleId, way)).join('\n'))];
}

function section(heading: string, text: string): string {
  return `${heading}:\n${indented(text, '  ')}`;
}

/** As curl -v shows it: ">" what was sent, "<" what came back. */
function exchangeText(exchange: ExchangeRecord, number: number): string {
  const { request, response, failure } = exchange;
  const sent = [`${request.method} ${request.path}`, ...message(request)].join('\n');
  const lines = [
    `Exchange ${number}: ${exchange.label}, sent at ${duration(exchange.sentAtMs)}, took ${duration(exchange.durationMs)}`,
    indented(sent, '> '),
  ];
  if (response) lines.push(indented([`${response.status}`, ...message(response)].join('\n'), '< '));
  if (failure) lines.push(`! ${failure}`);
  return lines.join('\n');
}

function message({ headers, body, bodyBytes }: ExchangeRecord['request' | 'response'] & object): string[] {
  const fields = headers.map(([name, value]) => `${name}: ${value}`);
  const shown = shortened(indentJson(body), longestBody);
  return [...fields, '', shown || (bodyBytes === 0 ? '(no body)' : `(${bodyBytes} bytes)`)];
}

function indented(text: string, prefix: string): string {
  return text.replace(/^/gm, prefix);
}
