import {
  c0Controls,
  c1Controls,
  type InvalidTaskList,
  type TaskListReason,
  unicodeWhitespace,
} from '../../generators/index.ts';
import { mistypedValues, tooLongTexts } from '../../generators/tricky-values.ts';

/** The constraints of a name's form: what refuses these is a question of its own. */
export const namingReasons = [
  'leading-whitespace',
  'trailing-whitespace',
  'colon',
  'slash',
  'bar',
  'c0-control',
  'c1-control',
  'arn',
] as const satisfies readonly TaskListReason[];

/**
 * Task lists that every run tries, by the constraint that they break: each bound, each character at each place, each
 * type. The generated ones alone would leave some out.
 */
export const brokenTaskLists: Readonly<Partial<Record<TaskListReason, readonly InvalidTaskList[]>>> = {
  'no-name': [broken('no-name', {}), broken('no-name', { name: null })],
  'too-long': tooLongTexts.map(({ long, fitting }) => named('too-long', long, fitting)),
  'wrong-type': [
    ...mistypedValues('ab').map((name) => broken('wrong-type', { name })),
    ...[1, 0, true, false, 'ab', '', [], ['ab'], [{ name: 'ab' }]].map((taskList) =>
      broken('wrong-type', taskList),
    ),
  ],
  'leading-whitespace': [' ab', '  ab', '   ab', ' '].map((name) => named('leading-whitespace', name)),
  'trailing-whitespace': ['ab ', 'ab  ', 'ab   '].map((name) => named('trailing-whitespace', name)),
  'unicode-whitespace': unicodeWhitespace.flatMap((space) => [
    named('unicode-whitespace', `${space}ab`),
    named('unicode-whitespace', `ab${space}`),
  ]),
  colon: inEachPlace('colon', ':'),
  slash: inEachPlace('slash', '/'),
  bar: inEachPlace('bar', '|'),
  'c0-control': c0Controls.flatMap((control) => inEachPlace('c0-control', control)),
  'c1-control': c1Controls.flatMap((control) => inEachPlace('c1-control', control)),
  arn: [named('arn', 'arn', 'arn1')],
};

/** The character inside, at the start, at the end and alone. */
function inEachPlace(reason: TaskListReason, character: string): InvalidTaskList[] {
  return [`a${character}b`, `${character}ab`, `ab${character}`, character].map((name) => named(reason, name));
}

function named(reason: TaskListReason, name: string, twin = 'ab'): InvalidTaskList {
  return { reason, members: { taskList: { name } }, twin: { taskList: { name: twin } } };
}

function broken(reason: TaskListReason, taskList: unknown): InvalidTaskList {
  return { reason, members: { taskList }, twin: { taskList: { name: 'ab' } } };
}
