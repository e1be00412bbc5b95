import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { noReason } from '../cli/baseline-edit.ts';
import { type Emulator, emulators, root } from '../emulators/emulator.ts';
import { placeOf } from '../emulators/install.ts';
import { emulatorsPage } from '../emulators/page.ts';
import { isPattern } from '../results/baseline.ts';
import { matches } from '../results/pattern.ts';
import { rules } from '../suites/index.ts';
import { sampleFailure, sampleReport, sampleRule } from './reporters/sample.ts';

const all = emulators();
const page = readFileSync(new URL('../docs/emulators.md', import.meta.url), 'utf8');
const ids = rules.map(({ id }) => id);

/** What a page says of which rules, by emulator. */
function told(markdown: string): Map<string, string[]> {
  const chapters = markdown.split(/^## /m).slice(1);
  return new Map(
    chapters.map((chapter) => [
      chapter.split('\n')[0] ?? '',
      [...chapter.matchAll(/^### .*: ([a-z0-9.-]+)$/gm)].map(([, id = '']) => id),
    ]),
  );
}

describe.each(all.map((emulator) => [emulator.id, emulator] as const))('emulators/%s.yaml', (_, emulator) => {
  it('names rules that are there, each once', () => {
    const skipped = emulator.skip.map(({ rule }) => rule);
    const listed = emulator.rules.map(({ rule }) => rule);
    for (const rule of [...skipped, ...listed]) {
      expect(
        ids.filter((id) => matches(id, rule)),
        rule,
      ).not.toEqual([]);
    }
    expect(skipped.filter((rule) => listed.includes(rule))).toEqual([]);
    expect(new Set(skipped).size).toBe(skipped.length);
  });

  it('calls a broken MUST a failure and a broken SHOULD a warning, and says how each fails', () => {
    for (const { rule, status, fingerprint, flaky } of emulator.rules) {
      if (flaky || isPattern(rule)) continue;
      const level = rules.find(({ id }) => id === rule)?.level;
      expect([rule, status], rule).toEqual([rule, level === 'must' ? 'fail' : 'warn']);
      expect(fingerprint, rule).toBeDefined();
    }
  });

  it('has a reason for all that was looked at', () => {
    for (const { rule, reason } of emulator.rules) expect(reason, rule).not.toBe(noReason);
  });

  it('is told by docs/emulators.md (npm run emulators -- --all writes it)', () => {
    const chapter = told(page).get(`${emulator.name} ${emulator.version}`);
    expect(chapter).toBeDefined();
    for (const { rule } of emulator.rules) {
      expect(
        chapter?.filter((id) => matches(id, rule)),
        rule,
      ).not.toEqual([]);
    }
    for (const { rule, reason } of emulator.skip) {
      expect(page.replace(/\\(.)/g, '$1')).toContain(`- \`${rule}\`: ${reason}\n`);
    }
  });
});

describe('docs/emulators.md', () => {
  it('names no emulator and no rule that is not there', () => {
    const names = all.map(({ name, version }) => `${name} ${version}`);
    expect([...told(page).keys()].sort()).toEqual(names.sort());
    for (const [name, found] of told(page)) {
      const listed = all.find((each) => `${each.name} ${each.version}` === name)?.rules ?? [];
      const strange = found.filter(
        (id) => !ids.includes(id) || !listed.some(({ rule }) => matches(id, rule)),
      );
      expect([name, strange]).toEqual([name, []]);
    }
  });
});

describe('the page', () => {
  const emulator: Emulator = {
    id: 'some',
    name: 'some',
    version: '1.2',
    home: 'https://example.org/some',
    registry: 'PyPI',
    install: { pip: ['some==1.2'] },
    start: 'exec {bin}/some --dir {dir} --port {port}',
    endpoint: 'http://127.0.0.1:{port}',
    pollHold: 4,
    skip: [{ rule: 'poll-for-activity-task.hold.full', reason: 'it is <never> held' }],
    baseline: 'emulators/some.yaml',
    rules: [
      { rule: 'task-list.*', status: 'fail', reason: 'names are not looked at' },
      { rule: 'poll-for-activity-task.delivery.each-once', flaky: true, reason: 'a race' },
    ],
  };
  const failure = sampleFailure({ observed: '`<img src=x onerror=alert(1)>`\n## fake 1' });
  const report = sampleReport([
    sampleRule({ id: 'poll-for-activity-task.task-list.colon', status: 'fail', failure }),
    sampleRule({ id: 'poll-for-activity-task.task-list.slash', status: 'pass' }),
    sampleRule({ id: 'poll-for-activity-task.delivery.each-once', status: 'pass' }),
  ]);

  it('tells of each rule that is broken, and of what may be, and of nothing else', () => {
    const text = emulatorsPage([{ emulator, report }]);
    expect([...told(text)]).toEqual([
      ['some 1.2', ['poll-for-activity-task.delivery.each-once', 'poll-for-activity-task.task-list.colon']],
    ]);
    expect(text).toContain('- Now and then; in this run it held\n- a race\n');
    expect(text).toContain('- names are not looked at\n');
    expect(text).toContain('- `poll-for-activity-task.hold.full`: it is \\<never\\> held');
    expect(text).toContain("`pip install 'some==1.2'`, started by `some --dir DIR --port PORT`");
  });

  it('shows what a server sent as code, on one line', () => {
    const text = emulatorsPage([{ emulator, report }]);
    expect(text).not.toMatch(/^## fake/m);
    expect(text).toContain('`` `<img src=x onerror=alert(1)>` ## fake 1 ``');
  });

  it('says what could not be had', () => {
    const text = emulatorsPage([{ emulator, missing: 'reading https://a.example/b: 403 Forbidden' }]);
    expect(text).toContain('It could not be had for this page: `reading … 403 Forbidden`.');
    expect(told(text).get('some 1.2')).toEqual(['poll-for-activity-task.delivery.each-once']);
  });
});

// Where it is installed after all, it would be judged.
it.skipIf(existsSync(join(placeOf({ id: 'gopherstack' }), 'installed')))(
  'npm run emulators fails where nothing could be judged',
  () => {
    const env = { PATH: '/nowhere' };
    const args = ['emulators/run.ts', 'gopherstack'];
    const { status, stdout } = spawnSync(process.execPath, args, { cwd: root, encoding: 'utf8', env });
    expect(stdout).toMatch(/gopherstack 1\.9\.0 cannot be had, and is left out: .+\n/);
    expect(stdout).toMatch(/judged: none; left out: 1\nnothing was judged\n$/);
    expect(status).toBe(1);
  },
);

it('npm run emulators tells what is wrong with its arguments, and does nothing', () => {
  const run = (...args: string[]) =>
    spawnSync(process.execPath, ['emulators/run.ts', ...args], { cwd: root, encoding: 'utf8' });
  expect(run('nosuch')).toMatchObject({
    status: 2,
    stdout: expect.stringContaining('there is no emulator nosuch: there are fakecloud, '),
  });
  expect(run('--all', 'moto')).toMatchObject({ status: 2, stdout: expect.stringContaining('name none') });
  expect(run('--al')).toMatchObject({
    status: 2,
    stdout: expect.stringContaining('usage: npm run emulators'),
  });
});
