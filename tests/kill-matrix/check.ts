import { randomBytes } from 'node:crypto';
import { embeddedPrincipals } from '../../cli/embedded.ts';
import { startReferenceServer } from '../../reference/index.ts';
import type { Mutant, Variant } from '../../reference/mutants/mutant.ts';
import type { RuleResult } from '../../results/rule.ts';
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
  const access = { authenticates, principals };
  const target = new Target({ endpoint, region, credentials, pollHoldSeconds, ...access, runId }, never);
  const settingsOf = (rule: Rule) => (typeof settings === 'function' ? settings(rule) : settings);
  try {
    await target.reach();
    const results = await Promise.all(rules.map((rule) => checkRule(rule, target, settingsOf(rule))));
    await target.cleanUp(never);
    return results;
  } finally {
    await target.wire.close();
    await server.close();
  }
}
