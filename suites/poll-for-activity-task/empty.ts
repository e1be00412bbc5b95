import { bodyObject, type Exchange, isObject, type JsonObject } from '../../client/exchange.ts';
import { describe } from '../../kit/describe.ts';
import type { Fixture } from '../../kit/fixture.ts';
import { Inconclusive } from '../../kit/outcome.ts';
import type { PollResult } from '../../kit/poll.ts';
import { type RuleDefinition, recorded } from '../../kit/rule.ts';
import { sureToCome } from './delivery-events.ts';
import { operation } from './operation.ts';

const emptyResult = operation.documentation(
  'An empty result, in this context, means that an ActivityTask is returned, but that the value of taskToken is an empty string.',
);
const recordedResult = recorded(
  'recorded on the live service, 2015 and 2016 (amazonka 108, 257, 285)',
  'HTTP 200 and the body is exactly {"startedEventId":0}: taskToken is left out.',
);

/** What an ActivityTask may have. */
const members = ['taskToken', 'activityId', 'startedEventId', 'workflowExecution', 'activityType', 'input'];

export const empty: readonly RuleDefinition[] = [
  {
    id: 'empty.ok',
    level: 'must',
    evidence: ['doc'],
    says: 'The empty result is HTTP 200 with one JSON object: no fault, no empty body, no array, no null, no wrapper.',
    citation: emptyResult,
    fix: 'Answer a poll that found no task with HTTP 200 and a JSON object, such as {"startedEventId":0}.',
    async check({ target, observed }) {
      const exchange = await pollEmptyList(target);
      const body = observed.success(exchange);
      const [only, ...others] = Object.entries(body);
      const wrapped =
        only !== undefined &&
        others.length === 0 &&
        !members.includes(only[0]) &&
        typeof only[1] === 'object';
      const seen = `it wrapped in a member "${only?.[0]}"`;
      observed.part('body', !wrapped, 'the ActivityTask itself', seen, exchange);
    },
  },
  {
    id: 'empty.token',
    level: 'must',
    evidence: ['doc', 'live'],
    says: 'In the empty result taskToken is "" or absent.',
    citation: emptyResult,
    fix: 'Leave taskToken out of an empty result, or send "": workers take any other value for a task.',
    async check({ target, observed }) {
      const exchange = await pollEmptyList(target);
      const { taskToken } = resultIn(exchange);
      const none = taskToken === undefined || taskToken === '';
      observed.part(
        'body.taskToken',
        none,
        'taskToken "" or absent',
        `taskToken ${JSON.stringify(taskToken)}`,
        exchange,
      );
    },
  },
  {
    id: 'empty.token-form',
    level: 'info',
    evidence: ['doc', 'live'],
    says: 'Whether the empty token is "" or absent, and which clients that breaks.',
    citation: recordedResult,
    fix: 'Leave taskToken out, as the service does.',
    async check({ target, observed, report }) {
      const exchange = await pollEmptyList(target);
      const { taskToken } = resultIn(exchange);
      observed.that(!taskToken, 'an empty token', describe(exchange), exchange);
      report(
        taskToken === ''
          ? 'taskToken is "", as documented; the published Java Flow library takes only an absent one for an empty poll'
          : 'taskToken is absent, as on the live service; clients that compare it with "" alone take that for a task',
      );
    },
  },
  {
    id: 'empty.started-event-id',
    level: 'should',
    evidence: ['live'],
    says: 'In the empty result startedEventId is 0 or absent.',
    citation: recordedResult,
    fix: 'Send startedEventId 0 in an empty result, or leave it out.',
    async check({ target, observed }) {
      const exchange = await pollEmptyList(target);
      const { startedEventId } = emptyResultIn(exchange);
      const none = startedEventId === undefined || startedEventId === 0;
      observed.part(
        'body.startedEventId',
        none,
        'startedEventId 0 or absent',
        `startedEventId ${JSON.stringify(startedEventId)}`,
        exchange,
      );
    },
  },
  {
    id: 'empty.names-nothing',
    level: 'must',
    evidence: ['doc'],
    says: 'The empty result names no activity, execution or input: such members are absent or blank.',
    citation: emptyResult,
    fix: 'Leave activityId, activityType, workflowExecution and input out of an empty result.',
    async check({ target, observed }) {
      // Also on a list that had a task: its name must not linger there.
      const exchanges = await Promise.all([pollEmptyList(target), pollUsedList(target)]);
      for (const exchange of exchanges) {
        const body = emptyResultIn(exchange);
        for (const name of ['activityId', 'activityType', 'workflowExecution', 'input']) {
          const wanted = `${name} absent or blank in an empty result`;
          observed.part(
            `body.${name}`,
            isBlank(body[name]),
            wanted,
            `${name} ${JSON.stringify(body[name])}`,
            exchange,
          );
        }
      }
    },
  },
  {
    id: 'empty.no-other-members',
    level: 'should',
    evidence: ['live'],
    says: 'The empty result has no member but startedEventId and perhaps taskToken.',
    citation: recordedResult,
    fix: 'Answer exactly {"startedEventId":0}.',
    async check({ target, observed }) {
      const exchange = await pollEmptyList(target);
      const others = Object.keys(emptyResultIn(exchange)).filter(
        (n) => n !== 'startedEventId' && n !== 'taskToken',
      );
      const seen = `also ${others.map((name) => JSON.stringify(name)).join(', ')}`;
      observed.part(
        'body',
        others.length === 0,
        'startedEventId and perhaps taskToken alone',
        seen,
        exchange,
      );
    },
  },
  {
    id: 'empty.no-trace',
    level: 'must',
    evidence: ['derived'],
    says: 'An empty poll starts nothing: no event is recorded, and a task scheduled later is delivered whole to the next poll.',
    citation: operation.documentation(
      'If no task is available within 60 seconds, the poll returns an empty result.',
    ),
    fix: 'Record ActivityTaskStarted only when a task is handed out, and forget a poll that ended empty.',
    async check({ target, observed }) {
      const workflow = await target.startWorkflow();
      const taskList = target.freshName();
      const nothing = await target.poll(taskList);
      if (nothing.kind !== 'empty') throw notEmpty(nothing);
      const events = await workflow.history();
      const activity = events.find((event) => event.eventType.startsWith('ActivityTask'))?.eventType;
      observed.part(
        'history',
        activity === undefined,
        'no event of an activity task',
        `${activity}`,
        nothing.exchange,
      );
      const [scheduled, elsewhere] = await workflow.schedule({ taskList, input: 'after an empty poll' }, {});
      const result = await target.pollForTask(taskList);
      // Where a list that was never polled brings nothing either, the empty poll is not to blame.
      if (result.kind === 'empty') await sureToCome(target, elsewhere);
      const task = observed.task(result, scheduled, 'the task scheduled later');
      const { input } = task.body;
      observed.part(
        'body.input',
        input === scheduled.input,
        `its input "${scheduled.input}"`,
        JSON.stringify(input) ?? 'none',
        scheduled.exchange,
        result.exchange,
      );
      const later = await workflow.historyWith((all) => all.some(isStart));
      const starts = later.filter(isStart).length;
      observed.part(
        'history',
        starts === 1,
        'one ActivityTaskStarted, of that task',
        `${starts} of them`,
        nothing.exchange,
        scheduled.exchange,
        ...workflow.historyRead,
      );
    },
  },
  {
    id: 'empty.sdk',
    level: 'must',
    evidence: ['doc'],
    says: 'An AWS SDK client resolves an empty poll, and its taskToken is empty.',
    citation: emptyResult,
    fix: 'Send the empty result as the JSON object that the protocol describes.',
    async check({ target, observed }) {
      const { error, output, exchange } = await target.sdkPoll(target.freshName(), {
        domain: await target.domain(),
      });
      observed.resolved(error, exchange);
      const token = output?.taskToken;
      observed.part(
        'taskToken read by the SDK',
        !token,
        'no taskToken',
        `taskToken ${JSON.stringify(token)}`,
        exchange,
      );
    },
  },
];

const isStart = ({ eventType }: { eventType: string }) => eventType === 'ActivityTaskStarted';

/** Polls a list on which there is nothing, until the target answers. */
async function pollEmptyList(target: Fixture): Promise<Exchange> {
  return (await target.poll(target.freshName(), { domain: await target.domain() })).exchange;
}

/** Polls a list whose only task was taken and completed, until the target answers. @throws SetupFailed */
async function pollUsedList(target: Fixture): Promise<Exchange> {
  const scheduled = await target.scheduleActivity({ input: 'the task before' });
  const { task } = await target.takeTask(scheduled);
  await target.setUp('RespondActivityTaskCompleted', { taskToken: task.taskToken });
  return (await target.poll(scheduled.taskList)).exchange;
}

/** The JSON object of a 2xx answer. @throws Inconclusive when there is none: empty.ok is about that */
function resultIn(exchange: Exchange): JsonObject {
  const body = exchange.answer && exchange.answer.status < 300 ? bodyObject(exchange) : undefined;
  if (body) return body;
  throw new Inconclusive(`no empty result to look at: ${describe(exchange)}`, exchange);
}

/** The same, where it is no task. @throws Inconclusive when it is: empty.token is about that */
function emptyResultIn(exchange: Exchange): JsonObject {
  const body = resultIn(exchange);
  if (!body.taskToken) return body;
  throw new Inconclusive(`no empty result to look at: ${describe(exchange)}`, exchange);
}

function notEmpty(result: PollResult): Inconclusive {
  return new Inconclusive(`the first poll did not end empty: ${describe(result.exchange)}`, result.exchange);
}

/** Absent, null, `""`, or an object of nothing else. */
function isBlank(value: unknown): boolean {
  if (value === undefined || value === null || value === '') return true;
  return isObject(value) && Object.values(value).every(isBlank);
}
