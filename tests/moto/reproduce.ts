// Failures of moto are seen again by the ways that a report gives: curl as it stands there, replay, and the program. Part of
// `npm run moto`. moto runs all the while, since a request by hand needs a server too.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runReport } from '../../results/report.ts';
import type { RuleResult } from '../../results/rule.ts';
import { runProgram } from '../engine/programs.ts';
import { cli, run, say, startMoto } from './moto.ts';

/** A failure, and how it is seen in what curl and the program print; `curl` where one request shows it. */
interface Known {
  readonly id: string;
  readonly curl?: RegExp;
  readonly program: RegExp;
}

const known: readonly Known[] = [
  // A crash in place of a refusal; a refusal of another media type.
  { id: 'poll-for-activity-task.domain.missing', curl: /^HTTP\/1\.1 500 /, program: /poll1 <- HTTP 500 / },
  {
    id: 'poll-for-activity-task.fault.media-type',
    curl: /^HTTP\/1\.1 400 .*^content-type: application\/json\s*$/ims,
    program: /poll1 <- HTTP 400 application\/json /,
  },
  // An invalid name that is accepted: a counterexample.
  {
    id: 'poll-for-activity-task.task-list.trailing-whitespace',
    curl: /^HTTP\/1\.1 200 .*\{"startedEventId": 0\}/s,
    program: /poll1 <- HTTP 200 .*\{"startedEventId": 0\}/,
  },
  { id: 'poll-for-activity-task.identity.too-long', curl: /^HTTP\/1\.1 200 /, program: /poll1 <- HTTP 200 / },
  // A poll that is not held: 4 s were promised.
  {
    id: 'poll-for-activity-task.hold.full',
    curl: /^HTTP\/1\.1 200 .*\nafter [0-2]\./s,
    program: / [0-2]\.\d+ s {2}poll1 <- HTTP 200 /,
  },
  {
    id: 'poll-for-activity-task.hold.waits-for-task',
    curl: /^HTTP\/1\.1 200 .*\nafter [01]\./s,
    program: / [01]\.\d+ s {2}poll1 <- HTTP 200 /,
  },
  // Tasks that should be gone: it takes several calls to see them.
  {
    id: 'poll-for-activity-task.delivery.closed-execution',
    program: /poll\d+ <- HTTP 200 .*"activityId": "swfc-/,
  },
  {
    id: 'poll-for-activity-task.delivery.schedule-to-start',
    program: /poll\d+ <- HTTP 200 .*"activityId": "swfc-/,
  },
];

const variables = { AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test' };

/** Does something up to three times: now and then moto's threads get in one another's way. */
async function soon(act: () => Promise<boolean>): Promise<boolean> {
  for (let attempt = 0; attempt < 3; attempt++) if (await act()) return true;
  return false;
}

let wrong = 0;
function tell(id: string, way: string, seen: boolean, printed: string): void {
  say(`${id}: ${way}: ${seen ? 'seen again' : `not seen again:\n${printed}`}`);
  if (!seen) wrong += 1;
}

/** The ways to see one failure again. */
async function seeAgain({ id, curl, program }: Known, rule: RuleResult, results: string): Promise<void> {
  const text = (how: string) => rule.failure?.reproduce.find((each) => each.how === how)?.text;
  const command = text('curl');
  if ((command === undefined) !== (curl === undefined)) tell(id, 'curl', false, `curl: ${command}`);
  if (command !== undefined && curl) {
    let printed = '';
    const seen = await soon(async () => {
      const since = performance.now();
      ({ printed } = await run('sh', ['-c', command.replace(/^curl /, 'curl --silent ')], variables));
      printed += `\nafter ${((performance.now() - since) / 1000).toFixed(2)} s`;
      return curl.test(printed);
    });
    tell(id, 'curl', seen, printed);
  }
  let replayed = '';
  const replay = await soon(async () => {
    ({ printed: replayed } = await cli('replay', results, id, '--out', join(results, '..', 'replayed')));
    return replayed.includes(`\nseen again: ${id} came to `);
  });
  tell(id, 'replay', replay, replayed);
  let printed = '';
  const script = await soon(async () => {
    const { output } = await runProgram(text('script') ?? 'console.log("there is no program")');
    printed = output;
    return program.test(output);
  });
  tell(id, 'program', script, printed);
}

const { endpoint, process: moto } = await startMoto();
const out = mkdtempSync(join(tmpdir(), 'swf-conformance-moto-'));
try {
  const only = (ids: readonly string[]) => ids.flatMap((id) => ['--only', id]);
  let missing: readonly Known[] = known;
  for (let attempt = 0; attempt < 3 && missing.length > 0; attempt++) {
    const folder = join(out, String(attempt));
    const ids = missing.map(({ id }) => id);
    await cli(
      'run',
      '--endpoint',
      endpoint,
      '--poll-hold',
      '4',
      '--seed',
      '1',
      '--out',
      folder,
      ...only(ids),
    );
    const results = join(folder, 'results.json');
    const { rules } = runReport.parse(JSON.parse(readFileSync(results, 'utf8')));
    const failed = (each: Known) =>
      rules.find(({ id, status }) => id === each.id && /^(fail|warn)$/.test(status));
    for (const each of missing) {
      const rule = failed(each);
      if (rule) await seeAgain(each, rule, results);
    }
    missing = missing.filter((each) => !failed(each));
  }
  for (const { id } of missing) tell(id, 'run', false, 'the rule did not fail');
} finally {
  moto.kill();
  rmSync(out, { recursive: true });
}
say(
  wrong === 0
    ? `moto: ${known.length} failures were seen again, each in every way`
    : `moto: ${wrong} were not`,
);
if (wrong > 0) process.exitCode = 1;
