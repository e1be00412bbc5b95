import fc from 'fast-check';
import {
  c0Controls,
  c1Controls,
  type InvalidTaskList,
  invalidTaskLists,
  type TaskListReason,
  taskListNames,
} from '../generators/index.ts';
import type { Citation } from '../results/rule.ts';
import { describe, faultOf } from '../target/fault.ts';
import { refusalMs } from './faults.ts';
import { Inconclusive } from './outcome.ts';
import { everyRefused } from './refusals.ts';
import { documentation, model, type Rule, type RuleContext, recorded } from './rule.ts';
import { DeliveryByName } from './task-list-delivery.ts';

const naming = documentation(
  'The specified string must not start or end with whitespace. It must not contain a : (colon), / (slash), | (vertical bar), or any control characters (\\u0000-\\u001f | \\u007f-\\u009f). Also, it must not be the literal string arn.',
);
const required = documentation('[REQUIRED] Specifies the task list to poll for activity tasks.');
const length = model('Name: string, min 1, max 256');

const validation = { status: 400, faults: ['ValidationException'] };
const anyRefusal = { status: 400 };

/** Valid names that a careless server reads as something else: too few to be generated in every run. */
const tellingNames = [
  ...'0 1e3 null undefined NaN true "" [] {} ["a","b"] constructor toString __proto__ %2F %61 a+b . .. *'.split(
    ' ',
  ),
  ...['a\uff1ab', 'a\uff0fb', 'a\uff5cb', 'a\u00a0b', 'a\u200db', 'a\u2028b', '\u00df', 'a'.repeat(255)],
];

/** A rule that every request with this mistake is refused. */
function refusal(
  reason: TaskListReason,
  rule: Pick<Rule, 'says' | 'fix' | 'citation'> & Partial<Pick<Rule, 'level' | 'evidence'>>,
  expected: { status: number; faults?: string[] },
  options: { cases?: number; each?: readonly string[] } = {},
): Rule {
  return {
    id: `task-list.${reason}`,
    level: 'must',
    evidence: ['doc'],
    ...rule,
    async check(context) {
      const { cases } = options;
      if (options.each) await eachInPlace(context, options.each);
      const invalid = invalidTaskLists()[reason];
      await everyRefused(context, {
        member: 'taskList',
        invalid,
        expected,
        ...(cases !== undefined && { cases }),
      });
    },
  };
}

/** Each of a few characters at each place of a name: generated cases alone would leave some out. */
async function eachInPlace({ target, observed }: RuleContext, characters: readonly string[]): Promise<void> {
  const domain = await target.quietDomain();
  const marker = target.freshName();
  await Promise.all(
    characters
      .flatMap((c) => [`${marker}${c}1`, `${c}${marker}`, `${marker}${c}`])
      .map(async (name) => {
        const { exchange } = await target.poll(name, { domain, deadlineMs: refusalMs });
        observed.refused(exchange, anyRefusal);
      }),
  );
}

/** The naming constraints as reasons: what refuses these is a question of its own. */
const namingReasons: TaskListReason[] = [
  'leading-whitespace',
  'trailing-whitespace',
  'colon',
  'slash',
  'bar',
  'c0-control',
  'c1-control',
  'arn',
];

function contains(reason: TaskListReason, character: string, name: string): Rule {
  const citation: Citation = naming;
  const says = `A task list name that contains a ${name} (${character}), wherever it stands, is answered with a 400 fault.`;
  const fix = `Refuse a task list name that contains ${character}, at any place.`;
  return refusal(reason, { says, fix, citation }, anyRefusal);
}

export const taskList: readonly Rule[] = [
  {
    id: 'task-list.valid',
    level: 'must',
    evidence: ['doc'],
    says: 'Every valid name is accepted and delivers the task that was scheduled there: 1 to 256 characters of any script.',
    citation: naming,
    fix: 'Accept every name that the documentation allows, count its length in characters, and use it unchanged as the key of the list.',
    async check({ target, observed, property }) {
      const deliveries = new DeliveryByName(target, observed);
      await property({
        arbitrary: taskListNames(),
        examples: tellingNames,
        prepare: (names) => deliveries.schedule(names),
        check: (name, scheduling) => deliveries.see(name, scheduling),
      });
    },
  },
  refusal(
    'missing',
    {
      says: 'A poll without a task list is answered 400 ValidationException.',
      citation: required,
      fix: 'Refuse a request that lacks taskList.',
    },
    validation,
    { cases: 3 },
  ),
  refusal(
    'null',
    {
      says: 'A poll whose task list is null is answered 400 ValidationException.',
      citation: required,
      fix: 'Treat a null taskList as an absent one, and refuse it.',
    },
    validation,
    { cases: 3 },
  ),
  refusal(
    'no-name',
    {
      says: 'A task list without a name is answered 400 ValidationException.',
      citation: model('TaskList: required name'),
      fix: 'Refuse a taskList that lacks its name.',
    },
    validation,
    { cases: 3 },
  ),
  refusal(
    'empty',
    {
      says: 'A task list name of no characters is answered 400 ValidationException.',
      citation: length,
      fix: 'Refuse a task list name of no characters.',
    },
    validation,
    { cases: 3 },
  ),
  refusal(
    'too-long',
    {
      says: 'A task list name of more than 256 characters is answered 400 ValidationException.',
      citation: length,
      fix: 'Refuse a task list name of more than 256 characters.',
    },
    validation,
  ),
  refusal(
    'wrong-type',
    {
      says: 'A task list or name of the wrong JSON type is answered 400 SerializationException or ValidationException.',
      evidence: ['like'],
      citation: recorded(
        'recorded on DynamoDB, of the same protocol family',
        'a wrong JSON type gives 400 SerializationException',
      ),
      fix: 'Check the JSON type of taskList and of its name; do not turn numbers or arrays into text.',
    },
    { status: 400, faults: ['SerializationException', 'ValidationException'] },
  ),
  refusal(
    'leading-whitespace',
    {
      says: 'A task list name that starts with whitespace is answered with a 400 fault.',
      citation: naming,
      fix: 'Refuse a task list name that starts with whitespace; do not trim it.',
    },
    anyRefusal,
  ),
  refusal(
    'trailing-whitespace',
    {
      says: 'A task list name that ends with whitespace is answered with a 400 fault.',
      citation: naming,
      fix: 'Refuse a task list name that ends with whitespace; do not trim it.',
    },
    anyRefusal,
  ),
  refusal(
    'unicode-whitespace',
    {
      level: 'should',
      evidence: ['derived'],
      says: "Unicode's other white space at an end of a task list name counts as whitespace: a 400 fault.",
      citation: naming,
      fix: 'Count all of Unicode White_Space as whitespace when looking at the ends of a task list name.',
    },
    anyRefusal,
  ),
  contains('colon', ':', 'colon'),
  contains('slash', '/', 'slash'),
  contains('bar', '|', 'vertical bar'),
  refusal(
    'c0-control',
    {
      says: 'A task list name that contains a control character U+0000 to U+001F is answered with a 400 fault.',
      citation: naming,
      fix: 'Refuse a task list name that contains any of U+0000 to U+001F, at any place.',
    },
    anyRefusal,
    { each: c0Controls },
  ),
  refusal(
    'c1-control',
    {
      says: 'A task list name that contains a control character U+007F to U+009F is answered with a 400 fault.',
      citation: naming,
      fix: 'Refuse a task list name that contains any of U+007F to U+009F, at any place.',
    },
    anyRefusal,
    { each: c1Controls },
  ),
  refusal(
    'arn',
    {
      says: 'The task list name `arn` is answered with a 400 fault.',
      citation: naming,
      fix: 'Refuse the task list name arn itself; names that only contain it are valid.',
    },
    anyRefusal,
    { cases: 3 },
  ),
  {
    id: 'task-list.refusal-fault',
    level: 'should',
    evidence: ['derived'],
    says: 'What refuses a task list name that breaks the naming rules is a ValidationException.',
    citation: documentation(
      "If the caller doesn't have sufficient permissions to invoke the action, or the parameter values fall outside the specified constraints, the action fails.",
    ),
    fix: 'Answer ValidationException, as for the other constraints of the model.',
    async check({ target, observed, property }) {
      const domain = await target.quietDomain();
      const broken = invalidTaskLists();
      let accepted: string | undefined;
      await property<InvalidTaskList>({
        arbitrary: fc.oneof(...namingReasons.map((reason) => broken[reason])),
        async check({ members }) {
          const { exchange } = await target.pollRaw({ domain, ...members }, { deadlineMs: refusalMs });
          // Whether it is refused at all is for the rules on each constraint.
          if (faultOf(exchange)) observed.refused(exchange, { faults: ['ValidationException'] });
          else accepted = describe(exchange);
        },
      });
      if (observed.count === 0) throw new Inconclusive(`none of the names was refused: ${accepted}`);
    },
  },
];
