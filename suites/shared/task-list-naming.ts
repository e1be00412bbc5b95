import fc from 'fast-check';
import { type InvalidTaskList, invalidTaskLists, type TaskListReason } from '../../generators/index.ts';
import { describe } from '../../kit/describe.ts';
import type { Operation } from '../../kit/operation.ts';
import { Inconclusive } from '../../kit/outcome.ts';
import type { RuleDefinition } from '../../kit/rule.ts';
import { isCallersFault, refusalMs } from './mistakes.ts';
import { refusal } from './task-list.ts';
import { brokenTaskLists, namingReasons } from './task-list-broken.ts';

const anyRefusal = { status: 400 };

/** White space around a name. @param naming what the operation's page says against it: not every page does */
export function taskListWhitespace(operation: Operation, naming: string): readonly RuleDefinition[] {
  const { documentation } = operation;
  return [
    refusal(
      operation,
      'leading-whitespace',
      {
        says: 'A task list name that starts with whitespace is answered with a 400 fault.',
        citation: documentation(naming),
        fix: 'Refuse a task list name that starts with whitespace; do not trim it.',
      },
      anyRefusal,
    ),
    refusal(
      operation,
      'trailing-whitespace',
      {
        says: 'A task list name that ends with whitespace is answered with a 400 fault.',
        citation: documentation(naming),
        fix: 'Refuse a task list name that ends with whitespace; do not trim it.',
      },
      anyRefusal,
    ),
    refusal(
      operation,
      'unicode-whitespace',
      {
        level: 'should',
        evidence: ['derived'],
        says: "Unicode's other white space at an end of a task list name counts as whitespace: a 400 fault.",
        citation: documentation(naming),
        fix: 'Count all of Unicode White_Space as whitespace when looking at the ends of a task list name.',
      },
      anyRefusal,
    ),
  ];
}

/** Characters that no name may contain, and the one name that none may be. @param naming what the operation's page says */
export function taskListNaming(operation: Operation, naming: string): readonly RuleDefinition[] {
  const { documentation } = operation;
  const contains = (reason: TaskListReason, character: string, name: string) => {
    const says = `A task list name that contains a ${name} (${character}), wherever it stands, is answered with a 400 fault.`;
    const fix = `Refuse a task list name that contains ${character}, at any place.`;
    return refusal(operation, reason, { says, fix, citation: documentation(naming) }, anyRefusal);
  };
  return [
    contains('colon', ':', 'colon'),
    contains('slash', '/', 'slash'),
    contains('bar', '|', 'vertical bar'),
    refusal(
      operation,
      'c0-control',
      {
        says: 'A task list name that contains a control character U+0000 to U+001F is answered with a 400 fault.',
        citation: documentation(naming),
        fix: 'Refuse a task list name that contains any of U+0000 to U+001F, at any place.',
      },
      anyRefusal,
    ),
    refusal(
      operation,
      'c1-control',
      {
        says: 'A task list name that contains a control character U+007F to U+009F is answered with a 400 fault.',
        citation: documentation(naming),
        fix: 'Refuse a task list name that contains any of U+007F to U+009F, at any place.',
      },
      anyRefusal,
    ),
    refusal(
      operation,
      'arn',
      {
        says: 'The task list name `arn` is answered with a 400 fault.',
        citation: documentation(naming),
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
        const valid = await operation.validRequest(target, await target.quietDomain());
        const broken = invalidTaskLists();
        let instead: string | undefined;
        await property<InvalidTaskList>({
          arbitrary: fc.oneof(...namingReasons.map((reason) => broken[reason])),
          examples: namingReasons.flatMap((reason) => brokenTaskLists[reason]?.slice(0, 2) ?? []),
          show: ({ members }) => members,
          async check({ members }) {
            const body = { ...valid, ...members };
            const exchange = await target.call(operation.name, body, { deadlineMs: refusalMs });
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
}
