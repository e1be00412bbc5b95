// The kill matrix: every mutant and every variant of the reference server against the rules. `npm run kill-matrix` runs on each
// mutant the rules that it breaks and the others of their area, `npm run kill-matrix -- --full` all rules (nightly). `--only PATTERN` chooses servers by
// name. Exits 1 when a mutant survives, a rule stays green that should be red or is red that should not be, or a variant is
// not found conformant; else writes docs/kill-matrix.md and docs/kill-matrix.json.
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { mutants } from '../../reference/mutants/index.ts';
import { variants } from '../../reference/variants/index.ts';
import { matches } from '../../results/pattern.ts';
import { rules } from '../../suites/index.ts';
import { declarationProblems, isRed } from './judge.ts';
import { Matrix, type Row } from './matrix.ts';
import { matrixPage } from './page.ts';

const docs = new URL('../../docs/', import.meta.url);

const { full, only } = options();
const chosen = <Server extends { name: string }>(servers: readonly Server[]) =>
  servers.filter(({ name }) => matches(name, only ?? '*'));
const [theMutants, theVariants] = [chosen(mutants), chosen(variants)];
if (theMutants.length + theVariants.length === 0) wrongUse(`--only ${only}: there is no such server`);

const startedAt = performance.now();
const problems = declarationProblems(mutants, variants, rules);
const matrix = new Matrix();
const plain = await matrix.plain();
await side('variants', theVariants, Matrix.capacity.whole, (variant) => matrix.variant(variant));
const areaRows = await side('mutants', theMutants, Matrix.capacity.declared, (each) => matrix.mutant(each));
const rows = full
  ? await side('mutants, all rules', theMutants, Matrix.capacity.whole, (each) => matrix.wholeRun(each))
  : areaRows;
await matrix.close();

for (const problem of problems) say(`PROBLEM ${problem}`);
const killed = areaRows.filter(({ server, seen }) => {
  const breaks = mutants.find(({ name }) => name === server)?.breaks ?? [];
  return seen.some((each) => breaks.includes(each.id) && isRed(each, plain));
});
say(
  `kill matrix: ${killed.length} of ${theMutants.length} mutants killed, ${theVariants.length} variants, ${rules.length} rules, ` +
    `${problems.length} problems, ${Math.round((performance.now() - startedAt) / 1000)} s`,
);
if (problems.length > 0) process.exitCode = 1;
else if (only === undefined) write();

/** Checks servers side by side, and tells how far it is. */
async function side<Server>(
  what: string,
  servers: readonly Server[],
  capacity: number,
  check: (server: Server) => Promise<Row>,
): Promise<Row[]> {
  const done: Row[] = [];
  const waiting = [...servers];
  const lane = async () => {
    for (let server = waiting.shift(); server; server = waiting.shift()) {
      const row = await check(server);
      problems.push(...row.problems);
      done.push(row);
      if (done.length % 50 === 0 || done.length === servers.length)
        say(`${what}: ${done.length} of ${servers.length}`);
    }
  };
  await Promise.all(Array.from({ length: capacity }, lane));
  return done;
}

function write(): void {
  const red = (row: Row | undefined) =>
    (row?.seen ?? []).filter((seen) => isRed(seen, plain)).map(({ id }) => id);
  const inconclusive = (row: Row | undefined) =>
    (row?.seen ?? []).filter(({ status }) => status === 'inconclusive').map(({ id }) => id);
  const record = {
    rulesRun: full ? 'all' : 'those that the mutant breaks, and the others of their area',
    rules: rules.map(({ id, level }) => ({
      id,
      level,
      redOn: mutants
        .filter(({ name }) => red(rows.find((row) => row.server === name)).includes(id))
        .map(({ name }) => name),
    })),
    mutants: mutants.map(({ name, does, breaks, collateral = [] }) => {
      const row = rows.find(({ server }) => server === name);
      return { name, does, breaks, collateral, red: red(row), inconclusive: inconclusive(row) };
    }),
    variants: variants.map(({ name, does, warns = [] }) => ({ name, does, warns })),
  };
  writeFileSync(new URL('kill-matrix.json', docs), `${JSON.stringify(record, null, 2)}\n`);
  writeFileSync(new URL('kill-matrix.md', docs), matrixPage(rules, mutants, variants));
}

function options(): { full: boolean; only: string | undefined } {
  try {
    const { values } = parseArgs({ options: { full: { type: 'boolean' }, only: { type: 'string' } } });
    return { full: values.full ?? false, only: values.only };
  } catch (error) {
    return wrongUse(error instanceof Error ? error.message : String(error));
  }
}

function wrongUse(what: string): never {
  say(`${what}\nusage: npm run kill-matrix -- [--full] [--only PATTERN]`);
  process.exit(2);
}

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}
