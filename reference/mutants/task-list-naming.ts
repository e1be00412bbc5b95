import { type Fault, swfFault, validationFault } from '../faults.ts';
import { ReferenceService } from '../service.ts';
import { serving } from './making.ts';
import type { Mutant } from './mutant.ts';
import { crash, readingText } from './name-making.ts';
import { judging, overlooking, reading } from './task-list-making.ts';

/** A mutant that overlooks what matches in a task list name. */
function accepts(name: string, rules: string | readonly string[], what: string, pattern: RegExp): Mutant {
  return {
    name: `task-list-${name}`,
    breaks: [rules].flat().map((rule) => `poll-for-activity-task.task-list.${rule}`),
    does: `A task list name with ${what} is accepted.`,
    options: overlooking(pattern),
  };
}

/** Mutants that overlook a kind of forbidden characters: anywhere, and at each place alone. */
function acceptsInPlaces(key: string, rule: string, what: string, one: string): readonly Mutant[] {
  return [
    accepts(key, rule, what, new RegExp(one, 'g')),
    accepts(`${key}-first`, rule, `${what} at the start`, new RegExp(`^${one}`)),
    accepts(
      `${key}-inside`,
      rule,
      `${what} that is neither first nor last`,
      new RegExp(`(?<=[^])${one}(?=[^])`, 'g'),
    ),
    accepts(`${key}-last`, rule, `${what} at the end`, new RegExp(`${one}$`)),
    accepts(`${key}-alone`, rule, `${what} and nothing else`, new RegExp(`^${one}$`)),
  ];
}

const asciiSpaces = ['leading-whitespace', 'trailing-whitespace'];

/** Every rule on the form of a name. */
const naming = [
  ...asciiSpaces,
  ...['unicode-whitespace', 'colon', 'slash', 'bar', 'c0-control', 'c1-control', 'arn'],
].map((rule) => `poll-for-activity-task.task-list.${rule}`);

const otherSpace = String.raw`[\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]`;

/** A service that refuses the names of polled lists with another fault where their form is wrong. */
function refusingForm(refuse: (problems: string[]) => Fault): Mutant['options'] {
  return serving(
    class extends ReferenceService {
      override refusal(problems: string[]): Fault {
        const isForm = problems.some((problem) =>
          /at 'taskList\.name' .*: Member must not (contain|start|be 'arn')/s.test(problem),
        );
        return isForm ? refuse(problems) : validationFault(problems);
      }
    },
  );
}

/** Names of task lists that break the naming rules of the documentation. */
export const taskListNamingMutants: readonly Mutant[] = [
  {
    name: 'task-list-naming-unchecked',
    breaks: naming,
    does: 'The naming rules are not looked at, and only the length of a task list name is.',
    options: judging(() => undefined),
  },
  {
    name: 'task-list-unchecked',
    breaks: [
      ...naming,
      'poll-for-activity-task.task-list.too-long',
      'poll-for-activity-task.task-list.empty',
    ],
    does: 'A task list name is used as it is: the constraints of nested members are not looked at.',
    options: readingText('taskList.name', (value, _, asDocumented) =>
      typeof value === 'string' ? value : asDocumented(),
    ),
  },
  {
    name: 'task-list-trims',
    breaks: [
      ...asciiSpaces.map((rule) => `poll-for-activity-task.task-list.${rule}`),
      'poll-for-activity-task.task-list.unicode-whitespace',
      'poll-for-activity-task.task-list.c0-control',
      'poll-for-activity-task.delivery.exact-list',
    ],
    does: 'White space around a task list name, line ends and tabs included, is trimmed.',
    options: reading((name) => name.trim()),
  },
  {
    name: 'task-list-trims-start',
    breaks: [
      'poll-for-activity-task.task-list.leading-whitespace',
      'poll-for-activity-task.delivery.exact-list',
    ],
    does: 'Spaces before a task list name are cut off.',
    options: reading((name) => name.replace(/^ +/, '')),
  },
  {
    name: 'task-list-trims-end',
    breaks: [
      'poll-for-activity-task.task-list.trailing-whitespace',
      'poll-for-activity-task.delivery.exact-list',
    ],
    does: 'Spaces after a task list name are cut off.',
    options: reading((name) => name.replace(/ +$/, '')),
  },
  accepts('spaces-around', asciiSpaces, 'spaces around it', /^ +| +$/g),
  accepts('leading-space', 'leading-whitespace', 'spaces before it', /^ +(?=[^ ])/),
  accepts('trailing-space', 'trailing-whitespace', 'spaces after it', /(?<=[^ ]) +$/),
  accepts('one-leading-space', 'leading-whitespace', 'one space before it', /^ (?=[^ ])/),
  accepts('two-leading-spaces', 'leading-whitespace', 'two spaces before it', /^ {2}(?=[^ ])/),
  accepts('one-trailing-space', 'trailing-whitespace', 'one space after it', /(?<=[^ ]) $/),
  accepts('blank', 'leading-whitespace', 'spaces alone', /^ +$/),
  accepts(
    'ascii-space',
    'unicode-whitespace',
    'other white space than that of ASCII around it',
    new RegExp(`^${otherSpace}|${otherSpace}$`, 'g'),
  ),
  accepts(
    'other-space-first',
    'unicode-whitespace',
    'other white space than that of ASCII before it',
    new RegExp(`^${otherSpace}`),
  ),
  accepts(
    'other-space-last',
    'unicode-whitespace',
    'other white space than that of ASCII after it',
    new RegExp(`${otherSpace}$`),
  ),
  accepts('ogham-space', 'unicode-whitespace', 'U+1680 at the end', /\u1680$/),
  accepts(
    'no-break-space',
    'unicode-whitespace',
    'U+00A0 or U+202F around it',
    /^[\u00a0\u202f]|[\u00a0\u202f]$/g,
  ),
  accepts('ideographic-space', 'unicode-whitespace', 'U+3000 at the start', /^\u3000/),
  ...acceptsInPlaces('colon', 'colon', 'a colon', ':'),
  ...acceptsInPlaces('slash', 'slash', 'a slash', '/'),
  ...acceptsInPlaces('bar', 'bar', 'a vertical bar', String.raw`\|`),
  ...acceptsInPlaces(
    'c0',
    'c0-control',
    'a control character of U+0000 to U+001F',
    String.raw`[\u0000-\u001f]`,
  ),
  ...acceptsInPlaces(
    'c1',
    'c1-control',
    'a control character of U+007F to U+009F',
    String.raw`[\u007f-\u009f]`,
  ),
  accepts('nul', 'c0-control', 'U+0000', /\u0000/g),
  accepts('tab-and-lines', 'c0-control', 'a tab or line end', /[\t\r\n]/g),
  accepts('unit-separator', 'c0-control', 'U+001F', /\u001f/g),
  accepts('line-end-last', 'c0-control', 'a line end as its last character', /(?<=[^\n])\n$/),
  accepts('delete', 'c1-control', 'U+007F', /\u007f/g),
  accepts('c1-without-delete', 'c1-control', 'U+0080 to U+009F', /[\u0080-\u009f]/g),
  accepts('next-line', 'c1-control', 'U+0085', /\u0085/g),
  accepts('last-c1', 'c1-control', 'U+009F', /\u009f/g),
  accepts('arn', 'arn', 'the text arn and nothing else', /^arn$/),
  {
    name: 'task-list-naming-other-fault',
    breaks: ['poll-for-activity-task.task-list.refusal-fault'],
    does: 'A task list name that breaks the naming rules is answered InvalidParameterValueException.',
    options: refusingForm((problems) => swfFault('InvalidParameterValueException', problems.join())),
  },
  {
    name: 'task-list-arn-other-fault',
    breaks: ['poll-for-activity-task.task-list.refusal-fault'],
    does: 'The task list name arn is answered UnknownResourceFault.',
    options: reading((name) => {
      if (name === 'arn') {
        throw swfFault('UnknownResourceFault', 'Unknown task list: arn');
      }
      return name;
    }),
  },
  {
    name: 'task-list-naming-crash',
    breaks: naming,
    does: 'A task list name that breaks the naming rules brings a 500.',
    options: refusingForm(crash),
  },
];
