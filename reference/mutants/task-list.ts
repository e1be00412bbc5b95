import { swfFault, validationFault } from '../faults.ts';
import type { ScheduleActivityAttributes } from '../inputs.ts';
import type { Execution } from '../model.ts';
import { ReferenceService } from '../service.ts';
import { isObject, readingPolls, readingTaskListNames, serving } from './making.ts';
import type { Mutant } from './mutant.ts';

/** A service that finds another problem with the name of a task list, or none where there is one. */
function judging(
  judge: (name: string, problem: string | undefined) => string | undefined,
): Mutant['options'] {
  return serving(
    class extends ReferenceService {
      override taskListNameProblem(name: string): string | undefined {
        return judge(name, super.taskListNameProblem(name));
      }
    },
  );
}

/** A service that accepts names like that. */
function accepting(pattern: RegExp): Mutant['options'] {
  return judging((name, problem) => (pattern.test(name) ? undefined : problem));
}

/** A service that refuses names like that. */
function refusing(fits: (name: string) => boolean): Mutant['options'] {
  return judging((name, problem) => problem ?? (fits(name) ? 'Member must satisfy a pattern' : undefined));
}

/** A service that changes the name of the list on which an activity is scheduled, and not the polled one. */
function schedulingOn(change: (name: string) => string): Mutant['options'] {
  return serving(
    class extends ReferenceService {
      override scheduleActivity(execution: Execution, wanted: ScheduleActivityAttributes, id: number): void {
        const taskList = wanted.taskList && { taskList: { name: change(wanted.taskList.name) } };
        super.scheduleActivity(execution, { ...wanted, ...taskList }, id);
      }
    },
  );
}

/** A service that reads the name of a polled list otherwise where it is text, before anything is checked. */
function reading(change: (name: string) => unknown): Mutant['options'] {
  return readingTaskListNames((name) => (typeof name === 'string' ? change(name) : name));
}

function crash(): never {
  throw new TypeError('name.trim is not a function');
}

/** A service that answers these mistakes of the poll with a fault of its own, or not with a fault. */
function on(fits: (taskList: unknown) => boolean, act: (taskList: unknown) => unknown): Mutant['options'] {
  return readingPolls('taskList', (taskList) => (fits(taskList) ? act(taskList) : taskList));
}

const nameOf = (taskList: unknown) => (isObject(taskList) ? taskList.name : undefined);
const theDefault = () => ({ name: 'default' });

const control = String.raw`[\u0000-\u001f]`;
const laterControl = String.raw`[\u007f-\u009f]`;

/** A mutant that accepts one character that no name may have, at one place or at any. */
function acceptsCharacter(name: string, rule: string, what: string, pattern: RegExp): Mutant {
  return {
    name: `task-list-${name}`,
    breaks: [`task-list.${rule}`],
    does: `A task list name with ${what} is accepted.`,
    options: accepting(pattern),
  };
}

/** Names of task lists: those that must be served, and those that must not. */
export const taskListMutants: readonly Mutant[] = [
  {
    name: 'task-list-bytes',
    breaks: ['task-list.valid'],
    does: 'The length of a task list name is counted in bytes of UTF-8.',
    options: refusing((name) => Buffer.byteLength(name) > 256),
  },
  {
    name: 'task-list-no-arn-anywhere',
    breaks: ['task-list.valid'],
    does: 'A task list name that contains arn is refused, as the documentation of 2012 has it.',
    options: refusing((name) => name.includes('arn')),
  },
  {
    name: 'task-list-no-arn-first',
    breaks: ['task-list.valid'],
    does: 'A task list name that begins with arn is refused.',
    options: refusing((name) => name.startsWith('arn')),
  },
  {
    name: 'task-list-ascii',
    breaks: ['task-list.valid'],
    does: 'A task list name that is not ASCII is refused.',
    options: refusing((name) => /[^ -~]/.test(name)),
  },
  {
    name: 'task-list-words',
    breaks: ['task-list.valid'],
    does: 'A task list name may have letters, digits, -, _ and . alone.',
    options: refusing((name) => /[^\w.-]/.test(name)),
  },
  {
    name: 'task-list-no-inner-space',
    breaks: ['task-list.valid'],
    does: 'A task list name with white space inside is refused.',
    options: refusing((name) => /\s/.test(name)),
  },
  {
    name: 'task-list-no-single-character',
    breaks: ['task-list.valid'],
    does: 'A task list name of one character is refused.',
    options: refusing((name) => name.length === 1),
  },
  {
    name: 'task-list-no-256',
    breaks: ['task-list.valid'],
    does: 'A task list name of exactly 256 characters is refused.',
    options: refusing((name) => name.length === 256),
  },
  {
    name: 'task-list-no-astral',
    breaks: ['task-list.valid'],
    does: 'A task list name with a character beyond U+FFFF is refused.',
    options: refusing((name) => /[\u{10000}-\u{10ffff}]/u.test(name)),
  },
  {
    name: 'task-list-no-combining-marks',
    breaks: ['task-list.valid'],
    does: 'A task list name with combining marks is refused.',
    options: refusing((name) => /\p{M}/u.test(name)),
  },
  {
    name: 'task-list-compatibility',
    breaks: ['task-list.valid'],
    does: 'A task list name is refused where its compatibility form has a forbidden character.',
    options: refusing((name) => /[:/|]/.test(name.normalize('NFKC'))),
  },
  {
    name: 'task-list-prototype',
    breaks: ['task-list.valid'],
    does: 'Task lists are members of an object, so that constructor cannot be one.',
    options: reading((name) => (name in {} ? crash() : name)),
  },
  {
    name: 'task-list-json',
    breaks: ['task-list.valid'],
    does: 'A polled task list name that reads as JSON is parsed.',
    options: reading((name) => {
      try {
        return String(JSON.parse(name));
      } catch {
        return name;
      }
    }),
  },
  {
    name: 'task-list-null-text',
    breaks: ['task-list.valid'],
    does: 'The task list name null counts as none.',
    options: reading((name) => (/null|undefined|NaN/.test(name) ? null : name)),
  },
  {
    name: 'task-list-percent',
    breaks: ['task-list.valid'],
    does: 'A polled task list name is decoded as part of a URL is.',
    options: reading((name) => {
      try {
        return decodeURIComponent(name);
      } catch {
        return name;
      }
    }),
  },
  {
    name: 'task-list-plus',
    breaks: ['task-list.valid'],
    does: 'A plus sign in a polled task list name is read as a space.',
    options: reading((name) => name.replaceAll('+', ' ')),
  },
  {
    name: 'task-list-normalizes-polls',
    breaks: ['task-list.valid'],
    does: 'The name of a polled task list is normalized, and the scheduled one is not.',
    options: reading((name) => name.normalize('NFC')),
  },
  {
    name: 'task-list-normalizes-schedules',
    breaks: ['task-list.valid'],
    does: 'The name of a task list on which an activity is scheduled is normalized, and the polled one is not.',
    options: schedulingOn((name) => name.normalize('NFC')),
  },
  {
    name: 'task-list-folds-schedules',
    breaks: ['task-list.valid'],
    does: 'The name of a task list on which an activity is scheduled is written in lower case.',
    options: schedulingOn((name) => name.toLowerCase()),
  },
  {
    name: 'task-list-joins-space',
    breaks: ['task-list.valid'],
    does: 'Two spaces in the name of a polled task list become one.',
    options: reading((name) => name.replaceAll(/\s+/g, ' ')),
  },
  {
    name: 'task-list-cut',
    breaks: ['task-list.valid'],
    does: 'The name of a task list on which an activity is scheduled is cut to 255 characters.',
    options: schedulingOn((name) => name.slice(0, 255)),
  },
  {
    name: 'task-list-latin',
    breaks: ['task-list.valid'],
    does: 'What Latin-1 lacks in the name of a task list on which an activity is scheduled becomes a question mark.',
    options: schedulingOn((name) => name.replaceAll(/[^\u0000-\u00ff]/g, '?')),
  },
  {
    name: 'task-list-missing-default',
    breaks: ['task-list.missing'],
    does: 'A poll without a task list is served from the list default.',
    options: on((taskList) => taskList === undefined, theDefault),
  },
  {
    name: 'task-list-missing-crash',
    breaks: ['task-list.missing'],
    does: 'A poll without a task list brings a 500.',
    options: on((taskList) => taskList === undefined, crash),
  },
  {
    name: 'task-list-missing-unknown',
    breaks: ['task-list.missing'],
    does: 'A poll without a task list is answered UnknownResourceFault.',
    options: on(
      (taskList) => taskList === undefined,
      () => {
        throw swfFault('UnknownResourceFault', 'Unknown task list');
      },
    ),
  },
  {
    name: 'task-list-null-default',
    breaks: ['task-list.null'],
    does: 'A poll whose task list is null is served from the list default.',
    options: on((taskList) => taskList === null, theDefault),
  },
  {
    name: 'task-list-null-crash',
    breaks: ['task-list.null'],
    does: 'A poll whose task list is null brings a 500.',
    options: on((taskList) => taskList === null, crash),
  },
  {
    name: 'task-list-no-name-default',
    breaks: ['task-list.no-name'],
    does: 'A poll whose task list has no name is served from the list default.',
    options: on((taskList) => isObject(taskList) && taskList.name === undefined, theDefault),
  },
  {
    name: 'task-list-no-name-undefined',
    breaks: ['task-list.no-name'],
    does: 'A poll whose task list has no name is served from the list undefined.',
    options: readingTaskListNames((name) => (name === undefined ? 'undefined' : name)),
  },
  {
    name: 'task-list-empty-accepted',
    breaks: ['task-list.empty'],
    does: 'A task list name of no characters is accepted.',
    options: reading((name) => (name === '' ? 'default' : name)),
  },
  {
    name: 'task-list-empty-unknown',
    breaks: ['task-list.empty'],
    does: 'A task list name of no characters is answered UnknownResourceFault.',
    options: on(
      (taskList) => nameOf(taskList) === '',
      () => {
        throw swfFault('UnknownResourceFault', 'Unknown task list');
      },
    ),
  },
  {
    name: 'task-list-too-long-cut',
    breaks: ['task-list.too-long'],
    does: 'A task list name that is too long is cut to 256 characters.',
    options: reading((name) => name.slice(0, 256)),
  },
  {
    name: 'task-list-257-accepted',
    breaks: ['task-list.too-long'],
    does: 'A task list name of exactly 257 characters is accepted.',
    options: reading((name) => (name.length === 257 ? name.slice(1) : name)),
  },
  {
    name: 'task-list-1000-accepted',
    breaks: ['task-list.too-long'],
    does: 'A task list name of 258 to 1000 characters is accepted.',
    options: reading((name) => (name.length > 257 && name.length <= 1000 ? 'cut' : name)),
  },
  {
    name: 'task-list-too-long-crash',
    breaks: ['task-list.too-long'],
    does: 'A task list name that is too long brings a 500, as of a database.',
    options: reading((name) => (name.length > 256 ? crash() : name)),
  },
  {
    name: 'task-list-name-as-text',
    breaks: ['task-list.wrong-type'],
    does: 'A task list name of another type is turned into text.',
    options: readingTaskListNames((name) => (name === undefined || name === null ? name : String(name))),
  },
  {
    name: 'task-list-number-as-text',
    breaks: ['task-list.wrong-type'],
    does: 'A number as a task list name is read as text.',
    options: readingTaskListNames((name) => (typeof name === 'number' ? String(name) : name)),
  },
  {
    name: 'task-list-boolean-as-text',
    breaks: ['task-list.wrong-type'],
    does: 'A boolean as a task list name is read as text.',
    options: readingTaskListNames((name) => (typeof name === 'boolean' ? String(name) : name)),
  },
  {
    name: 'task-list-array-as-text',
    breaks: ['task-list.wrong-type'],
    does: 'An array of one as a task list name is read as its element.',
    options: readingTaskListNames((name) => (Array.isArray(name) && name.length === 1 ? name[0] : name)),
  },
  {
    name: 'task-list-object-by-name',
    breaks: ['task-list.wrong-type'],
    does: 'An object as a task list name is read as the name in it.',
    options: readingTaskListNames((name) => (isObject(name) && 'name' in name ? name.name : name)),
  },
  {
    name: 'task-list-text',
    breaks: ['task-list.wrong-type'],
    does: 'A task list that is text is read as its name.',
    options: on(
      (taskList) => typeof taskList === 'string',
      (name) => ({ name }),
    ),
  },
  {
    name: 'task-list-array',
    breaks: ['task-list.wrong-type'],
    does: 'An array of one task list is read as that.',
    options: on(Array.isArray, (lists) => Object(lists)[0]),
  },
  {
    name: 'task-list-number-missing',
    breaks: ['task-list.wrong-type'],
    does: 'A task list that is a number or a boolean is served from the list default.',
    options: on((taskList) => typeof taskList === 'number' || typeof taskList === 'boolean', theDefault),
  },
  {
    name: 'task-list-wrong-type-crash',
    breaks: ['task-list.wrong-type'],
    does: 'A task list name of another type brings a 500.',
    options: readingTaskListNames((name) =>
      name === undefined || name === null || typeof name === 'string' ? name : crash(),
    ),
  },
  {
    name: 'task-list-trims',
    breaks: ['task-list.leading-whitespace', 'task-list.trailing-whitespace', 'task-list.unicode-whitespace'],
    does: 'White space around a task list name is trimmed.',
    options: reading((name) => name.trim()),
  },
  {
    name: 'task-list-leading-space',
    breaks: ['task-list.leading-whitespace'],
    does: 'A task list name that begins with a space is accepted.',
    options: accepting(/^ [^:/|]*$/),
  },
  {
    name: 'task-list-trailing-space',
    breaks: ['task-list.trailing-whitespace'],
    does: 'A task list name that ends with a space is accepted.',
    options: accepting(/ $/),
  },
  {
    name: 'task-list-three-spaces',
    breaks: ['task-list.leading-whitespace'],
    does: 'A task list name that begins with two spaces is accepted.',
    options: accepting(/^ {2}\S/),
  },
  {
    name: 'task-list-ascii-space',
    breaks: ['task-list.unicode-whitespace'],
    does: 'Only the space of ASCII counts as whitespace.',
    options: accepting(/^[^\u0000-\u0020\u007f-\u009f:/|]|[^\u0000-\u0020\u007f-\u009f:/|]$/),
  },
  {
    name: 'task-list-ogham-space',
    breaks: ['task-list.unicode-whitespace'],
    does: 'U+1680 at the end of a task list name is accepted.',
    options: accepting(/\u1680$/),
  },
  {
    name: 'task-list-no-break-space',
    breaks: ['task-list.unicode-whitespace'],
    does: 'U+00A0 and U+202F do not count as whitespace.',
    options: accepting(/^[\u00a0\u202f]|[\u00a0\u202f]$/),
  },
  acceptsCharacter('colon', 'colon', 'a colon', /:/),
  acceptsCharacter('colon-inside', 'colon', 'a colon that is neither first nor last', /^[^:]+:[^:]+$/),
  acceptsCharacter('colon-last', 'colon', 'a colon at the end', /.:$/),
  acceptsCharacter('colon-alone', 'colon', 'a colon and nothing else', /^:$/),
  acceptsCharacter('slash', 'slash', 'a slash', /\//),
  acceptsCharacter('slash-inside', 'slash', 'a slash that is not first', /^[^/]/),
  acceptsCharacter('slash-first', 'slash', 'a slash at the start', /^\/./),
  acceptsCharacter('bar', 'bar', 'a vertical bar', /\|/),
  acceptsCharacter('bar-first', 'bar', 'a vertical bar at the start', /^\|./),
  acceptsCharacter('bar-last', 'bar', 'a vertical bar at the end', /.\|$/),
  acceptsCharacter('c0', 'c0-control', 'a control character', new RegExp(control)),
  acceptsCharacter('nul', 'c0-control', 'U+0000', /\u0000/),
  acceptsCharacter('unit-separator', 'c0-control', 'U+001F inside', /.\u001f./),
  acceptsCharacter('tab-and-lines', 'c0-control', 'a tab or line end', /[\t\r\n]/),
  acceptsCharacter('line-end-last', 'c0-control', 'a line end as its last character', /[^\n]\n$/),
  acceptsCharacter('c0-first', 'c0-control', 'a control character at the start', new RegExp(`^${control}`)),
  acceptsCharacter(
    'c0-alone',
    'c0-control',
    'a control character and nothing else',
    new RegExp(`^${control}$`),
  ),
  acceptsCharacter('c1', 'c1-control', 'a control character after ASCII', new RegExp(laterControl)),
  acceptsCharacter('delete', 'c1-control', 'U+007F', /\u007f/),
  acceptsCharacter('c1-without-delete', 'c1-control', 'U+0080 to U+009F', /[\u0080-\u009f]/),
  acceptsCharacter('last-c1', 'c1-control', 'U+009F', /\u009f/),
  acceptsCharacter(
    'c1-last',
    'c1-control',
    'a later control character at the end',
    new RegExp(`${laterControl}$`),
  ),
  acceptsCharacter('next-line-last', 'c1-control', 'U+0085 at the end', /[^\u0085]\u0085$/),
  acceptsCharacter('arn', 'arn', 'the text arn alone', /^arn$/),
  {
    name: 'task-list-naming-other-fault',
    breaks: ['task-list.refusal-fault'],
    does: 'A task list name that breaks the naming rules is answered InvalidParameterValueException.',
    options: serving(
      class extends ReferenceService {
        override refusal(problems: string[]) {
          const isNaming = problems.some((problem) => /contain|start|'arn'/.test(problem));
          return isNaming
            ? swfFault('InvalidParameterValueException', problems.join())
            : validationFault(problems);
        }
      },
    ),
  },
  {
    name: 'task-list-naming-crash',
    breaks: ['task-list.refusal-fault', 'task-list.colon', 'task-list.arn', 'task-list.leading-whitespace'],
    does: 'A task list name that breaks the naming rules brings a 500.',
    options: serving(
      class extends ReferenceService {
        override refusal(problems: string[]) {
          return problems.some((problem) => /contain|start|'arn'/.test(problem))
            ? crash()
            : validationFault(problems);
        }
      },
    ),
  },
];
