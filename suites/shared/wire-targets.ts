import { faultOf } from '../../client/fault.ts';
import { describe } from '../../kit/describe.ts';
import { Inconclusive, type Shown } from '../../kit/outcome.ts';
import type { PollResult } from '../../kit/poll.ts';
import { type RuleContext, type RuleDefinition, recorded } from '../../kit/rule.ts';
import type { ScheduledActivity } from '../../kit/workflow.ts';
import { isCallersFault, refusalMs } from './mistakes.ts';

const header = 'x-amz-target';
const like = recorded(
  'recorded on DynamoDB, which has the same protocol',
  'An unknown operation or a missing target gives 400 com.amazon.coral.service#UnknownOperationException.',
);

/** Operations that SWF does not have; one who looks for a beginning or an end finds a poll in them. */
const unknownOperations = ['PollForActivityTasks', 'PollForActivity', 'NoSuchOperation'].map(
  (operation) => `SimpleWorkflowService.${operation}`,
);

/** Targets of other services, whose operation has the name of ours. */
const foreignTargets = ['DynamoDB_20120810', 'AWSStepFunctions'].map(
  (service) => `${service}.PollForActivityTask`,
);

const longTarget = 'com.amazonaws.swf.service.model.SimpleWorkflowService.PollForActivityTask';

export const wireTargets: readonly RuleDefinition[] = [
  {
    id: 'wire.unknown-operation',
    level: 'must',
    evidence: ['like'],
    says: 'An operation that SWF does not have is refused with a 4xx fault, and nothing is executed.',
    citation: like,
    fix: 'Compare the whole name of the operation in X-Amz-Target, and refuse one that you do not know as 400 UnknownOperationException.',
    async check(context) {
      await refusedAndIdle(context, unknownOperations);
    },
  },
  {
    id: 'wire.no-target',
    level: 'must',
    evidence: ['like'],
    says: 'A request without X-Amz-Target is refused with a 4xx fault, and nothing is executed.',
    citation: like,
    fix: 'Refuse a request without X-Amz-Target as 400 UnknownOperationException; do not guess the operation.',
    async check(context) {
      await refusedAndIdle(context, [undefined]);
    },
  },
  {
    id: 'wire.target-fault',
    level: 'should',
    evidence: ['like'],
    says: 'What refuses an unknown operation or a missing target is UnknownOperationException.',
    citation: like,
    fix: 'Name the fault for an operation that you do not know UnknownOperationException.',
    async check(context) {
      const targets = [...unknownOperations, undefined];
      const { results } = await pollsWith(context, targets);
      const sent = results.map(({ exchange }, i) => ({ exchange, what: named(targets[i]) }));
      const refused = sent.filter(({ exchange }) => isCallersFault(exchange));
      for (const { exchange, what } of refused) {
        const isNamed = faultOf(exchange)?.type === 'UnknownOperationException';
        context.observed.part(
          'body.__type',
          isNamed,
          `UnknownOperationException for ${what}`,
          describe(exchange),
          exchange,
        );
      }
      const [{ exchange, what }] = sent as [(typeof sent)[number]];
      if (refused.length === 0) {
        const message = `none of them was refused with a 4xx, so that no fault has a name: ${what} came to`;
        const others = 'wire.unknown-operation and wire.no-target are about that';
        throw new Inconclusive(`${message} ${describe(exchange)} (${others})`, exchange);
      }
    },
  },
  {
    id: 'wire.legacy-target',
    level: 'info',
    evidence: ['live'],
    says: 'Whether the long target of older SDKs is served too.',
    citation: recorded('older AWS SDKs', `X-Amz-Target: ${longTarget}`),
    fix: 'Serve the long target as the short one.',
    async check(context) {
      const { results, scheduled } = await pollsWith(context, [longTarget]);
      const [{ kind, exchange }] = results as [PollResult];
      const answered = exchange.ending === 'answered';
      context.observed.part('answer', answered, 'an answer to the long target', describe(exchange), exchange);
      // A refusal tells nothing where the short target is refused too.
      if (kind !== 'task') await context.target.takeTask(scheduled);
      context.report(
        kind === 'task'
          ? `the long target is served: ${longTarget}`
          : `the long target is not served: ${describe(exchange)}`,
      );
    },
  },
  {
    id: 'wire.foreign-target',
    level: 'must',
    evidence: ['derived'],
    says: "A request with another service's target is not executed as SWF.",
    citation: recorded(
      'the API model 2012-01-25, metadata',
      '"targetPrefix": "SimpleWorkflowService". (What has another prefix is no request to SWF.)',
    ),
    fix: 'Compare the prefix of X-Amz-Target, and not only what follows its last dot.',
    async check(context) {
      const { results, scheduled } = await pollsWith(context, foreignTargets);
      for (const [i, result] of results.entries()) {
        const expected = `${named(foreignTargets[i])} not to be executed as a poll of SWF`;
        const executed = result.kind === 'task';
        context.observed.part(
          'body.taskToken',
          !executed,
          expected,
          describe(result.exchange),
          result.exchange,
        );
      }
      await stillThere(context, scheduled, results);
    },
  },
];

interface TargetPolls {
  readonly results: readonly PollResult[];
  /** A task that waits on the list which they poll. */
  readonly scheduled: ScheduledActivity;
}

/** Polls, of a list on which a task waits, that name these targets in place of the poll's own. */
async function pollsWith(
  { target }: RuleContext,
  targets: readonly (string | undefined)[],
): Promise<TargetPolls> {
  const domain = await target.domain();
  const workflow = await target.startWorkflow();
  const [scheduled, control] = await workflow.schedule({}, {});
  // The positive control: polls do bring tasks here.
  await target.takeTask(control);
  const body = { domain, taskList: { name: scheduled.taskList } };
  const results = await Promise.all(
    targets.map((name) =>
      target.pollRaw(body, {
        operation: '',
        label: named(name),
        headers: { [header]: name },
        deadlineMs: refusalMs,
      }),
    ),
  );
  return { results, scheduled };
}

/** Each of them is refused, and the task that they might have taken is still there. */
async function refusedAndIdle(context: RuleContext, targets: readonly (string | undefined)[]): Promise<void> {
  const { results, scheduled } = await pollsWith(context, targets);
  for (const { exchange } of results) context.observed.refused(exchange);
  await stillThere(context, scheduled, results);
}

/** A proper poll brings the task. */
async function stillThere(
  { target, observed }: RuleContext,
  scheduled: ScheduledActivity,
  before: readonly PollResult[],
): Promise<void> {
  const result = await target.until(async () => {
    const value = await target.poll(scheduled.taskList, { deadlineMs: refusalMs });
    return { done: value.kind === 'task', value };
  }, refusalMs);
  const own = result.kind === 'task' && result.task.activityId === scheduled.activityId;
  const expected = `the task to wait still for a proper poll (activityId ${scheduled.activityId})`;
  const shown: Shown = [...before.map(({ exchange }) => exchange), result.exchange];
  observed.part('body.taskToken', own, expected, describe(result.exchange), ...shown);
}

function named(target: string | undefined): string {
  return target === undefined ? 'a request without X-Amz-Target' : `X-Amz-Target: ${target}`;
}
