// The gate of moto's baseline opens for moto as it is known, and for nothing else: part of `npm run moto`. What moto comes to in
// full is for `npm run emulators`; here some rules are enough, of those that it keeps and of those that it breaks.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runReport } from '../../results/report.ts';
import { baseline, cli, say, startMoto } from './moto.ts';
import { type Change, startProxy } from './proxy.ts';

/** What it keeps, and what it breaks by its poll, its names, its faults and its wire. */
const rules = [
  ...[
    'poll-for-activity-task.empty.ok',
    'poll-for-activity-task.empty.started-event-id',
    'poll-for-activity-task.task.shape',
    'poll-for-activity-task.delivery.ready-task',
  ],
  ...[
    'poll-for-activity-task.hold.full',
    'poll-for-activity-task.hold.waits-for-task',
    'poll-for-activity-task.task-list.colon',
    'poll-for-activity-task.task-list.slash',
  ],
  ...[
    'poll-for-activity-task.fault.status',
    'poll-for-activity-task.wire.media-type',
    'poll-for-activity-task.delivery.closed-execution',
  ],
];

let wrong = 0;
function check(what: string, isSo: boolean, printed = ''): void {
  say(isSo ? `ok   ${what}` : `NOT  ${what}\n${printed}`);
  if (!isSo) wrong += 1;
}

const { endpoint, process: moto } = await startMoto();
const home = mkdtempSync(join(tmpdir(), 'swf-conformance-gate-'));

/** The run's exit code, and what the gate found: kind and rule. */
async function judged(
  change: Change,
  ...more: string[]
): Promise<{ code: number | null; findings: string; printed: string }> {
  const proxy = await startProxy(endpoint, change);
  try {
    const only = rules.flatMap((id) => ['--only', id]);
    const settings = ['--poll-hold', '4', '--seed', '1', '--cases', '20', '--fail-on', 'should'];
    const where = ['--endpoint', proxy.endpoint, '--baseline', baseline, '--out', home];
    const { code, printed } = await cli('run', ...where, ...settings, ...only, ...more);
    const { gate } = runReport.parse(JSON.parse(readFileSync(join(home, 'results.json'), 'utf8')));
    const findings = gate?.findings.map(({ kind, rule }) => `${kind} ${rule}`).join(', ') ?? 'no gate';
    return { code, findings, printed };
  } finally {
    await proxy.close();
  }
}

try {
  const known = await judged({});
  check('moto as it is known passes', known.code === 0 && known.findings === '', known.printed);

  const worse = await judged({
    answer: (body) => body.replace(/"startedEventId": 0\b/, '"startedEventId": 7'),
  });
  check(
    'one more broken rule closes the gate, and is named',
    worse.code === 1 && worse.findings === 'unlisted poll-for-activity-task.empty.started-event-id',
    worse.printed,
  );

  const refusing: Change = {
    instead: (body) =>
      /"taskList":\{"name":"[^"]*:[^"]*"/.test(body)
        ? {
            status: 400,
            body: '{"__type":"com.amazon.coral.validate#ValidationException","message":"no colon"}',
          }
        : undefined,
  };
  const healed = await judged(refusing);
  const stale = 'stale poll-for-activity-task.task-list.colon';
  check('a healed rule closes the gate', healed.code === 1 && healed.findings === stale, healed.printed);
  check(
    'and is told',
    /stale +poll-for-activity-task\.task-list\.colon\n/.test(healed.printed),
    healed.printed,
  );
  const allowed = await judged(refusing, '--allow-stale');
  check('but not with --allow-stale', allowed.code === 0 && allowed.findings === '', allowed.printed);

  const otherwise = await judged({
    instead: (body) => (/"taskList":\{"name":"[^"]*\//.test(body) ? { status: 500, body: '{}' } : undefined),
  });
  check(
    'a listed rule that fails in another way closes it too',
    otherwise.code === 1 && otherwise.findings === 'different poll-for-activity-task.task-list.slash',
    otherwise.printed,
  );
} finally {
  moto.kill();
  rmSync(home, { recursive: true });
}
if (wrong > 0) process.exitCode = 1;
