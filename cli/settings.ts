import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { fileReporters } from '../reporters/report-files.ts';
import { matches } from '../results/pattern.ts';
import { defaults, groups } from '../runner/defaults.ts';

import { rules } from '../suites/index.ts';
import { areaOf } from '../suites/rule.ts';
import { type BaselineFile, readBaseline } from './baseline-file.ts';
import { suggestion } from './nearest.ts';
import { policyNames, principals } from './principals.ts';
import { only, onlySecretly, refusal } from './refusal.ts';
import { given } from './text.ts';

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

/** The other domains of a run have names that begin with this one's: SWF allows 256 characters. */
const domainForm =
  "a name of 1 to 240 characters without ':', '/', '|', control characters, 'arn' or space at its ends";
const domain = z
  .string(only(domainForm))
  .regex(/^(?!\s)(?!.*arn)[^:/|\p{Cc}]{1,240}(?<!\s)$/u, only(domainForm));

const groupForm = `the name of a group: ${groups.join(', ')}`;
const group = z.enum(groups, {
  error: ({ input }) =>
    typeof input === 'string' && input !== ''
      ? `there is no group ${given(input)}${suggestion(input, groups) || `; there is ${groups.join(', ')}`}`
      : refusal(input, groupForm),
});

const baselineForm = 'a .yaml, .yml or .json file';
const baselineFile = z.string(only(baselineForm)).transform((path, context): BaselineFile => {
  const read = path === '' ? { mistakes: [refusal(path, baselineForm)] } : readBaseline(path);
  if (!('mistakes' in read)) return read;
  for (const message of read.mistakes) context.issues.push({ code: 'custom', message, input: path });
  return z.NEVER;
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
    context.issues.push({ code: 'custom', message: refusal(text, shardForm), input: text });
    return z.NEVER;
  });

const directory = z.string(only('a directory')).min(1, only('a directory'));

const flag = z.boolean(only('true or false'));

/** How long a poll is held. Below a second nothing but the network would be measured. */
const pollHold = number(1, 3600, ' seconds');

/** The terminal, and the reporters that write files. */
export const reporterNames = ['terminal', ...fileReporters] as const;
const reporterForm = `some of ${reporterNames.join(', ')}`;

const moduleForm = 'a module such as ./mock.js';

// It may hold a secret, so it is not repeated; on one line, so that it can be told and copied.
const commandForm = onlySecretly("a shell command on one line, such as 'moto_server -p 5001'");

/** All that can be set of a run, by the names that a configuration file uses; the help and the file's schema say the same. */
export const runSettings = {
  endpoint: endpoint.describe(
    'the server; else AWS_ENDPOINT_URL_SWF, else AWS_ENDPOINT_URL, else the embedded reference server',
  ),
  aws: flag.describe('Amazon SWF itself, in the region that is named; never without this'),
  mock: z
    .string(only(moduleForm))
    .min(1, only(moduleForm))
    .describe(
      'a module, by path or name, whose default export or `handlers` are msw handlers or a function (Request) => Response: it is run in this process, without a network',
    ),
  start: z
    .string(commandForm)
    .regex(/^[^\p{Cc}]*[^\p{Cc}\s][^\p{Cc}]*$/u, commandForm)
    .describe(
      'a shell command that starts the server at the endpoint: the run waits until it answers, and ends it and its children afterwards; what it writes is in server.log beside the reports, which repeat the command, so let it take secrets from the environment',
    ),
  readyTimeout: number(1, 3600, ' seconds').describe(
    'how long the server of --start may take to answer (1 to 3600; default 60)',
  ),
  header: z
    .array(header, only("a list of headers, each as 'Name: value'"))
    .describe('a header to send with every request, beside the signature; may be repeated'),
  ca: certificates.describe('a certificate (PEM) of an authority to trust besides, for https'),
  insecure: flag.describe('accept any certificate, for https'),
  region: z
    .string(only('a region'))
    .regex(/^[a-zA-Z0-9][\w-]{0,62}$/, only('a region such as us-east-1'))
    .describe('the region that requests are signed for; else AWS_REGION, else us-east-1'),
  domain: domain.describe(
    'the domain to work in, registered where it is missing, beside NAME-quiet, -caf\u00e9 and -deprecated (default swf-conformance)',
  ),
  pollHold: pollHold.describe(
    'the longest time that the server holds a poll (1 to 3600; default 60, or 2 for the embedded server, which then holds that long)',
  ),
  only: patternList.describe('only rules whose id matches; * stands for any text; may be repeated'),
  skip: patternList.describe('no rules whose id matches; may be repeated'),
  shard: shard.describe(
    'I/N: only the I-th of N parts of the rules, balanced by their cost, for N machines with the same --seed; its blob goes to the reports, for swf-conformance merge',
  ),
  budget: number(5, 86_400, ' seconds').describe(
    'run only what so many seconds suffice for, MUST before SHOULD before INFO (5 to 86400): what fits by the estimate of --plan, and what has not ended then is ended; of a shard, for each. Exit code 1 where rules were left out',
  ),
  allowPartial: flag.describe('what ran decides, although --budget left rules out'),
  failOn: z
    .enum(['must', 'should'], only('must or should'))
    .describe('must, or should: then a broken SHOULD fails the run too (default must)'),
  seed: wholeNumber(-(2 ** 31), 2 ** 31 - 1).describe(
    'what generated values come from (a 32-bit integer; default random, and told)',
  ),
  cases: wholeNumber(1, 10_000).describe(
    'how many values each property is checked for (1 to 10000; default 100)',
  ),
  rate: number(1, 10_000, ' requests a second').describe(
    'at most so many requests a second, over all rules (1 to 10000; default 40 for Amazon, else no bound)',
  ),
  baseline: baselineFile.describe(
    'what is known to fail, in YAML or JSON: the run passes when that fails as it is listed, and nothing else; swf-conformance baseline update writes it',
  ),
  allowStale: flag.describe('let a rule be that the baseline lists, and that holds'),
  plan: flag.describe(
    'tell what the run would register, start and send at most, against which quotas, and how long it would take; nothing is sent or written',
  ),
  out: directory.describe('where the reports are written (default conformance-report)'),
  reporter: z
    .array(z.enum(reporterNames, only(reporterForm)), only(reporterForm))
    .min(1, only(reporterForm))
    .describe(
      'terminal, json, junit, html or markdown: how the outcome is told, and what is written; may be repeated (default terminal, json, junit and html; compare and replay need json)',
    ),
  authenticates: flag.describe(
    'the server checks signatures and permissions: the rules of access control are for such (always with --aws)',
  ),
  with: z
    .array(group, only('a list of groups'))
    .describe(
      'rules that are judged on demand: limits, which opens as many polls as a list may have, and some more; may be repeated',
    ),
  maxPollers: wholeNumber(1, 10_000).describe(
    `how many polls the server lets wait on one task list, for --with limits (1 to 10000; default ${defaults.maxPollers}; ${defaults.embeddedPollers} for the embedded server, which then has that limit)`,
  ),
};

/** All that can be set in a configuration file: there is more than an option can say, or a command line should show. */
export const fileSettings = {
  ...runSettings,
  principals: principals.describe(
    'callers of whom each lacks something, for the rules of access control; those that are left out are not judged',
  ),
};

/** All that can be set of a merge. */
export const mergeSettings = {
  out: runSettings.out,
  reporter: runSettings.reporter,
  allowPartial: runSettings.allowPartial,
  baseline: runSettings.baseline,
  allowStale: runSettings.allowStale,
};

const targetName = only('a name of 1 to 80 characters');

/** All that can be set of a comparison. */
export const compareSettings = {
  name: z
    .array(z.string(targetName).trim().min(1, targetName).max(80, targetName), targetName)
    .describe(
      'what a target is called, for the files in their order; give it as often as there are files (default where, which server and when)',
    ),
  out: directory.describe(
    'where index.html, matrix.json and matrix.md are written (default conformance-compare)',
  ),
  failOn: z
    .literal('newly-failing', only('newly-failing'))
    .describe(
      'newly-failing: exit 1 when a rule counts against the last target that did not count against the first',
    ),
};

/** All that can be set of the update of a baseline. */
export const baselineSettings = {
  from: z
    .string(only('the results.json of a run'))
    .min(1, only('the results.json of a run'))
    .describe('the results.json of a run, or the folder that it is in'),
  baseline: z
    .string(only(baselineForm))
    .min(1, only(baselineForm))
    .describe('the .yaml, .yml or .json file to write; what is there is kept as far as it still holds'),
  reason: z
    .string(only('a text'))
    .trim()
    .min(1, only('a text'))
    .describe('why what is new fails (default: that nobody has looked yet)'),
};

/** The schema of a configuration file, for editors. */
export function configSchema(): object {
  const settings = z.strictObject({ $schema: z.string(), ...fileSettings }).partial();
  return { title: 'swf-conformance.config.json', ...z.toJSONSchema(settings, { io: 'input' }) };
}

/** All that can be set of the principals' policies. */
export const policySettings = { ...policyNames, region: runSettings.region };

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
