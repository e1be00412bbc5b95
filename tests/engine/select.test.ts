import { describe, expect, it, vi } from 'vitest';

vi.mock('../../suites/index.ts', async () => (await import('./two-operations.ts')).twoOperations());

const { reasonsToSkip, selectRules, wholePattern } = await import('../../engine/plan/select.ts');
const { ruleSuggestion } = await import('../../engine/settings/rule-suggestion.ts');
const { selectionMistakes } = await import('../../engine/settings/selection-mistakes.ts');
const { rules } = await import('../../suites/index.ts');

const all = { operation: [], only: [], skip: [] };
const idsOf = (selection: Partial<typeof all | Record<keyof typeof all, string[]>>) =>
  selectRules({ ...all, ...selection }).map(({ id }) => id);

describe('a pattern', () => {
  it('may leave the operation out where only one has rules that match', () => {
    expect(wholePattern('pages.*')).toBe('poll-for-decision-task.pages.*');
    expect(idsOf({ only: ['hold.maximum', 'pages.order'] })).toEqual([
      'poll-for-activity-task.hold.maximum',
      'poll-for-decision-task.pages.order',
    ]);
    expect(idsOf({ skip: ['hold.maximum', 'history.*', 'pages.*'] })).toEqual([
      'poll-for-activity-task.hold.full',
      'poll-for-decision-task.hold.full',
    ]);
  });

  it('is of the operation that is chosen', () => {
    const selection = { operation: ['PollForDecisionTask'], only: ['hold.full'] };
    expect(idsOf(selection)).toEqual(['poll-for-decision-task.hold.full']);
    expect(selectionMistakes({ ...all, ...selection })).toEqual([]);
  });

  it('matches whole ids as it is', () => {
    expect(idsOf({ only: ['*.hold.full'] })).toEqual([
      'poll-for-activity-task.hold.full',
      'poll-for-decision-task.hold.full',
    ]);
    expect(idsOf({ only: ['poll-for-decision-task.*'] })).toHaveLength(2);
  });

  it('that may be of several operations is a mistake, with what to give', () => {
    expect(selectionMistakes({ ...all, only: ['hold.full'], skip: ['hold.*'] })).toEqual([
      {
        name: 'only',
        what: '"hold.full" is of several operations: give poll-for-activity-task.hold.full or poll-for-decision-task.hold.full, or *.hold.full for all',
      },
      {
        name: 'skip',
        what: '"hold.*" is of several operations: give poll-for-activity-task.hold.* or poll-for-decision-task.hold.*, or *.hold.* for all',
      },
    ]);
  });

  it('that is near one is told the ids that may have been meant', () => {
    expect(ruleSuggestion('hold.maximun')).toBe('; did you mean poll-for-activity-task.hold.maximum?');
    expect(ruleSuggestion('hold.ful')).toBe(
      '; did you mean poll-for-activity-task.hold.full or poll-for-decision-task.hold.full?',
    );
    expect(ruleSuggestion('page.*', true)).toBe('; did you mean poll-for-decision-task.pages.*?');
    expect(ruleSuggestion('something.else')).toBe('');
  });
});

describe('an operation', () => {
  it('that is not chosen is why its rules are skipped', () => {
    const selection = { ...all, operation: ['PollForDecisionTask'] };
    const reasonToSkip = reasonsToSkip(selection);
    const codes = rules.map((rule) => reasonToSkip(rule)?.by);
    expect(codes).toEqual(['operation', 'operation', 'operation', undefined, undefined]);
  });

  it('and patterns that leave nothing are a mistake', () => {
    const selection = { ...all, operation: ['PollForDecisionTask'], only: ['*.hold.maximum'] };
    expect(selectionMistakes(selection)).toEqual([
      { name: 'skip', what: 'no rule is left: leave at least one' },
    ]);
  });
});
