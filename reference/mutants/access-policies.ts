import { serviceFault } from '../faults.ts';
import { fits, type Statement } from '../policy.ts';
import { denying, judging, readingStatements } from './access-making.ts';
import { pause } from './making.ts';
import type { Mutant } from './mutant.ts';
import { answering } from './wire-making.ts';

/** The rules that see a denial where there is to be one. */
const denialRules = [
  'poll-for-activity-task.access.action',
  'poll-for-activity-task.access.domain',
  'poll-for-activity-task.access.task-list',
];

const denialNames = /OperationNotPermittedFault|AccessDeniedException/;

/** A signal that is never aborted: of a caller who never goes. */
const never = new AbortController().signal;

const listKey = 'swf:taskList.name';

/** A server that reads the list's name and those in conditions so before it compares them. */
function comparingLists(read: (name: string) => string): Mutant['options'] {
  return judging((policy, request, asDocumented) => {
    const statements = [policy.Statement].flat().map((statement): Statement => {
      const wanted = [statement.Condition?.StringEquals?.[listKey] ?? []].flat();
      if (wanted.length === 0) {
        return statement;
      }
      return { ...statement, Condition: { StringEquals: { [listKey]: wanted.map(read) } } };
    });
    const given = request.context[listKey];
    const context = { ...request.context, ...(given !== undefined && { [listKey]: read(given) }) };
    return asDocumented({ ...policy, Statement: statements }, { ...request, context });
  });
}

/** Policies judged otherwise than documented, and denials of another form, or too late. */
export const accessPolicyMutants: readonly Mutant[] = [
  {
    name: 'access-policies-ignored',
    breaks: [...denialRules, 'poll-for-activity-task.access.takes-nothing'],
    does: 'Whoever signs may do everything.',
    options: judging(() => true),
  },
  {
    name: 'access-deny-ignored',
    breaks: ['poll-for-activity-task.access.action', 'poll-for-activity-task.access.takes-nothing'],
    does: 'It looks at no statement whose Effect is Deny.',
    options: readingStatements((statement) => (statement.Effect === 'Deny' ? undefined : statement)),
  },
  {
    name: 'access-first-statement-decides',
    breaks: ['poll-for-activity-task.access.action', 'poll-for-activity-task.access.takes-nothing'],
    does: 'The first statement that fits decides, where a Deny should win wherever it stands.',
    options: judging(
      (policy, request) =>
        [policy.Statement].flat().find((statement) => fits(statement, request))?.Effect === 'Allow',
    ),
  },
  {
    name: 'access-effect-and-action-ignored',
    breaks: ['poll-for-activity-task.access.action', 'poll-for-activity-task.access.takes-nothing'],
    does: 'It takes every statement for an Allow of every action.',
    options: readingStatements((statement) => ({ ...statement, Effect: 'Allow', Action: '*' })),
  },
  {
    name: 'access-resource-ignored',
    breaks: ['poll-for-activity-task.access.domain'],
    does: 'It does not look at the Resource of a statement.',
    options: readingStatements((statement) => ({ ...statement, Resource: '*' })),
  },
  {
    name: 'access-resource-by-prefix',
    breaks: ['poll-for-activity-task.access.domain'],
    does: 'A Resource is every domain whose name begins with its own.',
    options: readingStatements((statement) => ({
      ...statement,
      Resource: [statement.Resource].flat().map((resource) => `${resource}*`),
    })),
  },
  {
    name: 'access-resource-is-a-bare-name',
    breaks: ['poll-for-activity-task.access.domain', 'poll-for-activity-task.access.task-list'],
    does: 'It compares a Resource with the name of the domain, not with its ARN, so that none fits.',
    options: judging((policy, request, asDocumented) =>
      asDocumented(policy, { ...request, resource: request.resource.split('/').at(-1) ?? '' }),
    ),
  },
  {
    name: 'access-condition-ignored',
    breaks: ['poll-for-activity-task.access.task-list', 'poll-for-activity-task.access.takes-nothing'],
    does: 'It does not look at the Condition of a statement.',
    options: readingStatements(({ Condition: _, ...statement }) => statement),
  },
  {
    name: 'access-condition-key-missing',
    breaks: ['poll-for-activity-task.access.task-list'],
    does: 'It does not know the condition key swf:taskList.name, so that no such condition holds.',
    options: judging((policy, request, asDocumented) => asDocumented(policy, { ...request, context: {} })),
  },
  {
    name: 'access-condition-in-any-case',
    breaks: ['poll-for-activity-task.access.task-list'],
    does: 'StringEquals compares without regard to case.',
    options: comparingLists((name) => name.toLowerCase()),
  },
  {
    name: 'access-condition-by-prefix',
    breaks: ['poll-for-activity-task.access.task-list'],
    does: 'StringEquals holds for every name that begins with the one wanted.',
    options: judging((policy, request, asDocumented) => {
      const statements = [policy.Statement].flat().map((statement): Statement => {
        const wanted = [statement.Condition?.StringEquals?.[listKey] ?? []].flat();
        const like = { StringLike: { [listKey]: wanted.map((name) => `${name}*`) } };
        return wanted.length === 0 ? statement : { ...statement, Condition: like };
      });
      return asDocumented({ ...policy, Statement: statements }, request);
    }),
  },
  {
    name: 'access-denied-as-500',
    breaks: denialRules,
    does: 'It answers HTTP 500 to a poll that is not permitted.',
    options: denying(({ fault }) => serviceFault('AccessDeniedException', fault.message, 500)),
  },
  {
    name: 'access-denied-as-page',
    breaks: denialRules,
    does: 'It answers HTTP 403 with a page of HTML to a poll that is not permitted.',
    options: answering(async (response) => {
      const text = await response.clone().text();
      const headers = { 'content-type': 'text/html' };
      return response.status === 400 && denialNames.test(text)
        ? new Response('<h1>403 Forbidden</h1>', { status: 403, headers })
        : response;
    }),
  },
  {
    name: 'access-denied-by-another-name',
    breaks: denialRules,
    does: 'It answers UnauthorizedOperation, as EC2 does, to a poll that is not permitted.',
    options: denying(({ fault }) => serviceFault('UnauthorizedOperation', fault.message)),
  },
  {
    name: 'access-denied-as-unknown-key',
    breaks: denialRules,
    does: 'It answers a poll that is not permitted as one whose key it does not know.',
    options: denying(({ fault }) => serviceFault('UnrecognizedClientException', fault.message)),
  },
  {
    name: 'access-denied-with-nothing',
    breaks: denialRules,
    does: 'It answers a poll that is not permitted as one that found no task.',
    options: answering(async (response) =>
      response.status === 400 && denialNames.test(await response.clone().text())
        ? Response.json({ startedEventId: 0 })
        : response,
    ),
  },
  {
    name: 'access-denied-never',
    breaks: denialRules,
    does: 'It leaves a poll that is not permitted open, and never answers it.',
    options: denying(async ({ fault, call }) => {
      await new Promise((resolve) => call.signal.addEventListener('abort', resolve));
      return fault;
    }),
  },
  {
    name: 'access-denied-after-the-poll',
    breaks: ['poll-for-activity-task.access.takes-nothing'],
    does: 'It asks for permission when the poll has found a task, or its hold is over.',
    options: denying(async ({ fault, call, poll }) => {
      await poll(call);
      return fault;
    }),
  },
  {
    name: 'access-denied-poll-waits-on',
    breaks: ['poll-for-activity-task.access.takes-nothing'],
    does: 'It denies a poll and leaves it on the list all the same, where it gets the next task.',
    options: denying(({ fault, call, poll }) => {
      void poll({ ...call, signal: never });
      return fault;
    }),
  },
  {
    name: 'access-denied-poll-comes-later',
    breaks: ['poll-for-activity-task.access.takes-nothing'],
    does: 'It denies a poll, which a worker thread puts on the list a moment later all the same.',
    options: denying(({ fault, call, poll }) => {
      void pause(250).then(() => poll({ ...call, signal: never }));
      return fault;
    }),
  },
  {
    name: 'access-denied-poll-takes-what-is-there',
    breaks: ['poll-for-activity-task.access.takes-nothing'],
    does: 'It looks for a task first, and denies the poll when there is one or not; it waits for none.',
    options: denying(async ({ fault, call, poll }) => {
      const gone = new AbortController();
      const polled = poll({ ...call, signal: gone.signal });
      gone.abort();
      await polled;
      return fault;
    }),
  },
  {
    name: 'access-denied-as-operation-not-permitted',
    breaks: ['poll-for-activity-task.access.fault-form'],
    does: 'It answers OperationNotPermittedFault to a poll that is not permitted (which is right too).',
    options: denying(({ fault }) => serviceFault('OperationNotPermittedFault', fault.message)),
  },
];
