// Judges emulators that others wrote against their baselines: `npm run emulators`, which is moto alone, `-- NAME…` those that are
// named, or `-- --all`, which writes docs/emulators.md and the matrix beside it, too. An emulator that cannot be had is told and
// left out. With `--update` the baselines are made to agree with the runs: look at each change before committing it, is it the
// emulator, or is it us? Exits 1 when a gate is closed or nothing was judged, 2 on wrong use.
import { cpSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { type Emulator, emulators, root } from './emulator.ts';
import { installed, placeOf } from './install.ts';
import { cli, judge } from './judge.ts';
import { emulatorsPage, type Outcome } from './page.ts';

const { chosen, all, update } = options();
const outcomes: Outcome[] = [];
const closed: string[] = [];
for (const emulator of chosen) {
  const missing = installed(emulator);
  if (missing !== undefined) {
    say(`\n${emulator.name} ${emulator.version} cannot be had, and is left out: ${missing}`);
    outcomes.push({ emulator, missing });
    continue;
  }
  say(`\n${emulator.name} ${emulator.version}`);
  const { code, report } = await judge(emulator);
  const isJudged = report && (code === 0 || code === 1);
  outcomes.push({ emulator, ...(isJudged ? { report } : { missing: `the run exited ${code}` }) });
  if (isJudged && update) {
    const from = join(placeOf(emulator), 'report');
    await cli('baseline', 'update', '--from', from, '--baseline', emulator.baseline);
  } else if (code !== 0) closed.push(`${emulator.name}: the run exited ${code}`);
}
if (all) await write();
const judged = outcomes.filter(({ report }) => report).map(({ emulator }) => emulator.name);
say(`\njudged: ${judged.join(', ') || 'none'}; left out: ${outcomes.length - judged.length}`);
if (judged.length === 0) closed.push('nothing was judged');
for (const line of closed) say(line);
if (closed.length > 0) process.exitCode = 1;

/** The page, and the matrix of all that were judged beside the reference server. */
async function write(): Promise<void> {
  // What was updated is read again.
  const current = new Map(emulators().map((emulator) => [emulator.id, emulator]));
  const now = outcomes.map((each) => ({
    ...each,
    emulator: current.get(each.emulator.id) ?? each.emulator,
  }));
  writeFileSync(join(root, 'docs', 'emulators.md'), emulatorsPage(now));
  const reference = placeOf({ id: 'reference' });
  const usual = ['--seed', '1', '--fail-on', 'should', '--skip', '*.limit.*'];
  if ((await cli('run', ...usual, '--out', reference)) !== 0)
    closed.push('the reference server is not conformant');
  const columns = now.flatMap(({ emulator, report }) =>
    report ? [{ name: `${emulator.name} ${emulator.version}`, from: join(placeOf(emulator), 'report') }] : [],
  );
  const targets = [{ name: 'reference server', from: reference }, ...columns];
  const out = placeOf({ id: 'matrix' });
  const names = targets.flatMap(({ name }) => ['--name', name]);
  await cli('compare', ...targets.map(({ from }) => from), ...names, '--out', out);
  for (const file of ['matrix.md', 'index.html'])
    cpSync(join(out, file), join(root, 'docs', 'emulators', file));
}

function options(): { chosen: Emulator[]; all: boolean; update: boolean } {
  const flags = { all: { type: 'boolean' }, update: { type: 'boolean' } } as const;
  const known = emulators();
  const ids = known.map(({ id }) => id).join(', ');
  try {
    const { values, positionals } = parseArgs({ options: flags, allowPositionals: true });
    const { all = false, update = false } = values;
    const strange = positionals.filter((name) => !known.some(({ id }) => id === name));
    if (strange.length > 0) throw new Error(`there is no emulator ${strange.join(', ')}: there are ${ids}`);
    if (all && positionals.length > 0)
      throw new Error('--all is for all of them: name none, or leave it out');
    const wanted = positionals.length > 0 ? positionals : ['moto'];
    return { chosen: known.filter(({ id }) => all || wanted.includes(id)), all, update };
  } catch (error) {
    say(
      `${error instanceof Error ? error.message : error}\nusage: npm run emulators -- [--all] [--update] [NAME…]`,
    );
    process.exit(2);
  }
}

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}
