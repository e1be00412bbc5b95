// What each rule usually sends, and how long it lasts, against the plain reference server: `npm run costs` writes
// engine/plan/costs.json, and `npm run costs -- --only PATTERN` measures and rewrites the rules that match, and leaves the others
// as they are. What else the machine does is measured too: look at the diff. Exits 1 and writes nothing when a rule does not
// pass; 2 when no rule matches.
import { randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { embeddedPrincipals } from '../../cli/embedded.ts';
import { RequestBudget } from '../../client/request-budget.ts';
import { Semaphore } from '../../client/request-scheduler.ts';
import known from '../../engine/plan/costs.json' with { type: 'json' };
import { selectRules } from '../../engine/plan/select.ts';
import { checkRule } from '../../engine/run/check-rule.ts';
import { scheduleRules } from '../../engine/run/schedule.ts';
import type { Rule, RuleContext } from '../../kit/rule.ts';
import { Target } from '../../kit/target.ts';
import { startReferenceServer } from '../../reference/index.ts';
import { rules } from '../../suites/index.ts';
import { costFrom, longHold, manyCases, merged, type RunSettings, type Seen } from './cost.ts';

/** All rules at once keep a machine so busy that some tell their story again, and that all take longer than they need. */
const atOnce = 16;

const chosen = options();
const failed: string[] = [];
const many = await run(manyCases);
const long = await run(longHold);
if (failed.length === 0) write();
else {
  process.stderr.write(
    `${failed.join('\n')}\nnothing was written: only a rule that passes sends what it usually does\n`,
  );
  process.exitCode = 1;
}

function write(): void {
  const measured = new Map(
    chosen.map(({ id }) => [id, costFrom(many.get(id) as Seen, long.get(id) as Seen)] as const),
  );
  const ids = rules.map(({ id }) => id);
  const text = JSON.stringify(merged(ids, known, measured), null, 2);
  writeFileSync(new URL('../../engine/plan/costs.json', import.meta.url), `${text}\n`);
  process.stdout.write(`${measured.size} of ${rules.length} rules measured\n`);
}

/** What was seen of the chosen rules, by their ids. */
async function run({ cases, pollers, pollHoldSeconds }: RunSettings): Promise<Map<string, Seen>> {
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  const region = 'us-east-1';
  const { served, principals } = embeddedPrincipals(region, undefined);
  const server = await startReferenceServer({
    pollHoldSeconds,
    credentials,
    principals: served,
    pollersPerTaskList: pollers,
  });
  const never = new AbortController().signal;
  const target = new Target(
    {
      endpoint: new URL(server.url),
      region,
      credentials,
      principals,
      authenticates: true,
      with: ['limits'],
      maxPollers: pollers,
      pollHold: pollHoldSeconds,
      runId: randomBytes(4).toString('hex').replaceAll('a', '0'),
    },
    never,
  );
  const seen = new Map<string, Seen>();
  const some = new Semaphore(atOnce);
  const check = async (rule: Rule) => {
    const leave = await some.acquire(never);
    const requestBudget = new RequestBudget();
    let hasCases = false;
    const watched = (context: RuleContext) =>
      rule.check({
        ...context,
        property(property) {
          hasCases = true;
          return context.property(property);
        },
      });
    const result = await checkRule({ ...rule, check: watched }, target, { seed: 1, cases }, requestBudget);
    leave();
    const { id, status, message, durationMs } = result;
    const fills = rule.requires?.includes('limits') ?? false;
    seen.set(id, { id, sent: requestBudget.sent, seconds: durationMs / 1000, hasCases, fills });
    if (status !== 'pass' && status !== 'info') failed.push(`${id}: ${status}, ${message}`);
    return result;
  };
  try {
    await target.reach();
    await Promise.all(scheduleRules(chosen, check).values());
  } finally {
    await target.wire.close();
    await server.close();
  }
  return seen;
}

function options(): Rule[] {
  try {
    const { values } = parseArgs({ options: { only: { type: 'string', multiple: true, default: [] } } });
    const stray = values.only.find(
      (pattern) => selectRules({ operation: [], only: [pattern], skip: [] }).length === 0,
    );
    if (stray !== undefined) throw new Error(`--only ${stray}: there is no such rule`);
    return selectRules({ operation: [], only: values.only, skip: [] });
  } catch (error) {
    process.stderr.write(
      `${error instanceof Error ? error.message : error}\nusage: npm run costs -- [--only PATTERN]\n`,
    );
    process.exit(2);
  }
}
