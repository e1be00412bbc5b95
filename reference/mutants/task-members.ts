import type { JsonObject } from '../model.ts';
import { isObject } from './making.ts';
import type { Collateral, Mutant } from './mutant.ts';
import {
  eventUnknown,
  inputUnknown,
  tasksUnknown,
  tasksUnseen,
  telling,
  workflowUnknown,
} from './task-making.ts';

/** What of a task depends on a member: the rules that say so, beside those of the task as a whole. */
interface Member {
  readonly path: string;
  readonly rules: readonly string[];
  readonly collateral?: Collateral;
}

const members: readonly Member[] = [
  { path: 'taskToken', rules: [], collateral: tasksUnseen },
  { path: 'activityId', rules: ['poll-for-activity-task.task.activity'], collateral: tasksUnknown },
  {
    path: 'startedEventId',
    rules: ['poll-for-activity-task.history.started-event'],
    collateral: eventUnknown,
  },
  {
    path: 'workflowExecution',
    rules: ['poll-for-activity-task.task.execution'],
    collateral: workflowUnknown,
  },
  {
    path: 'workflowExecution.workflowId',
    rules: ['poll-for-activity-task.task.execution'],
    collateral: workflowUnknown,
  },
  { path: 'workflowExecution.runId', rules: ['poll-for-activity-task.task.execution'] },
  { path: 'activityType', rules: ['poll-for-activity-task.task.activity'] },
  { path: 'activityType.name', rules: ['poll-for-activity-task.task.activity'] },
  { path: 'activityType.version', rules: ['poll-for-activity-task.task.activity'] },
  { path: 'input', rules: ['poll-for-activity-task.task.input'], collateral: inputUnknown },
];

/** A way in which software gets a member wrong. */
interface Way {
  readonly name: string;
  readonly does: string;
  /** It puts a member there that the model lacks. */
  readonly adds?: true;
  /** What stands in the place of the member. */
  readonly instead: (name: string, value: unknown) => JsonObject;
}

const ways: readonly Way[] = [
  { name: 'missing', does: 'is missing', instead: () => ({}) },
  { name: 'null', does: 'is null', instead: (name) => ({ [name]: null }) },
  { name: 'mistyped', does: 'has another type', instead: (name, value) => ({ [name]: mistyped(value) }) },
  {
    name: 'renamed',
    does: 'has a name in snake_case, or with a capital where it is one word',
    adds: true,
    instead: (name, value) => ({ [snakeCase(name) === name ? capitalized(name) : snakeCase(name)]: value }),
  },
];

/** Each member of a task, wrong in each way. */
export const memberMutants: readonly Mutant[] = [
  ...members.flatMap((member) => ways.map((way) => memberMutant(member, way))),
  {
    name: 'task-members-capitalized',
    breaks: ['poll-for-activity-task.task.shape', 'poll-for-activity-task.task.sdk'],
    collateral: [tasksUnseen],
    does: "All members' names begin with a capital.",
    options: telling((view) => renamed(view, capitalized)),
  },
  {
    name: 'task-members-snake-case',
    breaks: ['poll-for-activity-task.task.shape', 'poll-for-activity-task.task.sdk'],
    collateral: [tasksUnseen],
    does: "All members' names are in snake_case.",
    options: telling((view) => renamed(view, snakeCase)),
  },
  {
    name: 'task-execution-flat',
    breaks: [
      'poll-for-activity-task.task.shape',
      'poll-for-activity-task.task.no-extra-members',
      'poll-for-activity-task.task.execution',
      'poll-for-activity-task.task.sdk',
    ],
    collateral: [workflowUnknown],
    does: 'workflowId and runId are members of the task itself.',
    options: telling(({ workflowExecution, ...view }, { execution: { workflowId, runId } }) => ({
      ...view,
      workflowId,
      runId,
    })),
  },
  {
    name: 'task-type-flat',
    breaks: [
      'poll-for-activity-task.task.shape',
      'poll-for-activity-task.task.no-extra-members',
      'poll-for-activity-task.task.activity',
      'poll-for-activity-task.task.sdk',
    ],
    does: 'name and version are members of the task itself.',
    options: telling(({ activityType, ...view }, task) => ({ ...view, ...task.activityType })),
  },
  {
    name: 'task-type-joined',
    breaks: [
      'poll-for-activity-task.task.shape',
      'poll-for-activity-task.task.activity',
      'poll-for-activity-task.task.sdk',
    ],
    does: 'activityType is text, the name and the version with a colon between.',
    options: telling((view, { activityType: { name, version } }) => ({
      ...view,
      activityType: `${name}:${version}`,
    })),
  },
  {
    name: 'task-wrapped',
    breaks: ['poll-for-activity-task.task.shape', 'poll-for-activity-task.task.sdk'],
    collateral: [tasksUnseen],
    does: 'The task is wrapped in a member ActivityTask.',
    options: telling((view) => ({ ActivityTask: view })),
  },
];

function memberMutant({ path, rules, collateral }: Member, way: Way): Mutant {
  // The input is optional, and null as good as absent: a task without it has a proper shape.
  const isMisshapen = path !== 'input' || way.name === 'mistyped';
  const isExtra = way.adds === true && path !== 'taskToken';
  return {
    name: `task-${kebabCase(path).replace(/^task-/, '')}-${way.name}`,
    breaks: [
      ...(isMisshapen ? ['poll-for-activity-task.task.shape'] : []),
      ...(isExtra ? ['poll-for-activity-task.task.no-extra-members'] : []),
      ...rules,
      'poll-for-activity-task.task.sdk',
    ],
    ...(collateral && { collateral: [collateral] }),
    does: `${path} ${way.does}${path === 'input' ? ', where an input was given' : ''}.`,
    options: telling((view) => changed(view, path.split('.'), way)),
  };
}

/** The object with the member at the path in another way, where it has it. */
function changed(object: JsonObject, [name = '', ...rest]: string[], way: Way): JsonObject {
  const { [name]: value, ...others } = object;
  if (value === undefined) {
    return object;
  }
  if (rest.length > 0 && isObject(value)) {
    return { ...others, [name]: changed(value, rest, way) };
  }
  return { ...others, ...way.instead(name, value) };
}

/** What a careless conversion makes of a value: numbers and structures become text, text becomes a number. */
function mistyped(value: unknown): unknown {
  if (typeof value === 'string') {
    return Number(value) || value.length;
  }
  return typeof value === 'number' ? String(value) : JSON.stringify(value);
}

function renamed(object: JsonObject, rename: (name: string) => string): JsonObject {
  const entries = Object.entries(object).map(([name, value]) => [
    rename(name),
    isObject(value) ? renamed(value, rename) : value,
  ]);
  return Object.fromEntries(entries);
}

function capitalized(name: string): string {
  return name.charAt(0).toUpperCase() + name.slice(1);
}

function snakeCase(name: string): string {
  return name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

function kebabCase(path: string): string {
  return snakeCase(path).replaceAll(/[_.]/g, '-');
}
