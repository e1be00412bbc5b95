import { randomBytes } from 'node:crypto';
import { embeddedPrincipals } from '../../cli/embedded.ts';
import { type Mock, mockEndpoint } from '../../client/mock-handlers.ts';
import { type CheckSettings, checkRule } from '../../engine/run/check-rule.ts';
import { scheduleRules } from '../../engine/run/schedule.ts';
import type { Rule } from '../../kit/rule.ts';
import { Target } from '../../kit/target.ts';
import { referenceAnswer, type ServerOptions, startReferenceServer } from '../../reference/index.ts';
import type { RuleResult } from '../../results/rule.ts';

const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
const region = 'us-east-1';
const { served, principals } = embeddedPrincipals(region, undefined);

/** Some rules are about several seconds of a hold; most need only that there is one. */
const holdSeconds = 2;

/** A server that is under test: where it is, and how it is ended. */
interface Serving {
  readonly endpoint: URL;
  readonly mock?: Mock;
  readonly close: () => Promise<void>;
}

/**
 * Checks rules, all at once, against reference servers of their own with these options, as a run does. Without a
 * connection, as a mock is checked, which takes half of the time; over one where the rule or the server is about HTTP.
 */
export async function checkAgainst(
  options: ServerOptions,
  rules: readonly Rule[],
  settings: CheckSettings | ((rule: Rule) => CheckSettings) = { seed: 1, cases: 100 },
): Promise<RuleResult[]> {
  const onWire = (rule: Rule) =>
    rule.requires?.includes('connection') || changesHttp(options) || rule.area === 'wire';
  const checked = await Promise.allSettled([
    check(
      overTcp,
      options,
      rules.filter((rule) => onWire(rule)),
      settings,
    ),
    check(
      inProcess,
      options,
      rules.filter((rule) => !onWire(rule)),
      settings,
    ),
  ]);
  // One that failed is told when both have ended: neither goes on behind its caller's back.
  return checked.flatMap((each) => {
    if (each.status === 'rejected') throw each.reason;
    return each.value;
  });
}

/** Whether the server answers otherwise than the service behind it does, in ways that a mock may not be able to. */
function changesHttp({ wrap, send, keepAliveTimeout }: ServerOptions): boolean {
  return wrap !== undefined || send !== undefined || keepAliveTimeout !== undefined;
}

async function overTcp(options: ServerOptions): Promise<Serving> {
  const server = await startReferenceServer(options);
  return { endpoint: new URL(server.url), close: () => server.close() };
}

async function inProcess(options: ServerOptions): Promise<Serving> {
  const { service, answer } = referenceAnswer(options);
  return { endpoint: new URL(mockEndpoint), mock: { handlers: answer }, close: async () => service.close() };
}

async function check(
  serve: (options: ServerOptions) => Promise<Serving>,
  options: ServerOptions,
  rules: readonly Rule[],
  settings: CheckSettings | ((rule: Rule) => CheckSettings),
): Promise<RuleResult[]> {
  if (rules.length === 0) return [];
  const pollHold = options.pollHoldSeconds ?? holdSeconds;
  const serverOptions = { pollHoldSeconds: pollHold, credentials, principals: served, ...options };
  // One that has no keys looks at no signature, and nobody would say that it does.
  const authenticates = serverOptions.credentials !== undefined;
  const { endpoint, mock, close } = await serve(serverOptions);
  try {
    const runId = randomBytes(4).toString('hex').replaceAll('a', '0');
    // The limits of a server are judged where it is told one: a thousand polls are too many for all of them.
    const maxPollers = options.pollersPerTaskList;
    const groups = maxPollers === undefined ? [] : ['limits'];
    const known = { authenticates, principals, with: groups, maxPollers };
    const never = new AbortController().signal;
    const target = new Target({ endpoint, mock, region, credentials, pollHold, ...known, runId }, never);
    const settingsOf = (rule: Rule) => (typeof settings === 'function' ? settings(rule) : settings);
    try {
      await target.reach();
      const begun = scheduleRules(rules, (rule) => checkRule(rule, target, settingsOf(rule)));
      const results = await Promise.all(begun.values());
      await target.cleanUp(never);
      return results;
    } finally {
      await target.wire.close();
    }
  } finally {
    await close();
  }
}
