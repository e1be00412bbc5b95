import fc from 'fast-check';
import {
  type InvalidTaskList,
  invalidTaskLists,
  type TaskListReason,
  taskListNames,
} from '../../generators/index.ts';
import { trickyNames, trickyNamesWithArn } from '../../generators/tricky-values.ts';
import { describe } from '../../kit/describe.ts';
import { Inconclusive } from '../../kit/outcome.ts';
import { documentation, model, type RuleDefinition, recorded } from '../../kit/rule.ts';
import type { Citation } from '../../results/rule.ts';
import { isCallersFault, refusalMs } from './mistakes.ts';
import { everyRefused } from './refusals.ts';
import { brokenTaskLists, namingReasons } from './task-list-broken.ts';
import { DeliveryByName } from './task-list-delivery.ts';

const naming = documentation(
  'The specified string must not start or end with whitespace. It must not contain a : (colon), / (slash), | (vertical bar), or any control characters (\\u0000-\\u001f | \\u007f-\\u009f). Also, it must not be the literal string arn.',
);
const required = documentation('[REQUIRED] Specifies the task list to poll for activity tasks.');
const length = model('Name: string, min 1, max 256');

const validation = { status: 400, faults: ['ValidationException'] };
const anyRefusal = { status: 400 };

/** A rule that every request with this mistake is refused. */
function refusal(
  reason: TaskListReason,
  rule: Pick<RuleDefinition, 'says' | 'fix' | 'citation'> &
    Partial<Pick<RuleDefinition, 'level' | 'evidence'>>,
  expected: { status: number; faults?: string[] },
  cases?: number,
): RuleDefinition {
  return {
    id: `task-list.${reason}`,
    level: 'must',
    evidence: ['doc'],
    ...rule,
    async check(context) {
      const examples = brokenTaskLists[reason];
      await everyRefused(context, {
        member: 'taskList',
        invalid: invalidTaskLists()[reason],
        expected,
        ...(cases !== undefined && { cases }),
        ...(examples && { examples }),
      });
    },
  };
}

function contains(reason: TaskListReason, character: string, name: string): RuleDefinition {
  const citation: Citation = naming;
  const says = `A task list name that contains a ${name} (${character}), wherever it stands, is answered with a 400 fault.`;
  const fix = `Refuse a task list name that contains ${character}, at any place.`;
  return refusal(reason, { says, fix, citation }, anyRefusal);
}

export const taskList: readonly RuleDefinition[] = [
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
        examples: [...trickyNames, ...trickyNamesWithArn],
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
    3,
  ),
  refusal(
    'null',
    {
      says: 'A poll whose task list is null is answered 400 ValidationException.',
      citation: required,
      fix: 'Treat a null taskList as an absent one, and refuse it.',
    },
    validation,
    3,
  ),
  refusal(
    'no-name',
    {
      says: 'A task list without a name, or whose name is null, is answered 400 ValidationException.',
      citation: model('TaskList: required name'),
      fix: 'Refuse a taskList whose name is absent or null.',
    },
    validation,
    3,
  ),
  refusal(
    'empty',
    {
      says: 'A task list name of no characters is answered 400 ValidationException.',
      citation: length,
      fix: 'Refuse a task list name of no characters.',
    },
    validation,
    3,
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
  ),
  refusal(
    'c1-control',
    {
      says: 'A task list name that contains a control character U+007F to U+009F is answered with a 400 fault.',
      citation: naming,
      fix: 'Refuse a task list name that contains any of U+007F to U+009F, at any place.',
    },
    anyRefusal,
  ),
  refusal(
    'arn',
    {
      says: 'The task list name `arn` is answered with a 400 fault.',
      citation: naming,
      fix: 'Refuse the task list name arn itself; names that only contain it are valid.',
    },
    anyRefusal,
    3,
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
      let instead: string | undefined;
      await property<InvalidTaskList>({
        arbitrary: fc.oneof(...namingReasons.map((reason) => broken[reason])),
        examples: namingReasons.flatMap((reason) => brokenTaskLists[reason]?.slice(0, 2) ?? []),
        show: ({ members }) => members,
        async check({ members }) {
          const { exchange } = await target.pollRaw({ domain, ...members }, { deadlineMs: refusalMs });
          // Whether it is refused at all, and as the caller's mistake, is for the rules on each constraint.
          if (isCallersFault(exchange)) observed.refused(exchange, { faults: ['ValidationException'] });
          else instead = describe(exchange);
        },
      });
      if (observed.count === 0)
        throw new Inconclusive(`none of the names was refused with a 4xx: ${instead}`);
    },
  },
];
