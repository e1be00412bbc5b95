import { describe, expect, it } from 'vitest';
import { explainText } from '../../cli/explain.ts';
import { listText } from '../../cli/list.ts';
import { rules } from '../../suites/index.ts';
import { cli, folder, start } from './command.ts';

describe('list', () => {
  it('gives each rule a line, by operation and area', async () => {
    const { code, stdout, stderr } = await cli(['list']);
    expect([code, stderr]).toEqual([0, '']);
    const lines = stdout.split('\n');
    expect(lines[0]).toBe('PollForActivityTask, hold');
    for (const { id, level, says } of rules) {
      expect(lines.filter((line) => line.startsWith(`  ${id} `))).toEqual([
        expect.stringMatching(new RegExp(` ${level.toUpperCase()} +`)),
      ]);
      expect(stdout).toContain(`  ${says}\n`);
    }
  });

  it('heads each area with its operation, also where several have the same', () => {
    const [first] = rules;
    if (!first) throw new Error('there is no rule');
    const rule = (id: string, operation: string, area: string) => ({
      ...first,
      id,
      operation,
      area,
      says: 'It holds.',
    });
    const listed = listText([
      rule('poll.hold.a', 'Poll', 'hold'),
      rule('count.hold.a', 'Count', 'hold'),
      rule('poll.domain.longer', 'Poll', 'domain'),
    ]);
    expect(listed).toBe(
      [
        'Poll, hold',
        '  poll.hold.a         MUST    It holds.',
        '',
        'Poll, domain',
        '  poll.domain.longer  MUST    It holds.',
        '',
        'Count, hold',
        '  count.hold.a  MUST    It holds.',
        '',
      ].join('\n'),
    );
  });

  it('keeps to a terminal, with what is said in one column', () => {
    const lines = listText(rules, 100).split('\n');
    expect(Math.max(...lines.map(({ length }) => length))).toBeLessThanOrEqual(100);
    const column = (lines[1] ?? '').indexOf(rules[0]?.says.slice(0, 20) ?? '');
    const continued = lines.filter((line) => line.startsWith('     '));
    expect(new Set(continued.map((line) => line.search(/\S/)))).toEqual(new Set([column]));
  });

  it('gives all that is known as JSON', async () => {
    const { code, stdout } = await cli(['list', '--json']);
    expect(code).toBe(0);
    const listed: unknown = JSON.parse(stdout);
    expect(listed).toHaveLength(rules.length);
    const [{ id, level, evidence, says, citation, fix }] = rules as [(typeof rules)[0]];
    const operation = 'PollForActivityTask';
    expect((listed as unknown[])[0]).toEqual({
      id,
      operation,
      area: 'hold',
      level,
      evidence,
      says,
      citation,
      fix,
    });
  });

  it('may be cut off by its reader', async () => {
    await using home = await folder();
    const { child, ended } = start(home.path, ['list', '--json']);
    child.stdout?.destroy();
    expect(await ended).toMatchObject({ code: 0, stderr: '' });
  });
});

describe('explain', () => {
  it.each(rules.map((rule) => [rule.id, rule] as const))('%s', (id, rule) => {
    const text = explainText(rule, Number.POSITIVE_INFINITY);
    for (const part of [rule.says, rule.fix, rule.citation.quote, rule.citation.source]) {
      expect(text).toContain(part);
    }
    expect(text).toContain(`swf-conformance -- run --only ${id}`);
    // A long word, such as a URL, cannot be broken.
    const tooLong = explainText(rule, 80)
      .split('\n')
      .filter((line) => line.length > 80 && line.trim().includes(' '));
    expect(tooLong).toEqual([]);
  });

  it('is a command', async () => {
    const { code, stdout } = await cli(['explain', 'hold.full']);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^poll-for-activity-task\.hold\.full\n/);
  });
});
