import type { ExchangeRecord, Reproduction, RuleResult } from '../results/rule.ts';
import { indentJson } from './indent-json.ts';
import { shortened } from './visible.ts';
import { counterexampleWords, duration, levelWords } from './words.ts';

/** A test server shows a failure whole, and some refuse big files: the rest of a longer body is in results.json. */
const longestBody = 4000;

/** All that is known of a rule that needs attention, as plain text. Expects a visible report. */
export function failureText(rule: RuleResult): string {
  const { failure, citation } = rule;
  const sections = [
    `${rule.id} (${levelWords[rule.level]}): ${rule.title}`,
    section(`The documentation (${citation.source})`, `"${citation.quote}"`),
  ];
  if (!failure) return [...sections, section('Why', rule.message)].join('\n\n');
  sections.push(
    section('Expected', failure.expected),
    section('Observed', failure.observed),
    section('What to fix', failure.fix),
  );
  if (failure.counterexample) {
    const words = counterexampleWords(failure.counterexample);
    sections.push(section(`Counterexample (${words})`, failure.counterexample.value));
  }
  sections.push(...failure.exchanges.map((exchange, index) => exchangeText(exchange, index + 1)));
  if (failure.reproduce.length > 0)
    sections.push(section('To see it again', failure.reproduce.map(again(rule.id)).join('\n')));
  return sections.join('\n\n');
}

/** A way to see it again on a line: a program is too long for the log of every failure. */
function again(ruleId: string): (reproduction: Reproduction) => string {
  return ({ how, text }) => (how === 'script' ? `npx swf-conformance script results.json ${ruleId}` : text);
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
