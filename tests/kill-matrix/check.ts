import { randomBytes } from 'node:crypto';
import { embeddedPrincipals } from '../../cli/embedded.ts';
import { startReferenceServer } from '../../reference/index.ts';
import type { Mutant, Variant } from '../../reference/mutants/mutant.ts';
import type { RuleResult } from '../../results/rule.ts';
import { beginRules } from '../../runner/begin.ts';
import { type CheckSettings, checkRule } from '../../runner/check.ts';
import type { Rule } from '../../suites/rule.ts';
import { Target } from '../../target/target.ts';

const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
const region = 'us-east-1';
const { served, principals } = embeddedPrincipals(region, undefined);

/** Some rules are about several seconds of a hold; most need only that there is one. */
const holdSeconds = 2;

/** Checks rules, all at once, against a reference server of its own with these options, as a run does. */
export async function checkAgainst(
  options: (Mutant | Variant)['options'],
  rules: readonly Rule[],
  settings: CheckSettings | ((rule: Rule) => CheckSettings) = { seed: 1, cases: 100 },
): Promise<RuleResult[]> {
  const pollHoldSeconds = options.pollHoldSeconds ?? holdSeconds;
  const serverOptions = { pollHoldSeconds, credentials, principals: served, ...options };
  // One that has no keys looks at no signature, and nobody would say that it does.
  const authenticates = serverOptions.credentials !== undefined;
  const server = await startReferenceServer(serverOptions);
  const endpoint = new URL(server.url);
  const runId = randomBytes(4).toString('hex').replaceAll('a', '0');
  const never = new AbortController().signal;
  // The limits of a server are judged where it is told one: a thousand polls are too many for all of them.
  const known = { authenticates, principals, maxPollers: options.pollersPerTaskList };
  const target = new Target({ endpoint, region, credentials, pollHoldSeconds, ...known, runId }, never);
  const settingsOf = (rule: Rule) => (typeof settings === 'function' ? settings(rule) : settings);
  try {
    await target.reach();
    const begun = beginRules(rules, (rule) => checkRule(rule, target, settingsOf(rule)));
    const results = await Promise.all(begun.values());
    await target.cleanUp(never);
    return results;
  } finally {
    await target.wire.close();
    await server.close();
  }
}
