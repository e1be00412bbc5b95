import { scheduleMany } from '../../kit/batches.ts';
import { type LongPoll, pollWords } from '../../kit/operation.ts';
import { pollResult } from '../../kit/poll.ts';
import { apiReference, recorded } from '../../kit/rule.ts';
import { servablePoll } from '../../kit/servable-request.ts';
import { eventsOf } from './delivery-events.ts';

const name = 'PollForActivityTask';

export const operation: LongPoll = {
  name,
  slug: 'poll-for-activity-task',
  documentation: (quote) => apiReference(name, quote),
  quotes: {
    domain: '[REQUIRED] The name of the domain that contains the task lists being polled.',
    taskList: '[REQUIRED] Specifies the task list to poll for activity tasks.',
    naming:
      'The specified string must not start or end with whitespace. It must not contain a : (colon), / (slash), | (vertical bar), or any control characters (\\u0000-\\u001f | \\u007f-\\u009f). Also, it must not be the literal string arn.',
    ofNamedList: 'Specifies the task list to poll for activity tasks.',
    longPoll:
      'This initiates a long poll, where the service holds the HTTP connection open and responds as soon as a task becomes available.',
    maximumHold:
      'The maximum time the service holds on to the request before responding is 60 seconds. If no task is available within 60 seconds, the poll returns an empty result.',
    emptyAfterHold: 'If no task is available within 60 seconds, the poll returns an empty result.',
    socketTimeout:
      'Workers should set their client side socket timeout to at least 70 seconds (10 seconds higher than the maximum time service may hold the poll request).',
  },
  faults: ['UnknownResourceFault', 'OperationNotPermittedFault', 'LimitExceededFault'],
  success: recorded(
    'recorded on the live service, 2015 and 2016 (amazonka 108, 257, 285)',
    'status 200, and the body is exactly {"startedEventId":0}',
  ),
  words: pollWords,
  holds: true,
  wants: {
    member: 'taskToken',
    it: 'the task',
    own: 'the scheduled task',
    ofList: 'the task that was scheduled on the list of this name',
    isIn: (exchange) => pollResult(exchange).kind === 'task',
  },
  mistakes: {
    tooLong: { mistake: 'an identity of 257 characters', members: { identity: 'i'.repeat(257) } },
    missing: { mistake: 'no task list', members: { taskList: undefined } },
    wrongType: {
      mistake: 'a number as the name of the task list',
      members: { taskList: { name: 1 } },
    },
  },
  pollers: 'workers',
  tasks: 'activity tasks',
  otherPoll: { name: 'PollForDecisionTask', tasks: 'decision tasks' },
  startedEvent: 'ActivityTaskStarted',

  async validRequest(target, domain) {
    return { domain, taskList: { name: target.freshName() } };
  },

  async servableRequests(target, specs) {
    const scheduled = await operation.bringAbout(target, specs);
    return scheduled.map((task) => servablePoll(target, name, task));
  },

  bringAbout: (target, specs) =>
    scheduleMany(
      target,
      specs.map(({ id, ...spec }) => ({ ...spec, ...(id !== undefined && { activityId: id }) })),
    ),

  async taskSource(target) {
    const workflow = await target.startWorkflow();
    return (...taskLists) => workflow.schedule(...taskLists.map((taskList) => ({ taskList })));
  },

  starts: (events, { activityId }) =>
    eventsOf(events, { activityId: String(activityId) }, 'ActivityTaskStarted').length,
};
