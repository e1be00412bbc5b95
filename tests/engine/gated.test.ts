import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { exitCodeOf, gated } from '../../index.ts';
import { folder } from '../cli/command.ts';
import { sampleReport, sampleRule } from '../reporters/sample.ts';

const rule = 'poll-for-activity-task.hold.full';
const [broken, holds] = (['fail', 'pass'] as const).map((status) =>
  sampleReport([sampleRule({ id: rule, status })]),
) as [ReturnType<typeof sampleReport>, ReturnType<typeof sampleReport>];

it('a program gates a report by a baseline, as the command line does', async () => {
  await using home = await folder();
  const known = join(home.path, 'known.yaml');
  await writeFile(known, `version: 1\nrules:\n  - rule: ${rule}\n    status: fail\n    reason: not yet\n`);

  expect(exitCodeOf(broken)).toBe(1);
  const accepted = gated(broken, known);
  expect(accepted.gate).toMatchObject({
    passed: true,
    known: [{ rule, reason: 'not yet' }],
    baseline: known,
  });
  expect(exitCodeOf(accepted)).toBe(0);

  expect(exitCodeOf(gated(holds, known))).toBe(1);
  expect(exitCodeOf(gated(holds, known, { allowStale: true }))).toBe(0);
});

it('is told all that is wrong with a baseline', async () => {
  await using home = await folder();
  const wrong = join(home.path, 'known.json');
  await writeFile(wrong, '{"version": 2, "rules": [{"rule": "a"}]}');
  expect(() => gated(broken, wrong)).toThrow(TypeError);
  expect(() => gated(broken, wrong)).toThrow(
    /known\.json: version: it is to be 1\n.*known\.json: entry 1 \(a\)/s,
  );
});

it('an entry that leaves the operation out is told the whole id', async () => {
  await using home = await folder();
  const short = join(home.path, 'known.yaml');
  await writeFile(short, 'version: 1\nrules:\n  - rule: hold.full\n    status: fail\n    reason: not yet\n');
  expect(gated(broken, short).gate?.findings).toContainEqual({
    kind: 'unknown',
    rule: 'hold.full',
    message: `there is no such rule in this release; with its operation it is ${rule}`,
  });
});
