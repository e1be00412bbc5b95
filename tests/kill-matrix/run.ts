// `npm run kill-matrix`: every mutant against every rule, where `npm run test:all` runs those of its area alone. It shows what
// a mutant turns red elsewhere, which it is to declare as collateral, and what it declares for nothing. `-- --only PATTERN`
// chooses mutants by name. Exits 1 when anything is not as it is declared.
import { parseArgs } from 'node:util';
import { mutants } from '../../reference/mutants/index.ts';
import { variants } from '../../reference/variants/index.ts';
import { matches } from '../../results/pattern.ts';
import { rules } from '../../suites/index.ts';
import { declarationProblems } from './judge.ts';
import { plainServer } from './matrix.ts';
import { say, wrongUse } from './say.ts';
import { onThreads } from './threads.ts';

const usage = 'usage: npm run kill-matrix -- [--only PATTERN]';

const startedAt = performance.now();
const only = pattern();
const chosen = mutants.filter(({ name }) => matches(name, only));
if (chosen.length === 0) wrongUse(`--only ${only}: no mutant has such a name`, usage);

const declared = declarationProblems(mutants, [plainServer, ...variants], rules);
for (const problem of declared) say(`PROBLEM ${problem}`);
let done = 0;
const rows = await onThreads(
  chosen.map(({ name }) => ({ server: name })),
  (_, { problems }) => {
    done += 1;
    for (const problem of problems) say(`PROBLEM ${problem}`);
    if (done % 50 === 0) say(`${done} of ${chosen.length} mutants`);
  },
);
const problems = declared.length + rows.flatMap((row) => row.problems).length;
const seconds = Math.round((performance.now() - startedAt) / 1000);
say(`${chosen.length} mutants, all rules on each: ${problems} problems, ${seconds} s`);
if (problems > 0) process.exitCode = 1;

function pattern(): string {
  try {
    return parseArgs({ options: { only: { type: 'string', default: '*' } } }).values.only;
  } catch (error) {
    return wrongUse(error instanceof Error ? error.message : String(error), usage);
  }
}
