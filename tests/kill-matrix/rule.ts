// `npm run rule -- hold.full`: one rule on the plain server, on every variant, and on the mutants that it is to find. For whoever
// writes a rule: what it saw, on one screen. A pattern takes several rules, which takes longer. Exits 1 when the rule is red or
// green where it should not be.

import { isMeasured } from '../../engine/plan/costs.ts';
import { selectRules } from '../../engine/plan/select.ts';
import { ruleSuggestion } from '../../engine/settings/rule-suggestion.ts';
import { mutants } from '../../reference/mutants/index.ts';
import { variants } from '../../reference/variants/index.ts';
import { rules } from '../../suites/index.ts';
import { declarationProblems } from './judge.ts';
import { plainServer } from './matrix.ts';
import { firstLine, ruleReport } from './rule-report.ts';
import { say, wrongUse } from './say.ts';
import { onThreads } from './threads.ts';

/** A rule that is red on every server is told by a few. */
const mostProblems = 15;

const usage = 'usage: npm run rule -- RULE';

const [pattern = '', ...others] = process.argv.slice(2);
if (pattern === '' || others.length > 0) wrongUse('name one rule, or a pattern such as hold.*', usage);
const chosen = selectRules({ operation: [], only: [pattern], skip: [] });
if (chosen.length === 0) wrongUse(`there is no rule ${pattern}${ruleSuggestion(pattern, true)}`, usage);

const startedAt = performance.now();
const ids = chosen.map(({ id }) => id);
const breaking = mutants.filter(({ breaks }) => breaks.some((id) => ids.includes(id)));
// Those on which it is red last longest, as what was found is shrunk: they come first.
const servers = [plainServer, ...breaking, ...variants];
const rows = await onThreads(servers.map(({ name }) => ({ server: name, ids })));
const seen = new Map(servers.map(({ name }, i) => [name, rows[i]?.seen ?? []]));
for (const rule of chosen) say(ruleReport(rule, seen));
const declared = declarationProblems(mutants, [plainServer, ...variants], rules);
const problems = [...declared, ...rows.flatMap((row) => row.problems)];
const seconds = Math.round((performance.now() - startedAt) / 1000);
say(`${problems.length === 0 ? 'As declared' : `${problems.length} not as declared`}, ${seconds} s`);
// Other rules of the area may be red on its mutants, and it on theirs.
const areas = [...new Set(chosen.map(({ area }) => `tests/kill-matrix/mutants-${area}`))];
if (problems.length === 0) say(`next: npx vitest run ${areas.join(' ')}`);
for (const problem of problems.slice(0, mostProblems)) say(`  ${firstLine(problem)}`);
if (problems.length > mostProblems) say(`  and ${problems.length - mostProblems} more`);
if (problems.length > 0) process.exitCode = 1;
for (const { id } of chosen.filter((rule) => !isMeasured(rule.id))) {
  say(`${id} was never measured: npm run costs -- --only ${id}`);
}
