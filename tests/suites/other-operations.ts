// Two operations as the catalogue has them, for what must be true of rules that several operations have: a poll of the other
// kind, and one that is answered at once.

import { bodyObject } from '../../client/exchange.ts';
import type { Fixture } from '../../kit/fixture.ts';
import {
  type LongPoll,
  type Operation,
  pollWords,
  requestWords,
  type TaskSpec,
} from '../../kit/operation.ts';
import { pollResult } from '../../kit/poll.ts';
import { apiReference, developerGuide } from '../../kit/rule.ts';
import { servablePoll } from '../../kit/servable-request.ts';
import type { AwaitedTask } from '../../kit/workflow.ts';

const wrongType = { mistake: 'a number as the name of the task list', members: { taskList: { name: 1 } } };
const missing = { mistake: 'no task list', members: { taskList: undefined } };
const success = developerGuide('HTTP/1.1 200 OK');

/** An execution whose first decision task waits. */
async function startExecution(target: Fixture, { taskList, id, input }: TaskSpec): Promise<AwaitedTask> {
  const workflow = await target.startWorkflowUndecided(taskList, {
    ...(id !== undefined && { workflowId: id }),
    ...(input !== undefined && { input }),
  });
  return { workflow, taskList: workflow.decisionList, exchange: workflow.startedBy };
}

export const decisionPoll: LongPoll = {
  name: 'PollForDecisionTask',
  slug: 'poll-for-decision-task',
  documentation: (quote) => apiReference('PollForDecisionTask', quote),
  quotes: {
    domain: 'The name of the domain containing the task lists to poll.',
    taskList: 'Specifies the task list to poll for decision tasks.',
    naming: 'The specified string must not contain a : (colon), / (slash), | (vertical bar), […]',
    ofNamedList: 'Specifies the task list to poll for decision tasks.',
    longPoll: 'holds the HTTP connection open and responds as soon a task becomes available',
    maximumHold: 'If no decision task is available […] before the timeout of 60 seconds expires',
    emptyAfterHold: 'an empty result is returned',
    socketTimeout: 'Deciders should set their client side socket timeout to at least 70 seconds',
  },
  faults: ['UnknownResourceFault', 'OperationNotPermittedFault', 'LimitExceededFault'],
  success,
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
    missing,
    wrongType,
  },
  pollers: 'deciders',
  tasks: 'decision tasks',
  otherPoll: { name: 'PollForActivityTask', tasks: 'activity tasks' },
  startedEvent: 'DecisionTaskStarted',
  validRequest: async (target, domain) => ({ domain, taskList: { name: target.freshName() } }),
  async servableRequests(target, specs) {
    const tasks = await decisionPoll.bringAbout(target, specs);
    return tasks.map((task) => servablePoll(target, 'PollForDecisionTask', task));
  },
  bringAbout: (target, specs) => Promise.all(specs.map((spec) => startExecution(target, spec))),
  async taskSource(target) {
    await target.suiteWorkflowType();
    return (...lists) => Promise.all(lists.map((taskList) => startExecution(target, { taskList })));
  },
  starts: (events) => events.filter(({ eventType }) => eventType === 'DecisionTaskStarted').length,
};

const name = 'CountPendingActivityTasks';

export const count: Operation = {
  name,
  slug: 'count-pending-activity-tasks',
  documentation: (quote) => apiReference(name, quote),
  quotes: {
    domain: 'The name of the domain that contains the task list.',
    taskList: 'The name of the task list.',
  },
  faults: ['UnknownResourceFault', 'OperationNotPermittedFault'],
  success,
  words: requestWords,
  holds: false,
  wants: {
    member: 'count',
    it: 'a count',
    own: 'a count',
    ofList: 'the count of the list of this name',
    isIn: (exchange) => exchange.answer?.status === 200 && Number.isInteger(bodyObject(exchange)?.count),
  },
  mistakes: {
    tooLong: {
      mistake: 'a task list name of 257 characters',
      members: { taskList: { name: 'i'.repeat(257) } },
    },
    missing,
    wrongType,
  },
  validRequest: async (target, domain) => ({ domain, taskList: { name: target.freshName() } }),
  async servableRequests(target, specs) {
    const domain = await target.domain();
    return specs.map(({ taskList = target.freshName() }) => {
      const body = { domain, taskList: { name: taskList } };
      return {
        body,
        still: 'a proper request to be answered with a count still',
        serve: async () => (await target.setUp(name, body)).exchange,
        isServedBy: count.wants.isIn,
        observe: (observed, exchange, expected) => void observed.success(exchange, expected),
      };
    });
  },
};
