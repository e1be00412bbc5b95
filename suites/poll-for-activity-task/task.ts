import fc from 'fast-check';
import { bodyObject, isObject } from '../../client/exchange.ts';
import { SetupFailed } from '../../client/setup-failed.ts';
import { fragileNames, fragileTexts } from '../../generators/fragile-texts.ts';
import { activityIds, inputs } from '../../generators/index.ts';
import { scheduleMany } from '../../kit/batches.ts';
import { describe } from '../../kit/describe.ts';
import type { Fixture, TakenTask } from '../../kit/fixture.ts';
import type { Observed } from '../../kit/observed.ts';
import type { Shown } from '../../kit/outcome.ts';
import type { PollResult } from '../../kit/poll.ts';
import { asciiSource } from '../../kit/property.ts';
import { model, type RuleDefinition } from '../../kit/rule.ts';
import { suiteType } from '../../kit/set-up.ts';
import type { ActivitySpec, ScheduledActivity } from '../../kit/workflow.ts';
import { extraMembers, misfits } from '../../swf/activity-task.ts';
import { isEmptyResult } from './empty-result.ts';
import { operation } from './operation.ts';

const returned = operation.documentation(
  'If a task is returned, the worker should use its type to identify and process it correctly.',
);

/** Beside the texts that are telling anywhere, the longest: in characters of one byte, and of three. */
const fragileInputs = [...fragileTexts, 'x'.repeat(32_768), '\u4e00'.repeat(32_768)];

/** Beside the suite's own: types that differ from it in the name or in the version alone. */
const types = [
  suiteType,
  { ...suiteType, version: '2' },
  { ...suiteType, name: 'swf-conformance-other' },
] as const;

/** How long a scheduled task may take to come. */
const patienceMs = 10_000;

/** What an ActivityTask says, and that it says what was scheduled. What its token does is in task-token.ts. */
export const task: readonly RuleDefinition[] = [
  {
    id: 'task.shape',
    level: 'must',
    evidence: ['doc'],
    says: 'A task has the members, types, lengths and required members of the model; startedEventId is a positive integer.',
    citation: model(
      'ActivityTask: required taskToken, activityId, startedEventId, workflowExecution, activityType',
    ),
    fix: 'Send every required member of ActivityTask with the type and length that the model gives.',
    async check({ target, observed }) {
      for (const scheduled of await scheduleMany(target, [{ input: 'some input' }, {}])) {
        const { exchange } = await answered(target, scheduled);
        if (exchange.answer?.status !== 200 || isEmptyResult(exchange)) {
          throw new SetupFailed(`a scheduled task was not delivered: ${describe(exchange)}`, exchange);
        }
        const wrong = misfits(bodyObject(exchange));
        observed.part(
          'body',
          wrong.length === 0,
          'an ActivityTask as the model has it',
          wrong.join('; '),
          exchange,
        );
      }
    },
  },
  {
    id: 'task.no-extra-members',
    level: 'should',
    evidence: ['doc'],
    says: 'A task has no member that the model lacks.',
    citation: model(
      'ActivityTask: taskToken, activityId, startedEventId, workflowExecution, activityType, input',
    ),
    fix: 'Send only the members that the model has: strict clients refuse others.',
    async check({ target, observed }) {
      const { task, exchange } = await target.takeTask(
        await target.scheduleActivity({ input: 'some input' }),
      );
      const extra = extraMembers(task.body);
      observed.part(
        'body',
        extra.length === 0,
        "only the model's members",
        `also ${extra.join(', ')}`,
        exchange,
      );
    },
  },
  {
    id: 'task.activity',
    level: 'must',
    evidence: ['doc'],
    says: 'activityId, activityType.name and activityType.version are those that were scheduled.',
    citation: returned,
    fix: "Copy the decision's activityId and activityType to the task unchanged.",
    async check({ target, observed, property }) {
      await Promise.all(types.map((type) => target.registerActivityType(type)));
      await property({
        arbitrary: fc.record({ activityId: activityIds(), activityType: fc.constantFrom(...types) }),
        examples: fragileNames.map((activityId) => ({ activityId, activityType: suiteType })),
        prepare: (specs) => scheduleMany(target, specs),
        async check({ activityId }, scheduled: ScheduledActivity) {
          const { task, exchange } = await taken(target, observed, scheduled);
          const { name, version } = isObject(task.body.activityType) ? task.body.activityType : {};
          const seen = { activityId: task.activityId, name, version };
          const wanted = { activityId, ...scheduled.activityType };
          same(observed, wanted, seen, scheduled.exchange, exchange);
        },
      });
    },
  },
  {
    id: 'task.execution',
    level: 'must',
    evidence: ['doc'],
    says: 'workflowExecution is the execution that scheduled the task, its runId included.',
    citation: operation.documentation('The workflow execution that started this activity task.'),
    fix: 'Send the workflowId and runId of the execution whose decision scheduled the activity.',
    async check({ target, observed }) {
      // On one list, so that a target that takes the list's or the latest execution is found out.
      const taskList = target.freshName();
      const scheduled = await Promise.all([1, 2, 3].map(() => target.scheduleActivity({ taskList })));
      for (let i = 0; i < scheduled.length; i++) {
        const { task, exchange } = await target.takeTask(scheduled[i] as ScheduledActivity);
        const own = scheduled.find(({ activityId }) => activityId === task.activityId);
        observed.part(
          'body.activityId',
          own !== undefined,
          'one of the scheduled tasks',
          `activityId ${task.activityId}`,
          exchange,
        );
        const { workflowId, runId } = isObject(task.body.workflowExecution)
          ? task.body.workflowExecution
          : {};
        same(observed, own?.workflow.execution, { workflowId, runId }, exchange);
      }
    },
  },
  {
    id: 'task.input',
    level: 'must',
    evidence: ['doc'],
    says: 'input comes back character for character: any Unicode, control characters, line ends, JSON text, up to 32768.',
    citation: operation.documentation(
      'The inputs provided when the activity task was scheduled. The form of the input is user defined and should be meaningful to the activity implementation.',
    ),
    fix: "Keep the decision's input as it is: no trimming, no normalization, no cutting, no parsing.",
    async check({ target, observed, property }) {
      await property({
        arbitrary: inputs(),
        examples: fragileInputs,
        prepare: (values) =>
          scheduleMany(
            target,
            values.map((input): ActivitySpec => ({ input })),
          ),
        async check(input, scheduled: ScheduledActivity) {
          const { task, exchange } = await taken(target, observed, scheduled);
          // Nothing is said of an empty input: it may be left out.
          const seen = task.body.input ?? '';
          const place = typeof seen === 'string' ? firstDifference(input, seen) : 0;
          const wanted = `the input of ${input.length} characters: …${excerpt(input, place)}…`;
          const got =
            typeof seen === 'string' ? `${seen.length} characters: …${excerpt(seen, place)}…` : typeof seen;
          observed.part(
            'body.input',
            seen === input,
            wanted,
            `${got} (they differ from character ${place} on)`,
            exchange,
          );
        },
      });
    },
  },
  {
    id: 'task.input-absent',
    level: 'must',
    evidence: ['doc'],
    says: 'Where no input was given none is made up: input is absent or "".',
    citation: operation.documentation('The inputs provided when the activity task was scheduled.'),
    fix: 'Leave input out of the task when the decision had none.',
    async check({ target, observed }) {
      const { task, exchange } = await target.takeTask(await target.scheduleActivity());
      const none = (task.body.input ?? '') === '';
      observed.part('body.input', none, 'no input', `input ${JSON.stringify(task.body.input)}`, exchange);
    },
  },
  {
    id: 'task.sdk',
    level: 'must',
    evidence: ['doc'],
    says: 'An AWS SDK client reads the same task that the wire carried.',
    citation: operation.documentation('Unit of work sent to an activity worker.'),
    fix: 'Send the task as plain JSON of the model: text as text, startedEventId as a number.',
    async check({ target, observed }) {
      const scheduled = await target.scheduleActivity({ input: 'Für den SDK: "✓"\n' });
      const { output, error, exchange } = await sdkTask(target, scheduled);
      observed.resolved(error, exchange);
      const { activityId, input, activityType, workflowExecution } = output ?? {};
      const wanted = {
        activityId: scheduled.activityId,
        input: scheduled.input,
        ...suiteType,
        ...scheduled.workflow.execution,
      };
      const seen = {
        activityId,
        input,
        name: activityType?.name,
        version: activityType?.version,
        workflowId: workflowExecution?.workflowId,
        runId: workflowExecution?.runId,
      };
      same(observed, wanted, seen, scheduled.exchange, exchange);
      // What the model's types promise to the SDK's user; the SDK hands on whatever came.
      const token: unknown = output?.taskToken;
      observed.part(
        'taskToken read by the SDK',
        typeof token === 'string' && token !== '',
        'a text as taskToken',
        asciiSource(token),
        exchange,
      );
      const startedEventId: unknown = output?.startedEventId;
      observed.part(
        'startedEventId read by the SDK',
        Number.isInteger(startedEventId) && Number(startedEventId) > 0,
        'a positive integer as startedEventId',
        asciiSource(startedEventId),
        exchange,
      );
    },
  },
];

/** Polls until anything but an empty result comes. */
function answered(target: Fixture, { taskList }: ScheduledActivity): Promise<PollResult> {
  return target.until(async () => {
    const value = await target.poll(taskList);
    return { done: value.kind !== 'empty' || !isEmptyResult(value.exchange), value };
  }, patienceMs);
}

/**
 * Takes the scheduled task. A target that cannot send it has been broken by what the task says, if by anything.
 * @throws Violation when the poll is refused, or its answer cannot be read; SetupFailed when no task comes
 */
async function taken(target: Fixture, observed: Observed, scheduled: ScheduledActivity): Promise<TakenTask> {
  const result = await answered(target, scheduled);
  if (result.kind === 'task') return result;
  const { exchange } = result;
  const unreadable =
    result.kind === 'empty' && bodyObject(exchange) === undefined && !isEmptyResult(exchange);
  const refused = result.kind === 'fault' || exchange.ending === 'broken';
  observed.part(
    'body',
    !unreadable && !refused,
    'the task',
    describe(exchange),
    scheduled.exchange,
    exchange,
  );
  throw new SetupFailed(
    `a scheduled task was not delivered: ${describe(exchange)}`,
    scheduled.exchange,
    exchange,
  );
}

/** Polls by the SDK until the task comes, or what should be one. @throws SetupFailed when nothing does */
async function sdkTask(target: Fixture, scheduled: ScheduledActivity): ReturnType<Fixture['sdkPoll']> {
  const last = await target.until(async () => {
    const value = await target.sdkPoll(scheduled.taskList);
    return { done: value.error !== undefined || !isEmptyResult(value.exchange), value };
  }, patienceMs);
  if (last.error === undefined && isEmptyResult(last.exchange)) {
    throw new SetupFailed('a scheduled task was not delivered', scheduled.exchange, last.exchange);
  }
  return last;
}

/** Every member is as wanted; the message names those that are not. */
function same(
  observed: Observed,
  wanted: object | undefined,
  seen: Record<string, unknown>,
  ...exchanges: Shown
): void {
  const wrong = Object.entries(wanted ?? {}).filter(([name, value]) => seen[name] !== value);
  const differences = wrong.map(([name, value]) => ({
    part: name,
    expected: asciiSource(value),
    observed: asciiSource(seen[name]),
  }));
  observed.same(differences, exchanges);
}

function firstDifference(one: string, other: string): number {
  let i = 0;
  while (i < one.length && one[i] === other[i]) i += 1;
  return i;
}

function excerpt(text: string, place: number): string {
  return asciiSource(text.slice(Math.max(place - 5, 0), place + 20));
}
