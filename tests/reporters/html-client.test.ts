import { describe, expect, it } from 'vitest';
import { bundle } from '../../reporters/html/bundle.ts';
import { everything, fragmentOf, parseFragment, type View } from '../../reporters/html/client/fragment.ts';
import { axisOf, groupsOf } from '../../reporters/html/client/lanes.ts';
import { matches } from '../../reporters/html/client/shown-rules.ts';
import { sampleTimeline } from './html-sample.ts';
import { asked } from './sample.ts';

describe('the fragment', () => {
  it.each<[string, Partial<View>]>([
    ['', {}],
    ['poll-for-activity-task.hold.full', { rule: 'poll-for-activity-task.hold.full' }],
    [
      'status=fail,warn&level=must&text=hold&rule=poll-for-activity-task.hold.full',
      { status: ['fail', 'warn'], level: ['must'], text: 'hold', rule: 'poll-for-activity-task.hold.full' },
    ],
    ['evidence=like', { evidence: ['like'] }],
    ['text=a%26b%3D%2C%25%20%23', { text: 'a&b=,% #' }],
  ])('%j is read and written alike', (text, changes) => {
    const view = { ...everything, ...changes };
    expect(parseFragment(`#${text}`)).toEqual(view);
    expect(fragmentOf(view)).toBe(text);
  });

  it('names an operation, where there is such a one', () => {
    const operations = ['poll-for-activity-task', 'count-pending-activity-tasks'];
    const text = 'operation=count-pending-activity-tasks&status=fail';
    const view = { ...everything, operation: 'count-pending-activity-tasks', status: ['fail'] };
    expect(parseFragment(`#${text}`, operations)).toEqual(view);
    expect(fragmentOf(view)).toBe(text);
    expect(parseFragment('#operation=nonsense', operations)).toEqual(everything);
  });

  it('reads no value that no rule can have, and survives any text', () => {
    expect(parseFragment('#status=fail,<b>,constructor&level=').status).toEqual(['fail']);
    expect(parseFragment('#%E0%A4%A').rule).toContain('%A');
    expect(parseFragment('#text=%').text).toBe('%');
  });
});

describe('a rule', () => {
  const rule = {
    id: 'poll-for-activity-task.hold.full',
    operation: 'poll-for-activity-task',
    values: { status: ['fail'], level: ['must'], evidence: ['doc', 'live'] },
    words: 'poll-for-activity-task.hold.full\nthe whole hold',
  };
  it.each<[Partial<View>, boolean]>([
    [{}, true],
    [{ status: ['fail', 'warn'], level: ['must'], evidence: ['live'] }, true],
    [{ status: ['fail'], level: ['should'] }, false],
    [{ evidence: ['like', 'derived'] }, false],
    [{ operation: 'poll-for-activity-task', status: ['fail'] }, true],
    [{ operation: 'count-pending-activity-tasks' }, false],
    [{ text: 'WHOLE full' }, true],
    [{ text: 'whole empty' }, false],
    [{ text: 'empty', rule: 'poll-for-activity-task.hold.full' }, true],
    [{ text: 'empty', rule: 'hold' }, false],
  ])('is chosen by %j: %j', (changes, chosen) => {
    expect(matches(rule, { ...everything, ...changes })).toBe(chosen);
  });
});

describe('the lanes', () => {
  it('are one for each poll that overlaps, by task list', () => {
    const groups = groupsOf(sampleTimeline).map(({ name, lanes }) => [
      name,
      lanes.map((lane) => lane.map(({ index }) => index)),
    ]);
    expect(groups).toEqual([
      // The telling one is on this list.
      ['swfc-4f1a/b', [[3]]],
      ['swfc-4f1a/a', [[1, 6], [2]]],
      ['decision polls', [[4]]],
      ['other requests', [[0, 5]]],
    ]);
  });

  it('are no matter of labels', () => {
    const renamed = sampleTimeline.map((entry) => ({ ...entry, label: 'PollForDecisionTask' }));
    const shape = (timeline: typeof sampleTimeline) =>
      groupsOf(timeline).map(({ name, lanes }) => [
        name,
        lanes.map((lane) => lane.map(({ index }) => index)),
      ]);
    expect(shape(renamed)).toEqual(shape(sampleTimeline));
  });

  it('hold all entries of a long timeline, none over another', () => {
    const timeline = Array.from({ length: 200 }, (_, index) => {
      const sentAtMs = (index * 7919) % 1000;
      return {
        ...asked('PollForActivityTask'),
        about: `list-${index % 3}`,
        sentAtMs,
        endedAtMs: sentAtMs + 90,
        outcome: 'empty',
      };
    });
    const lanes = groupsOf(timeline).flatMap((group) => group.lanes);
    expect(lanes.flat().length).toBe(200);
    // Some 18 are open at any time, 6 for each list; what ended makes room.
    expect(lanes.length).toBeLessThan(40);
    for (const lane of lanes) {
      for (const [place, { entry }] of lane.entries()) {
        expect(entry.sentAtMs).toBeGreaterThanOrEqual(lane[place - 1]?.entry.endedAtMs ?? 0);
      }
    }
  });

  it.each([
    [1, [0, 0.2, 0.4, 0.6, 0.8, 1]],
    [95, [0, 20, 40, 60, 80]],
    [2042, [0, 500, 1000, 1500, 2000]],
    [60_000, [0, 10_000, 20_000, 30_000, 40_000, 50_000, 60_000]],
    [64_310, [0, 10_000, 20_000, 30_000, 40_000, 50_000, 60_000]],
  ])('have an axis of round numbers over %d ms', (length, marks) => {
    expect(axisOf(length).map((mark) => Number(mark.toFixed(6)))).toEqual(marks);
  });
});

describe('the script', () => {
  it('is one text that needs nothing else, made alike each time', async () => {
    const script = await bundle();
    expect(script).not.toMatch(/\bimport\b|\bexport\b|\beval\b|new Function/);
    expect(await bundle()).toBe(script);
  });
});
