import { isObject, readingTaskListNames } from './making.ts';
import type { Mutant } from './mutant.ts';
import { crash, lacking, laxity, unknownResource, unprocessable } from './name-making.ts';
import { on, reading } from './task-list-making.ts';

const theDefault = () => ({ name: 'default' });
const servedFrom = 'the list default';

const hasName = (fits: (name: unknown) => boolean) => (taskList: unknown) =>
  isObject(taskList) && fits(taskList.name);

/** A poll that lacks its task list in one way: everything but 400 ValidationException is wrong. */
function lackingList(
  name: string,
  poll: string,
  rule: string,
  fits: (taskList: unknown) => boolean,
  more: readonly string[] = [],
): readonly Mutant[] {
  const breaks = [rule];
  const withStatus = [rule, ...more];
  return lacking({
    name,
    poll,
    what: 'task list',
    on: (act) => on(fits, act),
    served: on(fits, theDefault),
    servedFrom,
    breaks: { served: breaks, unknown: breaks, status: withStatus, crash: withStatus },
  });
}

/** A mutant that reads values of a wrong type as a text, where the name should be. */
function readsAsText(
  key: string,
  what: string,
  fits: (name: unknown) => boolean,
  read: (name: unknown) => unknown = String,
): Mutant {
  return {
    name: `task-list-${key}`,
    breaks: ['poll-for-activity-task.task-list.wrong-type'],
    does: `${what} as a task list name is read as text.`,
    options: readingTaskListNames((name) => (fits(name) ? read(name) : name)),
  };
}

/** A mutant that makes something else of task lists or names of a wrong type. */
function mistyped(
  key: string,
  does: string,
  options: Mutant['options'],
  more: readonly string[] = [],
): Mutant {
  return {
    name: `task-list-${key}`,
    breaks: ['poll-for-activity-task.task-list.wrong-type', ...more],
    does,
    options,
  };
}

const isMistyped = (name: unknown) => name !== undefined && name !== null && typeof name !== 'string';

const onMistypedName = (act: () => unknown) =>
  readingTaskListNames((name) => (isMistyped(name) ? act() : name));

const onTooLong = (act: (name: string) => unknown) =>
  reading((name) => ([...name].length > 256 ? act(name) : name));

/** Task lists that are missing, of another type, or whose name is not within its bounds. */
export const taskListInvalidMutants: readonly Mutant[] = [
  ...lackingList(
    'task-list-missing',
    'A poll without a task list',
    'poll-for-activity-task.task-list.missing',
    (taskList) => taskList === undefined,
    ['poll-for-activity-task.fault.status'],
  ),
  ...lackingList(
    'task-list-null',
    'A poll whose task list is null',
    'poll-for-activity-task.task-list.null',
    (taskList) => taskList === null,
  ),
  ...lackingList(
    'task-list-no-name',
    'A poll whose task list has no name',
    'poll-for-activity-task.task-list.no-name',
    hasName((name) => name === undefined),
  ),
  ...lackingList(
    'task-list-null-name',
    'A poll whose task list has the name null',
    'poll-for-activity-task.task-list.no-name',
    hasName((name) => name === null),
  ),
  ...lackingList(
    'task-list-empty',
    'A poll whose task list has a name of no characters',
    'poll-for-activity-task.task-list.empty',
    hasName((name) => name === ''),
  ),
  {
    name: 'task-list-no-name-undefined',
    breaks: ['poll-for-activity-task.task-list.no-name'],
    does: 'A poll whose task list has no name is served from the list undefined.',
    options: readingTaskListNames((name) => (name === undefined ? 'undefined' : name)),
  },
  {
    name: 'task-list-too-long-cut',
    breaks: ['poll-for-activity-task.task-list.too-long'],
    does: 'A task list name that is too long is cut to 256 characters.',
    options: reading((name) => name.slice(0, 256)),
  },
  ...laxity.map(({ key, called, fits }) => ({
    name: `task-list-${key}-accepted`,
    breaks: ['poll-for-activity-task.task-list.too-long'],
    does: `A task list name ${called} is accepted.`,
    options: reading((name) => (fits(name) ? 'cut' : name)),
  })),
  {
    name: 'task-list-too-long-crash',
    breaks: ['poll-for-activity-task.task-list.too-long'],
    does: 'A task list name that is too long brings a 500, as of a database.',
    options: onTooLong(crash),
  },
  {
    name: 'task-list-too-long-unknown',
    breaks: ['poll-for-activity-task.task-list.too-long'],
    does: 'A task list name that is too long is answered UnknownResourceFault.',
    options: onTooLong(() => unknownResource('task list')),
  },
  {
    name: 'task-list-too-long-unprocessable',
    breaks: ['poll-for-activity-task.task-list.too-long'],
    does: 'A task list name that is too long is answered HTTP 422 ValidationException.',
    options: onTooLong(unprocessable),
  },
  readsAsText('name-as-text', 'A value of another type', isMistyped),
  readsAsText('number-as-text', 'A number', (name) => typeof name === 'number'),
  readsAsText('boolean-as-text', 'A boolean', (name) => typeof name === 'boolean'),
  readsAsText('object-as-text', 'An object', isObject),
  readsAsText(
    'array-as-text',
    'An array of one',
    (name) => Array.isArray(name) && name.length === 1,
    (names) => Object(names)[0],
  ),
  readsAsText(
    'object-by-name',
    'The name in an object',
    (name) => isObject(name) && 'name' in name,
    (object) => Object(object).name,
  ),
  mistyped(
    'text',
    'A task list that is text is read as its name.',
    on(
      (taskList) => typeof taskList === 'string',
      (name) => ({ name }),
    ),
  ),
  mistyped(
    'array',
    'An array of one task list is read as that.',
    on(Array.isArray, (lists) => Object(lists)[0]),
  ),
  mistyped(
    'number-missing',
    'A task list that is a number or a boolean is served from the list default.',
    on((taskList) => typeof taskList === 'number' || typeof taskList === 'boolean', theDefault),
  ),
  mistyped(
    'falsy-name-served',
    'A task list whose name is 0 or false is served from the list default.',
    readingTaskListNames((name) => (name === 0 || name === false ? 'default' : name)),
  ),
  mistyped(
    'wrong-type-unknown',
    'A task list name of another type is answered UnknownResourceFault.',
    onMistypedName(() => unknownResource('task list')),
  ),
  mistyped(
    'wrong-type-unprocessable',
    'A task list name of another type is answered HTTP 422 ValidationException.',
    onMistypedName(unprocessable),
    ['poll-for-activity-task.fault.status'],
  ),
  mistyped('wrong-type-crash', 'A task list name of another type brings a 500.', onMistypedName(crash), [
    'poll-for-activity-task.fault.status',
  ]),
  mistyped(
    'list-wrong-type-crash',
    'A task list that is no object brings a 500.',
    on((taskList) => taskList !== undefined && taskList !== null && !isObject(taskList), crash),
  ),
];
