import type { TaskListReason } from '../../generators/index.ts';
import { invalidTaskLists, taskListNames } from '../../generators/index.ts';
import { trickyNames, trickyNamesWithArn } from '../../generators/tricky-values.ts';
import { isAccepted } from '../../kit/accepted.ts';
import { describe } from '../../kit/describe.ts';
import type { Operation } from '../../kit/operation.ts';
import { model, type RuleDefinition, recorded } from '../../kit/rule.ts';
import { acceptanceMs } from './mistakes.ts';
import { everyRefused } from './refusals.ts';
import { brokenTaskLists } from './task-list-broken.ts';

const length = model('Name: string, min 1, max 256');

const validation = { status: 400, faults: ['ValidationException'] };

/** A rule that every request whose task list has this mistake is refused. */
export function refusal(
  operation: Operation,
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
      await everyRefused(context, operation, {
        member: 'taskList',
        invalid: invalidTaskLists()[reason],
        expected,
        ...(cases !== undefined && { cases }),
        ...(examples && { examples }),
      });
    },
  };
}

/** The task list that a request names: it is there, and of the form that the model has. */
export function taskListForm(operation: Operation): readonly RuleDefinition[] {
  const {
    documentation,
    words: { noun },
  } = operation;
  return [
    refusal(
      operation,
      'missing',
      {
        says: `A ${noun} without a task list is answered 400 ValidationException.`,
        citation: documentation(operation.quotes.taskList),
        fix: 'Refuse a request that lacks taskList.',
      },
      validation,
      3,
    ),
    refusal(
      operation,
      'null',
      {
        says: `A ${noun} whose task list is null is answered 400 ValidationException.`,
        citation: documentation(operation.quotes.taskList),
        fix: 'Treat a null taskList as an absent one, and refuse it.',
      },
      validation,
      3,
    ),
    refusal(
      operation,
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
      operation,
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
      operation,
      'too-long',
      {
        says: 'A task list name of more than 256 characters is answered 400 ValidationException.',
        citation: length,
        fix: 'Refuse a task list name of more than 256 characters.',
      },
      validation,
    ),
    refusal(
      operation,
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
  ];
}

/** That a name is valid, where nothing comes of it that could be seen. */
export function taskListAccepted(operation: Operation): readonly RuleDefinition[] {
  return [
    {
      id: 'task-list.valid',
      level: 'must',
      evidence: ['doc'],
      says: 'Every valid name is accepted: 1 to 256 characters of any script.',
      citation: length,
      fix: 'Accept every name that the documentation allows, and count its length in characters.',
      async check({ target, observed, property }) {
        const valid = await operation.validRequest(target, await target.quietDomain());
        await property({
          arbitrary: taskListNames(),
          examples: [...trickyNames, ...trickyNamesWithArn],
          async check(name) {
            const body = { ...valid, taskList: { name } };
            const exchange = await target.call(operation.name, body, {
              deadlineMs: acceptanceMs(target, operation),
            });
            observed.part(
              'status',
              isAccepted(operation, exchange),
              'this valid name to be accepted',
              describe(exchange),
              exchange,
            );
          },
        });
      },
    },
  ];
}
