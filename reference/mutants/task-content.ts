import type { JsonObject } from '../model.ts';
import type { Mutant } from './mutant.ts';
import { eventUnknown, tasksUnknown, tasksUnseen, telling, workflowUnknown, writing } from './task-making.ts';
import { cutTo, cutToBytes, nameChanges } from './text-changes.ts';

/** A service that changes the activity's id. */
function changingActivityId(change: (id: string) => string): Mutant['options'] {
  return telling((view, { activityId }) => ({ ...view, activityId: change(activityId) }));
}

/** A service that tells the started event's id otherwise. */
function changingStartedEventId(change: (id: number) => unknown): Mutant['options'] {
  return telling((view, { startedEventId }) => ({ ...view, startedEventId: change(startedEventId) }));
}

/** A service that tells the execution otherwise. */
function changingExecution(change: (execution: { workflowId: string; runId: string }) => JsonObject) {
  return telling((view, { execution: { workflowId, runId } }) => ({
    ...view,
    workflowExecution: change({ workflowId, runId }),
  }));
}

/** What a task says beside its input: another thing than what was scheduled, or more than the model has. */
export const taskContentMutants: readonly Mutant[] = [
  {
    name: 'task-started-event-id-0',
    breaks: [
      'poll-for-activity-task.task.shape',
      'poll-for-activity-task.task.sdk',
      'poll-for-activity-task.history.started-event',
    ],
    collateral: [eventUnknown],
    does: 'startedEventId is 0.',
    options: changingStartedEventId(() => 0),
  },
  {
    name: 'task-started-event-id-fraction',
    breaks: [
      'poll-for-activity-task.task.shape',
      'poll-for-activity-task.task.sdk',
      'poll-for-activity-task.history.started-event',
    ],
    collateral: [eventUnknown],
    does: 'startedEventId is no integer.',
    options: changingStartedEventId((id) => id + 0.5),
  },
  {
    name: 'task-cut-short',
    breaks: [
      'poll-for-activity-task.task.sdk',
      'poll-for-activity-task.task.shape',
      'poll-for-activity-task.task.activity',
      'poll-for-activity-task.task.input',
      'poll-for-activity-task.wire.json',
    ],
    collateral: [tasksUnseen],
    does: 'The answer with a task lacks its last character.',
    options: writing((text) => text.slice(0, -1)),
  },
  {
    name: 'task-byte-order-mark',
    breaks: ['poll-for-activity-task.task.sdk', 'poll-for-activity-task.wire.json'],
    does: 'The answer with a task begins with a byte order mark.',
    options: writing((text) => `\uFEFF${text}`),
  },
  {
    name: 'task-names-task-list',
    breaks: ['poll-for-activity-task.task.no-extra-members'],
    does: 'The task says the list that it comes from.',
    options: telling((view) => ({ ...view, taskList: { name: 'list' } })),
  },
  {
    name: 'task-names-scheduled-event',
    breaks: ['poll-for-activity-task.task.no-extra-members'],
    does: 'The task says its scheduledEventId.',
    options: telling((view, { scheduledEventId }) => ({ ...view, scheduledEventId })),
  },
  {
    name: 'task-type-described',
    breaks: ['poll-for-activity-task.task.no-extra-members'],
    does: 'activityType has a description.',
    options: telling((view, { activityType }) => ({
      ...view,
      activityType: { ...activityType, description: '' },
    })),
  },
  {
    name: 'task-type-swapped',
    breaks: ['poll-for-activity-task.task.activity', 'poll-for-activity-task.task.sdk'],
    does: 'The name and the version of the type are swapped.',
    options: telling((view, { activityType: { name, version } }) => ({
      ...view,
      activityType: { name: version, version: name },
    })),
  },
  {
    name: 'task-type-always-version-1',
    breaks: ['poll-for-activity-task.task.activity'],
    does: 'The version of the type is always 1.',
    options: telling((view, { activityType }) => ({
      ...view,
      activityType: { ...activityType, version: '1' },
    })),
  },
  {
    name: 'task-type-by-name',
    breaks: ['poll-for-activity-task.task.activity'],
    does: 'The lowest version registered under the name of the type is told.',
    options: telling((view, { activityType: { name }, execution }) => {
      const types = [...execution.domain.activityTypes.values()].filter((type) => type.name === name);
      return { ...view, activityType: { name, version: types.map(({ version }) => version).sort()[0] } };
    }),
  },
  ...[...nameChanges, cutTo(255), cutToBytes(256)].map(
    ({ name, does, change }): Mutant => ({
      name: `task-activity-id-${name}`,
      breaks:
        name === 'upper-case'
          ? ['poll-for-activity-task.task.activity', 'poll-for-activity-task.task.sdk']
          : ['poll-for-activity-task.task.activity'],
      ...(name === 'upper-case' && { collateral: [tasksUnknown] }),
      does: `activityId ${does}.`,
      options: changingActivityId(change),
    }),
  ),
  {
    name: 'task-activity-id-crash',
    breaks: ['poll-for-activity-task.task.activity'],
    does: 'A task with a character beyond U+FFFF in its activityId brings a 500.',
    options: changingActivityId((id) => {
      if (/[\u{10000}-\u{10ffff}]/u.test(id)) {
        throw new TypeError('invalid character');
      }
      return id;
    }),
  },
  {
    name: 'task-activity-id-scheduled-event',
    breaks: ['poll-for-activity-task.task.activity', 'poll-for-activity-task.task.sdk'],
    collateral: [tasksUnknown],
    does: 'activityId is the scheduledEventId as text.',
    options: telling((view, { scheduledEventId }) => ({ ...view, activityId: String(scheduledEventId) })),
  },
  {
    name: 'task-execution-of-latest',
    breaks: ['poll-for-activity-task.task.execution'],
    collateral: [
      {
        rules: ['poll-for-activity-task.task.sdk', 'poll-for-activity-task.task-list.*'],
        why: 'They see another execution where one was started between their own and their poll.',
      },
    ],
    does: 'workflowExecution is the execution that was started last.',
    options: telling((view, { execution }) => {
      const latest = [...execution.domain.executions.values()].at(-1) ?? execution;
      return { ...view, workflowExecution: { workflowId: latest.workflowId, runId: latest.runId } };
    }),
  },
  {
    name: 'task-execution-swapped',
    breaks: ['poll-for-activity-task.task.execution', 'poll-for-activity-task.task.sdk'],
    collateral: [workflowUnknown],
    does: 'workflowId and runId are swapped.',
    options: changingExecution(({ workflowId, runId }) => ({ workflowId: runId, runId: workflowId })),
  },
  {
    name: 'task-run-id-made-up',
    breaks: ['poll-for-activity-task.task.execution', 'poll-for-activity-task.task.sdk'],
    does: 'The runId is made up.',
    options: changingExecution(({ workflowId }) => ({
      workflowId,
      runId: '00000000-0000-0000-0000-000000000000',
    })),
  },
  {
    name: 'task-run-id-empty',
    breaks: [
      'poll-for-activity-task.task.shape',
      'poll-for-activity-task.task.execution',
      'poll-for-activity-task.task.sdk',
    ],
    does: 'The runId is empty.',
    options: changingExecution(({ workflowId }) => ({ workflowId, runId: '' })),
  },
  {
    name: 'task-run-id-without-dashes',
    breaks: ['poll-for-activity-task.task.execution', 'poll-for-activity-task.task.sdk'],
    does: 'The runId is written without its dashes.',
    options: changingExecution(({ workflowId, runId }) => ({ workflowId, runId: runId.replaceAll('-', '') })),
  },
];
