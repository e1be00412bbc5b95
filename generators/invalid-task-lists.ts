import fc from 'fast-check';
import { firstOrOther } from './_internals/characters.ts';
import { type Mistyped, mistyped } from './_internals/mistyped.ts';
import { longestName, markerOf, type NameConstraints, shortNames } from './_internals/names.ts';
import { tooLongNames } from './_internals/too-long.ts';
import { c0Controls, c1Controls, unicodeWhitespace } from './forbidden-characters.ts';
import type { Invalid } from './invalid.ts';

export type TaskListReason =
  | 'missing'
  | 'null'
  | 'no-name'
  | 'empty'
  | 'too-long'
  | 'wrong-type'
  | 'leading-whitespace'
  | 'trailing-whitespace'
  | 'unicode-whitespace'
  | 'colon'
  | 'slash'
  | 'bar'
  | 'c0-control'
  | 'c1-control'
  | 'arn';

export type InvalidTaskList = Invalid<TaskListReason, { taskList: { name: string } }>;

/**
 * Task lists that break exactly one documented constraint (PollForActivityTask, `taskList`), by reason, each with its
 * twin. `containing` marks the twin's name, and the broken one where it has a name of its own.
 *
 * - `missing`, `null`, `no-name` (`{}`), `empty` (`""`); the twin is any short name.
 * - `too-long`: 257 (weighted) to 2000 letters; the twin is the first 256.
 * - `wrong-type`: every case of `mistypedTaskLists`.
 * - `leading-whitespace`, `trailing-whitespace`: one to three U+0020; the twin is without them.
 * - `unicode-whitespace`: one of `unicodeWhitespace` at either end; the twin is without it.
 * - `colon`, `slash`, `bar`, `c0-control`, `c1-control`: see `taskListsWith`.
 * - `arn`: exactly that; the twin has one character (or `containing`) more.
 */
export function invalidTaskLists(
  constraints: NameConstraints = {},
): Record<TaskListReason, fc.Arbitrary<InvalidTaskList>> {
  const names = shortNames(constraints);
  const marker = markerOf(constraints);
  const spaces = fc.integer({ min: 1, max: 3 }).map((count) => ' '.repeat(count));
  const { taskList, name } = mistypedTaskLists(constraints);
  const withOneOf = (characters: readonly string[]) =>
    fc.oneof(...characters.map((character) => taskListsWith(character, constraints)));
  return {
    missing: names.map((twin) => broken('missing', {}, twin)),
    null: names.map((twin) => broken('null', { taskList: null }, twin)),
    'no-name': names.map((twin) => broken('no-name', { taskList: {} }, twin)),
    empty: names.map((twin) => named('empty', '', twin)),
    'too-long': tooLongNames(marker).map((long) => named('too-long', long, long.slice(0, longestName))),
    'wrong-type': fc.oneof(...Object.values(name), ...Object.values(taskList)),
    'leading-whitespace': fc
      .tuple(spaces, names)
      .map(([space, twin]) => named('leading-whitespace', space + twin, twin)),
    'trailing-whitespace': fc
      .tuple(spaces, names)
      .map(([space, twin]) => named('trailing-whitespace', twin + space, twin)),
    'unicode-whitespace': fc
      .tuple(fc.constantFrom(...unicodeWhitespace), names, fc.boolean())
      .map(([space, twin, first]) => named('unicode-whitespace', first ? space + twin : twin + space, twin)),
    colon: withOneOf([':']),
    slash: withOneOf(['/']),
    bar: withOneOf(['|']),
    'c0-control': withOneOf(c0Controls),
    'c1-control': withOneOf(c1Controls),
    arn: fc
      .constantFrom(...(marker === '' ? '1a-' : [marker]))
      .map((more) => named('arn', 'arn', `arn${more}`)),
  };
}

/**
 * Task lists whose name is valid but for one forbidden character (`:` `/` `|` or a control character), which stands at
 * the start, in the middle, at the end or alone. The twin has `-` in its place.
 */
export function taskListsWith(
  character: string,
  constraints: NameConstraints = {},
): fc.Arbitrary<InvalidTaskList> {
  const reason = reasonAgainst(character);
  const nameOrNothing = firstOrOther(fc.constant(''), shortNames());
  const one = markerOf(constraints) === '' ? nameOrNothing : shortNames(constraints);
  return fc.tuple(one, nameOrNothing, fc.boolean()).map(([a, b, swapped]) => {
    const [before, after] = swapped ? [b, a] : [a, b];
    return named(reason, before + character + after, `${before}-${after}`);
  });
}

/**
 * Task lists of each wrong type of JSON: of `taskList` itself, where an object is wanted, and of its `name`, where a
 * string is. Most are what a careless server would still read as a name, and that name is the twin's.
 */
export function mistypedTaskLists(constraints: NameConstraints = {}): {
  taskList: Record<'number' | 'boolean' | 'array' | 'string', fc.Arbitrary<InvalidTaskList>>;
  name: Record<'number' | 'boolean' | 'array' | 'object', fc.Arbitrary<InvalidTaskList>>;
} {
  const names = shortNames(constraints);
  const { number, boolean, array, object } = mistyped(names, (text) => markerOf(constraints) + text);
  const asTaskList = ({ value, text }: Mistyped) => broken('wrong-type', { taskList: value }, text);
  const asName = ({ value, text }: Mistyped) => broken('wrong-type', { taskList: { name: value } }, text);
  return {
    taskList: {
      number: number.map(asTaskList),
      boolean: boolean.map(asTaskList),
      array: names.map((name) => broken('wrong-type', { taskList: [{ name }] }, name)),
      string: names.map((name) => broken('wrong-type', { taskList: name }, name)),
    },
    name: {
      number: number.map(asName),
      boolean: boolean.map(asName),
      array: array.map(asName),
      object: object.map(asName),
    },
  };
}

function reasonAgainst(character: string): TaskListReason {
  if (character === ':') return 'colon';
  if (character === '/') return 'slash';
  if (character === '|') return 'bar';
  if (c0Controls.includes(character)) return 'c0-control';
  if (c1Controls.includes(character)) return 'c1-control';
  throw new RangeError(`not a forbidden character: ${JSON.stringify(character)}`);
}

function broken(reason: TaskListReason, members: Record<string, unknown>, twin: string): InvalidTaskList {
  return { reason, members, twin: { taskList: { name: twin } } };
}

function named(reason: TaskListReason, name: string, twin: string): InvalidTaskList {
  return broken(reason, { taskList: { name } }, twin);
}
