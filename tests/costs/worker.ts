// What a thread of the costs does: counts what rules send to one server.
import { randomBytes } from 'node:crypto';
import { embeddedPrincipals } from '../../cli/embedded.ts';
import { startReferenceServer } from '../../reference/index.ts';
import { mutants } from '../../reference/mutants/index.ts';
import { variants } from '../../reference/variants/index.ts';
import { beginRules } from '../../runner/begin.ts';
import { checkRule } from '../../runner/check.ts';
import { measuredHoldSeconds } from '../../suites/costs.ts';
import { rules } from '../../suites/index.ts';
import { Ledger } from '../../target/ledger.ts';
import { Target } from '../../target/target.ts';

export interface Job {
  /** A mutant's or a variant's name; absent for the plain reference server. */
  readonly server?: string;
  /** The rules, by id; all when absent. */
  readonly ids?: readonly string[];
  readonly cases: number;
  /** How many polls fill a list; limits are not judged when absent. */
  readonly pollers?: number;
  /** How long a plain server holds polls; 2 s when absent. */
  readonly pollHoldSeconds?: number;
}

/** What one rule sent. */
export interface Measured {
  readonly id: string;
  readonly sent: Readonly<Record<string, number>>;
  readonly seconds: number;
}

const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
const region = 'us-east-1';
const { served, principals } = embeddedPrincipals(region, undefined);

export default async function measure(job: Job): Promise<Measured[]> {
  const { server: name, ids, cases, pollers } = job;
  const options = [...mutants, ...variants].find((each) => each.name === name)?.options ?? {};
  const pollHoldSeconds = options.pollHoldSeconds ?? job.pollHoldSeconds ?? measuredHoldSeconds;
  const pollersPerTaskList = options.pollersPerTaskList ?? pollers;
  const groups = pollersPerTaskList === undefined ? [] : ['limits'];
  const limits = { with: groups, maxPollers: pollersPerTaskList };
  const known = { region, credentials, principals, authenticates: true, ...limits };
  const server = await startReferenceServer({
    pollHoldSeconds,
    credentials,
    principals: served,
    ...options,
    ...(pollersPerTaskList !== undefined && { pollersPerTaskList }),
  });
  const runId = randomBytes(4).toString('hex').replaceAll('a', '0');
  const never = new AbortController().signal;
  const endpoint = new URL(server.url);
  const target = new Target({ endpoint, pollHold: pollHoldSeconds, runId, ...known }, never);
  try {
    await target.reach();
    const ledgers = new Map(rules.map(({ id }) => [id, new Ledger()]));
    const chosen = rules.filter(({ id }) => ids?.includes(id) ?? true);
    const begun = beginRules(chosen, (rule) =>
      checkRule(rule, target, { seed: 1, cases }, ledgers.get(rule.id)),
    );
    const results = await Promise.all(begun.values());
    return results.map(({ id, durationMs }) => ({
      id,
      sent: Object.fromEntries(ledgers.get(id)?.sent ?? []),
      seconds: durationMs / 1000,
    }));
  } finally {
    await target.wire.close();
    await server.close();
  }
}
