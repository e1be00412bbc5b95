import { describe, expect, it } from 'vitest';
import { type Baseline, type BaselineEntry, baseline } from '../../results/baseline.ts';
import { baselineChanges } from '../../results/baseline-changes.ts';
import { gateOf } from '../../results/gate.ts';
import type { RunReport } from '../../results/report.ts';
import { type RuleResult, type Status, skippedBy } from '../../results/rule.ts';
import { exitCodeOf } from '../../results/verdict.ts';
import { sampleFailure, sampleReport, sampleRule } from '../reporters/sample.ts';

function rule(id: string, status: Status, observed = '200'): RuleResult {
  const level = status === 'warn' ? 'should' : status === 'info' ? 'info' : 'must';
  const differences = [{ part: 'status', expected: '400', observed }];
  const isBroken = status === 'fail' || status === 'warn';
  const message = status === 'skip' ? 'the target serves one region' : isBroken ? 'it was accepted' : '';
  return sampleRule({
    id,
    status,
    level,
    message,
    ...(status === 'skip' && { skippedBy: 'target' as const }),
    ...(isBroken && { failure: sampleFailure({ differences }) }),
  });
}

function entry(id: string, changes: Partial<BaselineEntry> = {}): BaselineEntry {
  return { rule: id, status: 'fail', reason: 'known', ...changes };
}

const asSeen = 'status: 400 -> 200';

function gate(
  rules: RuleResult[],
  entries: BaselineEntry[],
  { allowStale = false, run = {} as Partial<RunReport['run']> } = {},
) {
  const settings = { path: 'baseline.yaml', allowStale, today: '2026-11-23' };
  return gateOf(sampleReport(rules, run), baseline.parse({ version: 1, rules: entries }), settings);
}

function kinds(...args: Parameters<typeof gate>): string[] {
  return gate(...args).findings.map(({ kind, rule: id }) => `${kind} ${id}`);
}

const held = rule('poll-for-activity-task.empty.ok', 'pass');

describe('the gate', () => {
  it('passes when what is listed fails as listed, and nothing else', () => {
    const passed = gate(
      [held, rule('poll-for-activity-task.hold.full', 'fail')],
      [entry('poll-for-activity-task.hold.full', { fingerprint: asSeen, issue: 'https://x/1' })],
    );
    expect(passed).toEqual({
      baseline: 'baseline.yaml',
      passed: true,
      findings: [],
      known: [{ rule: 'poll-for-activity-task.hold.full', reason: 'known', issue: 'https://x/1' }],
      flaky: [],
      healed: [],
      notJudged: [],
    });
  });

  it('takes any failure of that status where there is no fingerprint', () => {
    expect(
      gate(
        [rule('poll-for-activity-task.hold.full', 'fail', '500')],
        [entry('poll-for-activity-task.hold.full')],
      ).passed,
    ).toBe(true);
  });

  it('finds a rule that fails and is not listed', () => {
    const { passed, findings } = gate([held, rule('poll-for-activity-task.hold.full', 'fail')], []);
    expect([passed, findings]).toEqual([
      false,
      [
        {
          kind: 'unlisted',
          rule: 'poll-for-activity-task.hold.full',
          message: expect.stringMatching(/fails, and is not in the baseline: it was accepted; mend it/),
        },
      ],
    ]);
  });

  it('finds a SHOULD that is not listed only where that fails a run', () => {
    const rules = [rule('poll-for-activity-task.hold.full', 'warn')];
    expect(kinds(rules, [])).toEqual([]);
    expect(kinds(rules, [], { run: { failOn: 'should' } })).toEqual(['unlisted hold.full']);
    expect(
      kinds(rules, [entry('poll-for-activity-task.hold.full', { status: 'warn' })], {
        run: { failOn: 'should' },
      }),
    ).toEqual([]);
  });

  it('finds a listed rule that fails otherwise, and tells both', () => {
    const [finding] = gate(
      [rule('poll-for-activity-task.hold.full', 'fail', '500')],
      [entry('poll-for-activity-task.hold.full', { fingerprint: asSeen })],
    ).findings;
    expect(finding?.kind).toBe('different');
    expect(finding?.message).toContain('it was "status: 400 -> 200", and is "status: 400 -> 500"');
  });

  it('finds a listed rule that comes to another status', () => {
    const [finding] = gate(
      [rule('poll-for-activity-task.hold.full', 'fail')],
      [entry('poll-for-activity-task.hold.full', { status: 'warn' })],
    ).findings;
    expect(finding?.message).toContain('it is listed as warn, and came to fail');
  });

  it('finds a listed rule that holds, unless that is let be', () => {
    const [finding] = gate([held], [entry('poll-for-activity-task.empty.ok')]).findings;
    expect(finding).toEqual({
      kind: 'stale',
      rule: 'poll-for-activity-task.empty.ok',
      message: expect.stringContaining('--allow-stale'),
    });
    const let_ = gate([held], [entry('poll-for-activity-task.empty.ok')], { allowStale: true });
    expect([let_.passed, let_.healed]).toEqual([true, ['poll-for-activity-task.empty.ok']]);
  });

  it('finds a listed rule that does not exist, also where stale ones are let be', () => {
    expect(kinds([held], [entry('empty.okay')])).toEqual(['unknown empty.okay']);
    expect(kinds([held], [entry('emtpy.*')], { allowStale: true })).toEqual(['unknown emtpy.*']);
  });

  it('finds an entry whose last day is over, not before', () => {
    const rules = [rule('poll-for-activity-task.hold.full', 'fail')];
    expect(kinds(rules, [entry('poll-for-activity-task.hold.full', { expires: '2026-11-23' })])).toEqual([]);
    expect(kinds(rules, [entry('poll-for-activity-task.hold.full', { expires: '2026-11-22' })])).toEqual([
      'expired hold.full',
    ]);
    expect(
      kinds(rules, [
        entry('poll-for-activity-task.hold.full', { flaky: true, status: undefined, expires: '2026-11-22' }),
      ]),
    ).toEqual(['expired hold.full']);
    expect(kinds(rules, [entry('hold.*', { expires: '2026-11-22' })])).toEqual(['expired hold.*']);
  });

  it.each(['skip', 'inconclusive'] as const)('is not satisfied by a rule that is %s', (status) => {
    for (const each of [
      entry('poll-for-activity-task.hold.full'),
      entry('hold.*'),
      entry('poll-for-activity-task.hold.full', { status: undefined, flaky: true }),
    ]) {
      const { passed, findings } = gate([held, rule('poll-for-activity-task.hold.full', status)], [each], {
        allowStale: true,
      });
      expect([passed, findings.map(({ kind }) => kind)]).toEqual([
        false,
        // A pattern does not answer for a MUST of which nothing was learned.
        status === 'inconclusive' && each.rule === 'hold.*' ? ['unlisted', 'unsatisfied'] : ['unsatisfied'],
      ]);
    }
  });

  it('finds a MUST that was inconclusive and is not listed', () => {
    expect(kinds([rule('poll-for-activity-task.hold.full', 'inconclusive')], [])).toEqual([
      'unlisted hold.full',
    ]);
  });

  it('leaves entries alone that a run is not about', () => {
    const elsewhere = ['only', 'shard', 'budget', 'time'];
    for (const by of skippedBy.options) {
      const rules = [held, { ...rule('poll-for-activity-task.hold.full', 'skip'), skippedBy: by }];
      for (const each of [entry('poll-for-activity-task.hold.full'), entry('hold.*')]) {
        const { passed, notJudged } = gate(rules, [each]);
        const isElsewhere = elsewhere.includes(by);
        expect([by, passed, notJudged]).toEqual([by, isElsewhere, isElsewhere ? [each.rule] : []]);
      }
    }
  });

  it.each([
    ['fail', true],
    ['warn', true],
    ['pass', false],
  ] as const)('counts a flaky rule that comes to %s', (status, failed) => {
    const { passed, flaky } = gate(
      [rule('poll-for-activity-task.hold.full', status)],
      [entry('poll-for-activity-task.hold.full', { status: undefined, flaky: true })],
      {
        run: { failOn: 'should' },
      },
    );
    expect([passed, flaky]).toEqual([
      true,
      [{ rule: 'poll-for-activity-task.hold.full', failed, reason: 'known' }],
    ]);
  });
});

describe('a pattern', () => {
  const pattern = entry('task-list.*');

  it('lists all that fail so, and lets others hold', () => {
    const rules = [
      rule('poll-for-activity-task.task-list.bar', 'fail'),
      rule('poll-for-activity-task.task-list.colon', 'fail', '500'),
      rule('poll-for-activity-task.task-list.valid', 'pass'),
    ];
    const { passed, known } = gate(rules, [pattern]);
    expect([passed, known.map(({ rule: id }) => id)]).toEqual([
      true,
      ['poll-for-activity-task.task-list.bar', 'poll-for-activity-task.task-list.colon'],
    ]);
  });

  it('is not for another status, nor for other rules', () => {
    const warned = rule('poll-for-activity-task.task-list.bar', 'warn');
    expect(
      kinds([rule('poll-for-activity-task.task-list.colon', 'fail'), warned], [pattern], {
        run: { failOn: 'should' },
      }),
    ).toEqual(['unlisted task-list.bar']);
    expect(
      kinds(
        [
          rule('poll-for-activity-task.task-list.colon', 'fail'),
          rule('poll-for-activity-task.hold.full', 'fail'),
        ],
        [pattern],
      ),
    ).toEqual(['unlisted hold.full']);
  });

  it('gives way to the entry of a rule itself', () => {
    const rules = [
      rule('poll-for-activity-task.task-list.bar', 'fail', '500'),
      rule('poll-for-activity-task.task-list.colon', 'fail'),
    ];
    expect(
      kinds(rules, [pattern, entry('poll-for-activity-task.task-list.bar', { fingerprint: asSeen })]),
    ).toEqual(['different task-list.bar']);
  });

  it('is stale when nothing fails by it', () => {
    expect(kinds([rule('poll-for-activity-task.task-list.valid', 'pass')], [pattern])).toEqual([
      'stale task-list.*',
    ]);
  });
});

describe('the exit code', () => {
  const failing = [rule('poll-for-activity-task.hold.full', 'fail')];
  it.each([
    [
      'the gate passed, though the target is not conformant',
      failing,
      [entry('poll-for-activity-task.hold.full')],
      0,
    ],
    [
      'the gate is closed, though the target is conformant',
      [held],
      [entry('poll-for-activity-task.empty.ok')],
      1,
    ],
    ['the suite itself failed', [rule('poll-for-activity-task.hold.full', 'error')], [], 4],
  ] as const)('when %s', (_, rules, entries, code) => {
    const report = sampleReport([...rules]);
    expect(exitCodeOf({ ...report, gate: gate([...rules], [...entries]) })).toBe(code);
  });

  it('is that of the verdict without a gate', () => {
    expect([exitCodeOf(sampleReport(failing)), exitCodeOf(sampleReport([held]))]).toEqual([1, 0]);
  });
});

describe('the changes to a baseline', () => {
  function changes(rules: RuleResult[], rulesBefore: BaselineEntry[]) {
    return baselineChanges(sampleReport(rules), { version: 1, rules: rulesBefore } satisfies Baseline);
  }

  it('are none where a run agrees with it', () => {
    const rules = [
      rule('poll-for-activity-task.hold.full', 'fail'),
      rule('poll-for-activity-task.empty.ok', 'pass'),
    ];
    const none = { added: [], changed: [], removed: [], open: [], impossible: [] };
    expect(changes(rules, [entry('poll-for-activity-task.hold.full', { fingerprint: asSeen })])).toEqual(
      none,
    );
  });

  it('add, change and remove', () => {
    const rules = [
      rule('b.new', 'fail'),
      rule('a.new', 'fail'),
      rule('poll-for-activity-task.hold.full', 'fail', '500'),
      held,
    ];
    const made = changes(rules, [
      entry('poll-for-activity-task.hold.full', { fingerprint: asSeen }),
      entry('poll-for-activity-task.empty.ok'),
      entry('gone.rule'),
      entry('gone.*'),
    ]);
    expect(made).toEqual({
      added: [
        { rule: 'a.new', status: 'fail', fingerprint: asSeen },
        { rule: 'b.new', status: 'fail', fingerprint: asSeen },
      ],
      changed: [
        { rule: 'poll-for-activity-task.hold.full', status: 'fail', fingerprint: 'status: 400 -> 500' },
      ],
      removed: ['poll-for-activity-task.empty.ok', 'gone.rule', 'gone.*'],
      open: [],
      impossible: [],
    });
  });

  it('keep what the run knows nothing of, flaky entries, and patterns that are of use', () => {
    const rules = [
      rule('poll-for-activity-task.hold.full', 'inconclusive'),
      rule('a.flaky', 'fail'),
      rule('b.one', 'fail'),
      rule('b.two', 'pass'),
      rule('c.x', 'skip'),
    ];
    const made = changes(rules, [
      entry('poll-for-activity-task.hold.full'),
      entry('a.flaky', { status: undefined, flaky: true }),
      entry('b.*'),
      entry('c.x'),
    ]);
    expect(made).toMatchObject({
      added: [],
      changed: [],
      removed: [],
      open: ['poll-for-activity-task.hold.full', 'c.x'],
    });
    expect(made.impossible.map(({ id }) => id)).toEqual(['poll-for-activity-task.hold.full']);
  });

  it('let the next run of the same outcome pass its gate', () => {
    const rules = [rule('a.new', 'fail'), rule('b.new', 'fail', '500'), held];
    const { added } = changes(rules, []);
    expect(
      gate(
        rules,
        added.map((each) => ({ ...each, reason: 'new' })),
      ).passed,
    ).toBe(true);
  });
});
