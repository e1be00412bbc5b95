import { describe, expect, test } from 'vitest';
import {
  c0Controls,
  c1Controls,
  type InvalidTaskList,
  invalidDomains,
  invalidIdentities,
  invalidTaskLists,
  mistypedDomains,
  mistypedIdentities,
  mistypedTaskLists,
  type TaskListReason,
  taskListsWith,
  unicodeWhitespace,
} from '../../generators/index.ts';
import { faultsOfStricterName, faultsOfTaskListName, manyOf, samples, shrunk } from './judge.ts';

const taskLists = Object.entries(invalidTaskLists());
const domains = Object.entries(invalidDomains());
const identities = Object.entries(invalidIdentities());

/** The broken name, where there is one. */
function nameIn({ members }: InvalidTaskList): string {
  const { name } = members.taskList as { name: string };
  return name;
}

function brokenNames(reason: TaskListReason): { name: string; twin: string }[] {
  return manyOf(invalidTaskLists()[reason]).map((invalid) => ({
    name: nameIn(invalid),
    twin: invalid.twin.taskList.name,
  }));
}

describe('invalidTaskLists', () => {
  test('have a reason for each rule', () => {
    expect(taskLists.map(([reason]) => reason)).toEqual([
      ...['missing', 'null', 'no-name', 'empty', 'too-long', 'wrong-type'],
      ...['leading-whitespace', 'trailing-whitespace', 'unicode-whitespace'],
      ...['colon', 'slash', 'bar', 'c0-control', 'c1-control', 'arn'],
    ]);
  });

  test.each(taskLists)('%s has valid twins, marked if asked for', (reason, arbitrary) => {
    for (const { reason: told, twin } of samples(arbitrary).flat()) {
      expect(told).toBe(reason);
      expect(faultsOfTaskListName(twin.taskList.name)).toEqual([]);
    }
    const marked = invalidTaskLists({ containing: 'r1x7-3' })[reason as TaskListReason];
    for (const { twin } of manyOf(marked)) {
      expect(faultsOfTaskListName(twin.taskList.name)).toEqual([]);
      expect(twin.taskList.name).toContain('r1x7-3');
    }
  });

  test.each(taskLists)('%s keeps its reason, and shrinks to something small', (reason, arbitrary) => {
    const { smallest, met } = shrunk(arbitrary, () => true);
    for (const invalid of met) expect(invalid.reason).toBe(reason);
    const most = reason === 'too-long' ? 300 : 40;
    expect(JSON.stringify(smallest?.members).length).toBeLessThan(most);
    expect(faultsOfTaskListName(smallest?.twin.taskList.name ?? '')).toEqual([]);
  });

  test('that lack a name are exactly that', () => {
    const { missing, null: nothing, 'no-name': noName, empty } = invalidTaskLists();
    for (const { members } of manyOf(missing)) expect(members).toEqual({});
    for (const { members } of manyOf(nothing)) expect(members).toEqual({ taskList: null });
    for (const { members } of manyOf(noName)) expect(members).toEqual({ taskList: {} });
    for (const { members } of manyOf(empty)) expect(members).toEqual({ taskList: { name: '' } });
  });

  test.each(['colon', 'slash', 'bar', 'c0-control', 'c1-control'] as const)(
    '%s stands at the start, in the middle, at the end and alone, and is all that is wrong',
    (reason) => {
      const [forbidden, fault] = {
        colon: [/:/g, ':'] as const,
        slash: [/\//g, '/'] as const,
        bar: [/\|/g, '|'] as const,
        'c0-control': [/[\0-\x1f]/g, 'control character'] as const,
        'c1-control': [/[\x7f-\x9f]/g, 'control character'] as const,
      }[reason];
      const places = new Set<string>();
      for (const { name, twin } of brokenNames(reason)) {
        expect(name.match(forbidden)).toHaveLength(1);
        expect(twin).toBe(name.replace(forbidden, '-'));
        const at = name.search(forbidden);
        places.add(`${at === 0 ? 'start' : ''} ${at === name.length - 1 ? 'end' : ''}`);
        const visible = faultsOfTaskListName(`a${name}a`);
        expect(visible).toEqual([fault]);
      }
      expect(places).toEqual(new Set([' ', 'start ', ' end', 'start end']));
    },
  );

  test('reach every control character', () => {
    const seen = (reason: TaskListReason) =>
      new Set(brokenNames(reason).flatMap(({ name }) => name.split('')));
    expect(c0Controls).toHaveLength(32);
    expect(c1Controls).toHaveLength(33);
    expect([...seen('c0-control')]).toEqual(expect.arrayContaining([...c0Controls]));
    expect([...seen('c1-control')]).toEqual(expect.arrayContaining([...c1Controls]));
    for (const control of [...c0Controls, ...c1Controls]) {
      expect(control).toMatch(/^\p{Cc}$/u);
      for (const invalid of manyOf(taskListsWith(control), 20)) expect(nameIn(invalid)).toContain(control);
    }
    expect(() => taskListsWith('a')).toThrow(RangeError);
  });

  test('with white space have it at one end alone', () => {
    for (const { name, twin } of brokenNames('leading-whitespace'))
      expect(name).toBe(name.match(/^ +/) + twin);
    for (const { name, twin } of brokenNames('trailing-whitespace'))
      expect(name).toBe(twin + name.match(/ +$/));
    const seen = new Set<string>();
    for (const { name, twin } of brokenNames('unicode-whitespace')) {
      const space = name.startsWith(twin) ? name.slice(-1) : name.slice(0, 1);
      expect([twin + space, space + twin]).toContain(name);
      seen.add(space);
    }
    expect(seen).toEqual(new Set(unicodeWhitespace));
    const everyPoint = Array.from({ length: 0x10000 }, (_, point) => String.fromCharCode(point));
    expect(unicodeWhitespace).toEqual(
      everyPoint.filter((point) => /[\p{White_Space}--[\p{Cc} ]]/v.test(point)),
    );
  });

  test('that are too long are so by every count, and cut to 256 by their twin', () => {
    const names = brokenNames('too-long');
    for (const { name, twin } of names) {
      expect([...name].length).toBe(name.length);
      expect(name).toMatch(/^\p{L}+$/u);
      expect(name.length).toBeGreaterThan(256);
      expect(name.length).toBeLessThanOrEqual(2000);
      expect(twin).toBe(name.slice(0, 256));
    }
    expect(names.filter(({ name }) => name.length === 257).length).toBeGreaterThan(300);
    expect(names.some(({ name }) => name.length > 1000)).toBe(true);
  });

  test('arn is repaired by one character more', () => {
    for (const { name, twin } of brokenNames('arn')) {
      expect(name).toBe('arn');
      expect(twin).toMatch(/^arn.$/);
    }
  });

  test('of each wrong type are of that type', () => {
    const { taskList, name } = mistypedTaskLists();
    for (const [type, arbitrary] of Object.entries(taskList)) {
      for (const { members } of manyOf(arbitrary)) expect(typeOf(members.taskList)).toBe(type);
    }
    for (const [type, arbitrary] of Object.entries(name)) {
      for (const invalid of manyOf(arbitrary)) expect(typeOf(nameIn(invalid))).toBe(type);
    }
  });
});

describe('invalidDomains', () => {
  test.each(domains)('%s has valid twins, or the registered domain', (reason, arbitrary) => {
    for (const { reason: told, twin } of samples(arbitrary).flat()) {
      expect(told).toBe(reason);
      expect(faultsOfStricterName(twin.domain)).toEqual([]);
    }
    const here = Object.entries(invalidDomains({ registered: 'learn' })).flatMap(([, each]) =>
      manyOf(each, 50),
    );
    for (const { members, twin } of here) {
      expect(twin).toEqual({ domain: 'learn' });
      expect(members).not.toEqual(twin);
    }
  });

  test('break the model', () => {
    const { missing, null: nothing, empty, 'too-long': long } = invalidDomains();
    for (const { members } of manyOf(missing)) expect(members).toEqual({});
    for (const { members } of manyOf(nothing)) expect(members).toEqual({ domain: null });
    for (const { members } of manyOf(empty)) expect(members).toEqual({ domain: '' });
    for (const { members, twin } of manyOf(long)) {
      expect(String(members.domain).length).toBeGreaterThan(256);
      expect(twin.domain).toBe(String(members.domain).slice(0, 256));
    }
    for (const [type, arbitrary] of Object.entries(mistypedDomains())) {
      for (const { members } of manyOf(arbitrary)) expect(typeOf(members.domain)).toBe(type);
    }
  });

  test.each(domains)('%s keeps its reason when shrunk', (reason, arbitrary) => {
    for (const invalid of shrunk(arbitrary, () => true).met) expect(invalid.reason).toBe(reason);
  });
});

describe('invalidIdentities', () => {
  test.each(identities)('%s keeps its reason when shrunk, and has valid twins', (reason, arbitrary) => {
    for (const invalid of [...samples(arbitrary).flat(), ...shrunk(arbitrary, () => true).met]) {
      expect(invalid.reason).toBe(reason);
      expect(invalid.twin.identity?.length ?? 0).toBeLessThanOrEqual(256);
    }
  });

  test('break the model', () => {
    for (const invalid of manyOf(invalidIdentities().null)) {
      expect(invalid).toMatchObject({ members: { identity: null }, twin: {} });
      expect(invalid.twin).not.toHaveProperty('identity');
    }
    for (const { members, twin } of manyOf(invalidIdentities()['too-long'])) {
      expect(String(members.identity).length).toBeGreaterThan(256);
      expect(twin.identity).toBe(String(members.identity).slice(0, 256));
    }
    for (const [type, arbitrary] of Object.entries(mistypedIdentities())) {
      for (const { members } of manyOf(arbitrary)) expect(typeOf(members.identity)).toBe(type);
    }
  });
});

function typeOf(value: unknown): string {
  return Array.isArray(value) ? 'array' : typeof value;
}
