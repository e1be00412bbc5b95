import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { matches } from '../runner/select.ts';
import { rules } from '../suites/index.ts';
import { areaOf } from '../suites/rule.ts';
import { suggestion } from './nearest.ts';
import { given } from './text.ts';

/** What a message says of a value that is not allowed: all messages are of this form. */
function only(allowed: string): { error: (issue: { input?: unknown }) => string } {
  return { error: ({ input }) => refusal(input, allowed) };
}

function refusal(value: unknown, allowed: string): string {
  return value === ''
    ? `a value is missing: give ${allowed}`
    : `${given(value)} is not allowed: give ${allowed}`;
}

function number(from: number, to: number, unit = ''): z.ZodNumber {
  const range = only(`a number from ${from} to ${to}${unit}`);
  return z.number(range).min(from, range).max(to, range);
}

function wholeNumber(from: number, to: number): z.ZodNumber {
  const range = only(`a whole number from ${from} to ${to}`);
  return z.number(range).int(range).min(from, range).max(to, range);
}

const endpointForm = 'a URL such as http://127.0.0.1:4566 or https://swf.us-east-1.amazonaws.com';

const endpoint = z.string(only(endpointForm)).transform((text, context): URL => {
  const refuse = (message: string): never => {
    context.issues.push({ code: 'custom', message, input: text });
    return z.NEVER;
  };
  const url = URL.parse(text);
  if (!url || !/^https?:$/.test(url.protocol)) return refuse(refusal(text, endpointForm));
  // Their values are not repeated: what is told here ends up in logs.
  if (url.username || url.password) {
    return refuse('it holds a user or password: leave them out, and give credentials as for any AWS tool');
  }
  if (url.search || url.hash || /[?#]$/.test(text)) {
    return refuse('it has a query or fragment: leave them out, requests are posted to the path');
  }
  return url;
});

const ruleIds = rules.map(({ id }) => id);
const patterns = [...ruleIds, ...new Set(rules.map((rule) => `${areaOf(rule)}.*`))];

const pattern = z.string(only('a text')).superRefine((text, context) => {
  if (ruleIds.some((id) => matches(id, text))) return;
  const message =
    text === ''
      ? refusal(text, 'a rule or a pattern such as hold.*')
      : `no rule matches ${given(text)}${suggestion(text, patterns) || '; swf-conformance list names all'}`;
  context.addIssue({ code: 'custom', message });
});
const patternList = z.array(pattern, only('a list of rules or patterns'));

/** The protocol's own, which a gateway's must not replace. */
const reserved =
  /^(host|authorization|connection|content-.*|expect|te|trailer|transfer-encoding|upgrade|x-amz-.*)$/i;

const header = z.string(only('a text')).superRefine((text, context) => {
  const [, name] = /^([!#$%&'*+.^_`|~\w-]+):[\t\x20-\x7e\x80-\xff]+$/.exec(text) ?? [];
  // What was given is not repeated: a gateway's header is likely to be a secret.
  if (name === undefined) context.addIssue("it is no header: give one such as 'X-Api-Key: value'");
  else if (reserved.test(name)) context.addIssue(`${name} is the protocol's own: leave it out`);
});

const certificates = z.string(only('a file')).transform((path, context): string => {
  const refuse = (message: string): never => {
    context.issues.push({ code: 'custom', message, input: path });
    return z.NEVER;
  };
  if (path === '') return refuse(refusal(path, 'a file'));
  try {
    const text = readFileSync(path, 'utf8');
    new X509Certificate(text);
    return text;
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException;
    const why = code.startsWith('ERR_') ? 'holds no certificate in PEM' : `cannot be read (${code})`;
    return refuse(`${given(path)} ${why}: give the certificate of an authority`);
  }
});

const flag = z.boolean(only('true or false'));

/** How long a poll is held. Below a second nothing but the network would be measured. */
const pollHold = number(1, 3600, ' seconds');

/** All that can be set of a run, by the names that a configuration file uses. */
export const runSettings = {
  endpoint,
  aws: flag,
  header: z.array(header, only("a list of headers, each as 'Name: value'")),
  ca: certificates,
  insecure: flag,
  region: z.string(only('a region')).regex(/^[a-z0-9][a-z0-9_-]{0,62}$/i, only('a region such as us-east-1')),
  pollHold,
  only: patternList,
  skip: patternList,
  failOn: z.enum(['must', 'should'], only('must or should')),
  seed: wholeNumber(-(2 ** 31), 2 ** 31 - 1),
  cases: wholeNumber(1, 10_000),
  rate: number(1, 10_000, ' requests a second'),
  out: z.string(only('a directory')).min(1, only('a directory')),
};

/** All that can be set of the reference server, which may be one of these mutants. */
export const serveSettings = (mutants: readonly string[]) => ({
  port: wholeNumber(0, 65_535),
  host: z.string(only('an address of this machine')).min(1, only('an address of this machine')),
  pollHold,
  latency: number(0, 60_000, ' milliseconds'),
  mutant: z.string(only('the name of a mutant')).superRefine((name, context) => {
    if (mutants.includes(name)) return;
    const message =
      name === ''
        ? refusal(name, 'the name of a mutant')
        : `there is no mutant ${given(name)}${suggestion(name, mutants) || '; swf-conformance mutants names all'}`;
    context.addIssue({ code: 'custom', message });
  }),
});
