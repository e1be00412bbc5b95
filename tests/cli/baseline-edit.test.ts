import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { editedBaseline } from '../../cli/baseline-edit.ts';
import { baseline } from '../../results/baseline.ts';
import type { BaselineChanges } from '../../results/baseline-changes.ts';

const none: BaselineChanges = { added: [], changed: [], removed: [], open: [], impossible: [] };

const yaml = `# What fails on our server.
version: 1
about:
  server:   ours   # kept as it is
rules:
  # Long known.
  - rule: b.one
    status: fail # for now
    fingerprint: 'status: 400 -> 200'
    reason: >-
      names are not
      validated

  - rule: d.two
    reason: |
      two
      lines
    status: "fail"
    issue: https://tracker.test/2
  - {rule: f.three, status: warn, reason: in braces}
  # They race.
  - rule: h.four
    flaky: true
    reason: threads
`;

function edited(changes: Partial<BaselineChanges>, text = yaml, path = 'b.yaml', reason?: string): string {
  const after = editedBaseline(
    { path, text, baseline: baseline.parse(parse(text)) },
    { ...none, ...changes },
    reason,
  );
  // Whatever is done to it, it can be read again.
  expect(baseline.safeParse(parse(after)).error).toBeUndefined();
  return after;
}

/** The lines that differ, as a reviewer sees them. */
function diff(changes: Partial<BaselineChanges>): string[] {
  const [before, after] = [yaml, edited(changes)].map((text) => text.split('\n')) as [string[], string[]];
  return [
    ...before.filter((line) => !after.includes(line)).map((line) => `-${line}`),
    ...after.filter((line) => !before.includes(line)).map((line) => `+${line}`),
  ];
}

describe('a baseline in YAML', () => {
  it('stays as it is where nothing changes', () => {
    expect(edited({})).toBe(yaml);
  });

  it('has a changed fingerprint or status replaced, and nothing else', () => {
    expect(diff({ changed: [{ rule: 'b.one', status: 'warn', fingerprint: 'status: 400 -> 500' }] })).toEqual(
      [
        '-    status: fail # for now',
        "-    fingerprint: 'status: 400 -> 200'",
        '+    status: warn # for now',
        '+    fingerprint: "status: 400 -> 500"',
      ],
    );
  });

  it('gets a fingerprint where there was none', () => {
    expect(diff({ changed: [{ rule: 'd.two', status: 'fail', fingerprint: 'x -> y' }] })).toEqual([
      '-    status: "fail"',
      '+    status: fail',
      '+    fingerprint: x -> y',
    ]);
  });

  it('has an entry in braces written anew', () => {
    const change = { rule: 'f.three', status: 'warn', fingerprint: 'x -> y' } as const;
    expect(diff({ changed: [change] })).toEqual([
      '-  - {rule: f.three, status: warn, reason: in braces}',
      '+  - rule: f.three',
      '+    status: warn',
      '+    reason: in braces',
      '+    fingerprint: x -> y',
    ]);
  });

  it('loses an entry with the comment above it, at each place', () => {
    expect(edited({ removed: ['b.one'] })).toBe(yaml.replace(/ {2}# Long known[\s\S]*?validated\n/, ''));
    expect(edited({ removed: ['d.two'] })).toBe(
      yaml.replace(/ {2}- rule: d\.two[\s\S]*?tracker\.test\/2\n/, ''),
    );
    expect(edited({ removed: ['h.four'] })).toBe(yaml.replace(/ {2}# They race[\s\S]*$/, ''));
    expect(edited({ removed: ['b.one', 'd.two', 'f.three', 'h.four'] })).toMatch(
      /kept as it is\nrules: \[\]\s*$/,
    );
  });

  it('gets new entries where they belong, each with its reason', () => {
    const added = ['a.first', 'c.mid', 'c.more', 'z.last'].map((rule) => ({
      rule,
      status: 'fail' as const,
      fingerprint: `"${rule}": x -> y`,
    }));
    const after = edited({ added });
    expect(parse(after).rules.map(({ rule }: { rule: string }) => rule)).toEqual([
      'a.first',
      'b.one',
      'c.mid',
      'c.more',
      'd.two',
      'f.three',
      'h.four',
      'z.last',
    ]);
    expect(parse(after).rules[7]).toEqual({
      rule: 'z.last',
      status: 'fail',
      fingerprint: '"z.last": x -> y',
      reason: 'not looked at yet',
    });
    for (const line of yaml.split('\n')) expect(after.split('\n')).toContain(line);
    expect(parse(edited({ added }, yaml.trimEnd())).rules).toHaveLength(8);
    expect(parse(edited({ added }, yaml, 'b.yml', 'we know')).rules[0].reason).toBe('we know');
  });

  it('keeps those of one operation together, also where operations are in an order of their own', () => {
    const entry = (rule: string) => `  - rule: ${rule}\n    status: fail\n    reason: x\n`;
    const text = `version: 1\nrules:\n${['poll.a.two', 'poll.c.one', 'count.b.one'].map(entry).join('')}`;
    const added = [
      'count.a.new',
      'count.c.new',
      'delete.a.new',
      'poll.b.new',
      'poll.d.new',
      'poll-other.a.new',
    ].map((rule) => ({ rule, status: 'fail' as const, fingerprint: 'x -> y' }));
    const kept = ['poll.a.two', 'poll.b.new', 'poll.c.one', 'poll.d.new'];
    const json = JSON.stringify(parse(text));
    for (const after of [edited({ added }, text), edited({ added }, json, 'b.json')]) {
      const ids: string[] = parse(after).rules.map(({ rule }: { rule: string }) => rule);
      const operations = ids.map((id) => id.split('.')[0]);
      expect(operations.filter((operation, index) => operation !== operations[index - 1])).toHaveLength(
        new Set(operations).size,
      );
      expect(ids.filter((id) => id.startsWith('poll.'))).toEqual(kept);
      expect(ids.filter((id) => id.startsWith('count.'))).toEqual([
        'count.a.new',
        'count.b.one',
        'count.c.new',
      ]);
    }
  });

  it('does all of it at once', () => {
    const after = edited({
      added: [{ rule: 'c.new', status: 'warn', fingerprint: undefined }],
      changed: [{ rule: 'b.one', status: 'fail', fingerprint: 'p -> q' }],
      removed: ['d.two', 'h.four'],
    });
    expect(parse(after).rules).toEqual([
      { rule: 'b.one', status: 'fail', fingerprint: 'p -> q', reason: 'names are not validated' },
      { rule: 'c.new', status: 'warn', reason: 'not looked at yet' },
      { rule: 'f.three', status: 'warn', reason: 'in braces' },
    ]);
  });

  it('keeps a list whose hyphens are not indented', () => {
    const text = 'version: 1\nrules:\n- rule: b.one\n  status: fail\n  reason: x\n';
    const added = [{ rule: 'a.new', status: 'fail' as const, fingerprint: 'x -> y' }];
    expect(edited({ added }, text)).toBe(
      'version: 1\nrules:\n- rule: a.new\n  status: fail\n  fingerprint: x -> y\n  reason: not looked at yet\n- rule: b.one\n  status: fail\n  reason: x\n',
    );
  });

  it('is begun where there is none', () => {
    const added = [{ rule: 'a.new', status: 'fail' as const, fingerprint: 'x -> y' }];
    const after = editedBaseline(
      { path: 'b.yaml', text: '', baseline: { version: 1, rules: [] } },
      { ...none, added },
    );
    expect(parse(after)).toEqual({
      version: 1,
      rules: [{ rule: 'a.new', status: 'fail', fingerprint: 'x -> y', reason: 'not looked at yet' }],
    });
    expect(after).toContain('\n  - rule: a.new\n    status: fail\n');
  });
});

describe('a baseline in JSON', () => {
  const value = { version: 1, about: { a: 1 }, rules: [{ rule: 'b.one', status: 'fail', reason: 'x' }] };

  it('keeps its indentation, its order and what is not known', () => {
    const text = `${JSON.stringify(value, null, 4)}\n`;
    expect(edited({}, text, 'b.json')).toBe(text);
    const added = [{ rule: 'a.new', status: 'fail' as const, fingerprint: 'x -> y' }];
    const changed = [{ rule: 'b.one', status: 'warn' as const, fingerprint: 'p -> q' }];
    const after = edited({ added, changed }, text, 'b.json');
    expect(JSON.parse(after)).toEqual({
      ...value,
      rules: [
        { rule: 'a.new', status: 'fail', fingerprint: 'x -> y', reason: 'not looked at yet' },
        { rule: 'b.one', status: 'warn', reason: 'x', fingerprint: 'p -> q' },
      ],
    });
    expect(after).toContain('\n        {\n            "rule": "a.new"');
  });
});
