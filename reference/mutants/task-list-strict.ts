import type { Mutant } from './mutant.ts';
import { crash, type Kind, strictness } from './name-making.ts';
import { reading, refusing } from './task-list-making.ts';

const moreStrictness: readonly Kind[] = [
  {
    key: 'arn-anywhere',
    called: 'that contains arn, as the documentation of 2012 had it,',
    fits: (name) => name.includes('arn'),
  },
  { key: 'arn-first', called: 'that begins with arn', fits: (name) => name.startsWith('arn') },
  { key: 'arn-last', called: 'that ends with arn', fits: (name) => name.endsWith('arn') },
  {
    key: 'words',
    called: 'with anything but letters, digits, - _ and .',
    fits: (name) => /[^\w.-]/.test(name),
  },
  { key: 'any-inner-space', called: 'with white space of any kind inside', fits: (name) => /\s/.test(name) },
  {
    key: 'compatibility',
    called: 'whose compatibility form has a colon, a slash or a bar',
    fits: (name) => /[:/|]/.test(name.normalize('NFKC')),
  },
];

/** Valid names of task lists that are refused. */
export const taskListStrictMutants: readonly Mutant[] = [
  ...[...strictness, ...moreStrictness].map(({ key, called, fits }) => ({
    name: `task-list-no-${key}`,
    breaks: ['poll-for-activity-task.task-list.valid'],
    does: `A task list name ${called} is refused.`,
    options: refusing(fits),
  })),
  {
    name: 'task-list-prototype',
    breaks: ['poll-for-activity-task.task-list.valid'],
    does: 'Task lists are members of an object, so that constructor cannot be one.',
    options: reading((name) => (name in {} ? crash() : name)),
  },
  {
    name: 'task-list-null-text',
    breaks: ['poll-for-activity-task.task-list.valid'],
    does: 'The task list name null counts as none.',
    options: reading((name) => (/null|undefined|NaN/.test(name) ? null : name)),
  },
];
