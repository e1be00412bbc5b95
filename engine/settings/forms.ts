import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { AwsCredentialIdentity } from '@smithy/types';
import { z } from 'zod';
import { isMockHandlers, type MockHandlers } from '../../client/mock-handlers.ts';
import { matches } from '../../results/pattern.ts';
import { operations, rules } from '../../suites/index.ts';
import { operationsMeant } from '../plan/select.ts';
import { type BaselineFile, readBaseline } from './baseline-file.ts';
import { suggestion } from './nearest.ts';
import { principals } from './principals.ts';
import { quoted } from './quoted.ts';
import { only, onlySecretly, refusal } from './refusal.ts';
import { ruleSuggestion } from './rule-suggestion.ts';
import { entries, type Name, settingsIn, type Table } from './table/index.ts';
import { groups, levels, type Place, reporters, type Setting } from './table/setting.ts';
import type { Types } from './types.ts';

export function number({ from = -Infinity, to = Infinity, unit }: Partial<Setting>): z.ZodNumber {
  const range = only(`a number from ${from} to ${to}${unit === undefined ? '' : ` ${unit}`}`);
  return z.number(range).min(from, range).max(to, range);
}

export function integer({ from = -Infinity, to = Infinity }: Partial<Setting>): z.ZodNumber {
  const range = only(`a whole number from ${from} to ${to}`);
  return z.number(range).int(range).min(from, range).max(to, range);
}

/** A text of at least one character. */
export function text(allowed: string): z.ZodString {
  return z.string(only(allowed)).min(1, only(allowed));
}

type Context = Parameters<Parameters<z.ZodString['transform']>[0]>[1];

function refuse(context: Context, input: string, ...messages: string[]): never {
  for (const message of messages) context.issues.push({ code: 'custom', message, input });
  return z.NEVER;
}

const endpointForm = 'a URL such as http://127.0.0.1:4566 or https://swf.us-east-1.amazonaws.com';

const endpoint = z.string(only(endpointForm)).transform((text, context): URL => {
  const url = URL.parse(text);
  if (!url || !/^https?:$/.test(url.protocol)) return refuse(context, text, refusal(text, endpointForm));
  // Their values are not repeated: what is told here ends up in logs.
  if (url.username || url.password) {
    const what = 'it holds a user or password: leave them out, and give credentials as for any AWS tool';
    return refuse(context, text, what);
  }
  if (url.search || url.hash || /[?#]$/.test(text)) {
    const what = 'it has a query or fragment: leave them out, requests are posted to the path';
    return refuse(context, text, what);
  }
  return url;
});

const ruleIds = rules.map(({ id }) => id);

const pattern = z.string(only('a text')).superRefine((text, context) => {
  if (ruleIds.some((id) => matches(id, text)) || operationsMeant(text).length > 0) return;
  const message =
    text === ''
      ? refusal(text, 'a rule or a pattern such as hold.*')
      : `no rule matches ${quoted(text)}${ruleSuggestion(text, true) || '; swf-conformance list names all'}`;
  context.addIssue({ code: 'custom', message });
});

const operation = z.string(only('a text')).transform((text, context): string => {
  const known = operations.find(({ name, slug }) => name === text || slug === text);
  if (known) return known.name;
  const names = operations.map(({ name }) => name);
  const near = suggestion(text, names) || `: give ${names.join(' or ')}`;
  return refuse(
    context,
    text,
    text === '' ? refusal(text, names.join(' or ')) : `there are no rules for ${quoted(text)}${near}`,
  );
});

/** The protocol's own, which a gateway's must not replace. */
const reserved =
  /^(host|authorization|connection|content-.*|expect|te|trailer|transfer-encoding|upgrade|x-amz-.*)$/i;

const header = z.string(only('a text')).superRefine((text, context) => {
  const [, name] = /^([!#$%&'*+.^_`|~\w-]+):[\t\x20-\x7e\x80-\xff]+$/.exec(text) ?? [];
  // What was given is not repeated: a gateway's header is likely to be a secret.
  if (name === undefined) context.addIssue("it is no header: give one such as 'X-Api-Key: value'");
  else if (reserved.test(name)) context.addIssue(`${name} is the protocol's own: leave it out`);
});

/** A header as its name and its value. */
function headerPair(text: string): [string, string] {
  const colon = text.indexOf(':');
  return [text.slice(0, colon), text.slice(colon + 1).trim()];
}

const certificates = z.string(only('a file')).transform((path, context): string => {
  if (path === '') return refuse(context, path, refusal(path, 'a file'));
  try {
    const text = readFileSync(path, 'utf8');
    new X509Certificate(text);
    return text;
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException;
    const why = code.startsWith('ERR_') ? 'holds no certificate in PEM' : `cannot be read (${code})`;
    return refuse(context, path, `${quoted(path)} ${why}: give the certificate of an authority`);
  }
});

/** The other domains of a run have names that begin with this one's: SWF allows 256 characters. */
const domainForm =
  "a name of 1 to 240 characters without ':', '/', '|', control characters, 'arn' or space at its ends";

const groupForm = `the name of a group: ${groups.join(', ')}`;
const group = z.enum(groups, {
  error: ({ input }) =>
    typeof input === 'string' && input !== ''
      ? `there is no group ${quoted(input)}${suggestion(input, groups) || `; there is ${groups.join(', ')}`}`
      : refusal(input, groupForm),
});

export const baselineForm = 'a .yaml, .yml or .json file';
const baseline = z.string(only(baselineForm)).transform((path, context): BaselineFile => {
  const read = path === '' ? { mistakes: [refusal(path, baselineForm)] } : readBaseline(path);
  return 'mistakes' in read ? refuse(context, path, ...read.mistakes) : read;
});

/** As many as GitHub's matrix, and others, can well take; each has to wait for a hold of its own. */
const mostShards = 100;
const shardForm = `I/N, such as 2/3: the second of three, of ${mostShards} at most`;
const shard = z
  .string(only(shardForm))
  .regex(/^\d{1,3}\/\d{1,3}$/, only(shardForm))
  .transform((text, context) => {
    const [index = 0, count = 0] = text.split('/').map(Number);
    if (index >= 1 && index <= count && count <= mostShards) return { index, count };
    return refuse(context, text, refusal(text, shardForm));
  });

const reporterForm = `some of ${reporters.join(', ')}`;

// It may hold a secret, so it is not repeated; on one line, so that it can be told and copied.
const commandForm = onlySecretly("a shell command on one line, such as 'moto_server -p 5001'");

/** As fast-check writes it: the number of the case, and of each step of shrinking. */
export const pathForm = /^\d+(:\d+)*$/;

const key = z.looseObject({ accessKeyId: z.string(), secretAccessKey: z.string() });

/** What a value of each type may be. */
const forms: { readonly [T in keyof Types]: (setting: Setting) => z.ZodType<Types[T]['read']> } = {
  switch: () => z.boolean(only('true or false')),
  number,
  integer,
  region: () =>
    z.string(only('a region')).regex(/^[a-zA-Z0-9][\w-]{0,62}$/, only('a region such as us-east-1')),
  domain: () =>
    z.string(only(domainForm)).regex(/^(?!\s)(?!.*arn)[^:/|\p{Cc}]{1,240}(?<!\s)$/u, only(domainForm)),
  module: () => text('a module such as ./mock.js'),
  command: () => z.string(commandForm).regex(/^[^\p{Cc}]*[^\p{Cc}\s][^\p{Cc}]*$/u, commandForm),
  directory: () => text('a directory'),
  level: () => z.enum(levels, only('must or should')),
  endpoint: () => endpoint,
  headers: () =>
    z
      .array(header, only("a list of headers, each as 'Name: value'"))
      .transform((texts) => Object.fromEntries(texts.map(headerPair))),
  certificates: () => certificates,
  principals: () => principals,
  groups: () => z.array(group, only('a list of groups')),
  operations: () => z.array(operation, only('a list of operations')),
  patterns: () => z.array(pattern, only('a list of rules or patterns')),
  reporters: () =>
    z.array(z.enum(reporters, only(reporterForm)), only(reporterForm)).min(1, only(reporterForm)),
  shard: () => shard,
  baseline: () => baseline,
  handlers: () =>
    z.custom<MockHandlers>(
      isMockHandlers,
      'what was given is not allowed: give msw handlers, or a function (Request) => Response',
    ),
  credentials: () =>
    z.custom<AwsCredentialIdentity>(
      (value) => key.safeParse(value).success,
      'what was given is not allowed: give an object with accessKeyId and secretAccessKey',
    ),
  path: () => z.string(only('a path of fast-check')).regex(pathForm, only('a path of fast-check')),
  listener: () =>
    z.custom<Types['listener']['read']>(
      (value) => typeof value === 'function',
      'it is no function: give one',
    ),
  signal: () =>
    z.custom<AbortSignal>((value) => value instanceof AbortSignal, 'it is no AbortSignal: give one'),
};

/** What a setting says, with its bounds, its default, and that it may be repeated. */
export function helpOf({ help, list, from, to, variables, ...setting }: Setting): string {
  const repeated = list ? '; may be repeated' : '';
  const usual = defaultText(setting);
  const besides = [
    ...(from === undefined ? [] : [`${from} to ${to}`]),
    ...(variables || usual === undefined ? [] : [`default ${usual}`]),
  ];
  const others = variables ? `; ${[...variables, usual].map((each) => `else ${each}`).join(', ')}` : '';
  return help + repeated + others + (besides.length > 0 ? ` (${besides.join('; ')})` : '');
}

/** "60, or 2 for the embedded server"; undefined where nothing is all that holds. */
function defaultText(setting: Partial<Setting>): string | undefined {
  const { default: usual, otherwise = usualText(usual), embedded, amazon } = setting;
  if (otherwise === undefined) return undefined;
  const others = [
    ...(embedded === undefined ? [] : [`${embedded} for the embedded server`]),
    ...(amazon === undefined ? [] : [`${amazon} for Amazon SWF`]),
  ];
  return [otherwise, ...others].join(', or ');
}

function usualText(value: unknown): string | undefined {
  if (value === undefined || value === false) return undefined;
  if (!Array.isArray(value)) return String(value);
  return value.length === 0 ? undefined : `${value.slice(0, -1).join(', ')} and ${value.at(-1)}`;
}

export type Schemas = { readonly [N in Name]: z.ZodType<Types[Table[N]['type']]['read']> };

/** What each setting may be. */
export const schemas = Object.fromEntries(
  entries().map(([name, setting]) => [
    name,
    forms[setting.type as keyof Types](setting).describe(helpOf(setting)),
  ]),
) as unknown as Schemas;

/** What each setting of a place may be; there are no others there. */
export function schemasIn(place: Place): Schemas {
  return Object.fromEntries(settingsIn(place).map(([name]) => [name, schemas[name]])) as Schemas;
}
