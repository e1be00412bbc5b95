import { swfFault } from '../faults.ts';
import type { ScheduleActivityAttributes, TokenInput } from '../inputs.ts';
import type { ActivityTask, CloseStatus, Execution, JsonObject, Task } from '../model.ts';
import { ReferenceService } from '../service.ts';
import { answeringPolls, serving, withBody } from './making.ts';
import type { Mutant } from './mutant.ts';

/** A service that tells workers something else of a task. */
function telling(change: (view: JsonObject, task: ActivityTask) => JsonObject): Mutant['options'] {
  return serving(
    class extends ReferenceService {
      override activityTaskView(task: ActivityTask): JsonObject {
        return change(super.activityTaskView(task), task);
      }
    },
  );
}

/** A service that changes an input that was given. */
function changingInput(change: (input: string) => string | undefined): Mutant['options'] {
  return telling((view, { input }) => ({ ...view, input: input === undefined ? undefined : change(input) }));
}

/** A service that changes the activity's id. */
function changingActivityId(change: (id: string) => string): Mutant['options'] {
  return telling((view, { activityId }) => ({ ...view, activityId: change(activityId) }));
}

/** A service that makes tokens otherwise. */
function tokens(make: (task: Task) => string): Mutant['options'] {
  return serving(
    class extends ReferenceService {
      override taskToken(task: Task): string {
        return task.kind === 'activity' ? make(task) : super.taskToken(task);
      }
    },
  );
}

/** A service that records something else when an activity ends. */
function closing(
  change: (attributes: JsonObject, task: ActivityTask) => JsonObject | undefined,
): Mutant['options'] {
  return serving(
    class extends ReferenceService {
      override record(execution: Execution, eventType: string, attributes: JsonObject): number {
        const task = [...execution.activities.values()].find(
          ({ scheduledEventId }) => scheduledEventId === attributes.scheduledEventId,
        );
        if (eventType !== 'ActivityTaskCompleted' || !task) {
          return super.record(execution, eventType, attributes);
        }
        const changed = change(attributes, task);
        return changed ? super.record(execution, eventType, changed) : 0;
      }
    },
  );
}

/** A server whose answers with a task are written otherwise. */
function writing(write: (text: string) => string): Mutant['options'] {
  return {
    wrap: answeringPolls((body, response) =>
      body.taskToken ? withBody(response, write(JSON.stringify(body))) : response,
    ),
  };
}

function parsed(input: string): string {
  try {
    return JSON.stringify(JSON.parse(input));
  } catch {
    return input;
  }
}

let tokenCount = 0;

/** What a task says, broken, and what its token does. */
export const taskMutants: readonly Mutant[] = [
  {
    name: 'task-started-event-id-0',
    breaks: ['task.shape', 'task.sdk'],
    does: 'startedEventId is 0.',
    options: telling((view) => ({ ...view, startedEventId: 0 })),
  },
  {
    name: 'task-started-event-id-text',
    breaks: ['task.shape'],
    does: 'startedEventId is text.',
    options: telling((view) => ({ ...view, startedEventId: String(view.startedEventId) })),
  },
  {
    name: 'task-started-event-id-missing',
    breaks: ['task.shape', 'task.sdk'],
    does: 'startedEventId is missing.',
    options: telling((view) => ({ ...view, startedEventId: undefined })),
  },
  {
    name: 'task-started-event-id-fraction',
    breaks: ['task.shape'],
    does: 'startedEventId is no integer.',
    options: telling((view) => ({ ...view, startedEventId: Number(view.startedEventId) + 0.5 })),
  },
  {
    name: 'task-activity-id-missing',
    breaks: ['task.shape', 'task.activity', 'task.sdk'],
    does: 'activityId is missing.',
    options: telling((view) => ({ ...view, activityId: undefined })),
  },
  {
    name: 'task-version-missing',
    breaks: ['task.shape', 'task.activity', 'task.sdk'],
    does: 'activityType has no version.',
    options: telling((view, { activityType: { name } }) => ({ ...view, activityType: { name } })),
  },
  {
    name: 'task-version-number',
    breaks: ['task.shape', 'task.activity'],
    does: 'activityType.version is a number.',
    options: telling((view, { activityType: { name, version } }) => ({
      ...view,
      activityType: { name, version: Number(version) },
    })),
  },
  {
    name: 'task-type-text',
    breaks: ['task.shape', 'task.activity'],
    does: 'activityType is its name.',
    options: telling((view, { activityType }) => ({ ...view, activityType: activityType.name })),
  },
  {
    name: 'task-run-id-missing',
    breaks: ['task.shape', 'task.execution', 'task.sdk'],
    does: 'workflowExecution has no runId.',
    options: telling((view, { execution: { workflowId } }) => ({
      ...view,
      workflowExecution: { workflowId },
    })),
  },
  {
    name: 'task-execution-missing',
    breaks: ['task.shape', 'task.execution', 'task.sdk'],
    does: 'workflowExecution is missing.',
    options: telling((view) => ({ ...view, workflowExecution: undefined })),
  },
  {
    name: 'task-token-too-long',
    breaks: ['task.shape'],
    does: 'taskToken has more than 1024 characters.',
    options: tokens((task) => `${task.execution.runId}-${task.scheduledEventId}`.padEnd(1025, '=')),
  },
  {
    name: 'task-token-number',
    breaks: ['task.shape'],
    does: 'taskToken is a number.',
    options: telling((view, task) => ({ ...view, taskToken: task.startedEventId })),
  },
  {
    name: 'task-token-missing',
    breaks: ['task.shape'],
    does: 'taskToken is missing.',
    options: telling((view) => ({ ...view, taskToken: undefined })),
  },
  {
    name: 'task-wrapped',
    breaks: ['task.shape'],
    does: 'The task is wrapped in a member ActivityTask.',
    options: telling((view) => ({ ActivityTask: view })),
  },
  {
    name: 'task-input-number',
    breaks: ['task.shape', 'task.input', 'task.sdk'],
    does: 'input is an object.',
    options: telling((view, { input }) => ({ ...view, input: input === undefined ? undefined : { input } })),
  },
  {
    name: 'task-names-task-list',
    breaks: ['task.no-extra-members'],
    does: 'The task says the list that it comes from.',
    options: telling((view) => ({ ...view, taskList: { name: 'list' } })),
  },
  {
    name: 'task-names-scheduled-event',
    breaks: ['task.no-extra-members'],
    does: 'The task says its scheduledEventId.',
    options: telling((view, { scheduledEventId }) => ({ ...view, scheduledEventId })),
  },
  {
    name: 'task-type-described',
    breaks: ['task.no-extra-members'],
    does: 'activityType has a description.',
    options: telling((view, { activityType }) => ({
      ...view,
      activityType: { ...activityType, description: '' },
    })),
  },
  {
    name: 'task-type-swapped',
    breaks: ['task.activity', 'task.sdk'],
    does: 'The name and the version of the type are swapped.',
    options: telling((view, { activityType: { name, version } }) => ({
      ...view,
      activityType: { name: version, version: name },
    })),
  },
  {
    name: 'task-type-always-version-1',
    breaks: ['task.activity'],
    does: 'The version of the type is always 1.',
    options: telling((view, { activityType }) => ({
      ...view,
      activityType: { ...activityType, version: '1' },
    })),
  },
  {
    name: 'task-type-by-name',
    breaks: ['task.activity'],
    does: 'Types are found by their name alone, so that another version is told.',
    options: serving(
      class extends ReferenceService {
        override scheduleActivity(
          execution: Execution,
          wanted: ScheduleActivityAttributes,
          id: number,
        ): void {
          const { name } = wanted.activityType;
          const first = [...execution.domain.activityTypes.values()].find((type) => type.name === name);
          const activityType = { name, version: first?.version ?? wanted.activityType.version };
          super.scheduleActivity(execution, { ...wanted, activityType }, id);
        }
      },
    ),
  },
  {
    name: 'task-activity-id-folded',
    breaks: ['task.activity'],
    does: 'activityId is in lower case.',
    options: changingActivityId((id) => id.toLowerCase()),
  },
  {
    name: 'task-activity-id-normalized',
    breaks: ['task.activity'],
    does: 'activityId is normalized.',
    options: changingActivityId((id) => id.normalize('NFC')),
  },
  {
    name: 'task-activity-id-cut',
    breaks: ['task.activity'],
    does: 'activityId is cut to 255 characters.',
    options: changingActivityId((id) => id.slice(0, 255)),
  },
  {
    name: 'task-activity-id-ascii',
    breaks: ['task.activity'],
    does: 'What ASCII lacks in activityId is replaced.',
    options: changingActivityId((id) => id.replaceAll(/[^\u0000-\u007f]/g, '?')),
  },
  {
    name: 'task-activity-id-astral',
    breaks: ['task.activity'],
    does: 'Characters beyond U+FFFF in activityId are replaced.',
    options: changingActivityId((id) => id.replaceAll(/[\u{10000}-\u{10ffff}]/gu, '\ufffd')),
  },
  {
    name: 'task-activity-id-markup',
    breaks: ['task.activity'],
    does: 'activityId is escaped for HTML.',
    options: changingActivityId((id) => id.replaceAll('&', '&amp;').replaceAll('<', '&lt;')),
  },
  {
    name: 'task-activity-id-scheduled-event',
    breaks: ['task.activity'],
    does: 'activityId is the scheduledEventId as text.',
    options: telling((view, { scheduledEventId }) => ({ ...view, activityId: String(scheduledEventId) })),
  },
  {
    name: 'task-execution-of-latest',
    breaks: ['task.execution'],
    does: 'workflowExecution is the execution that was started last.',
    options: telling((view, { execution }) => {
      const latest = [...execution.domain.executions.values()].at(-1) ?? execution;
      return { ...view, workflowExecution: { workflowId: latest.workflowId, runId: latest.runId } };
    }),
  },
  {
    name: 'task-execution-swapped',
    breaks: ['task.execution', 'task.sdk'],
    does: 'workflowId and runId are swapped.',
    options: telling((view, { execution: { workflowId, runId } }) => ({
      ...view,
      workflowExecution: { workflowId: runId, runId: workflowId },
    })),
  },
  {
    name: 'task-run-id-made-up',
    breaks: ['task.execution', 'task.sdk'],
    does: 'The runId is made up.',
    options: telling((view, { execution: { workflowId } }) => ({
      ...view,
      workflowExecution: { workflowId, runId: '00000000-0000-0000-0000-000000000000' },
    })),
  },
  ...(
    [
      ['dropped', 'is left out', () => undefined],
      ['trimmed', 'is trimmed', (input) => input.trim()],
      ['trimmed-at-end', 'loses line ends at its end', (input) => input.replace(/[\r\n]+$/, '')],
      ['normalized', 'is normalized', (input) => input.normalize('NFC')],
      ['cut-at-32767', 'is cut to 32767 characters', (input) => input.slice(0, 32_767)],
      ['cut-at-2048', 'is cut to 2048 characters', (input) => input.slice(0, 2048)],
      ['cut-at-256', 'is cut to 256 characters', (input) => input.slice(0, 256)],
      ['cut-at-nul', 'ends at U+0000', (input) => input.split('\0')[0]],
      [
        'cut-in-bytes',
        'is cut to 32768 bytes of UTF-8',
        (input) => Buffer.from(input).subarray(0, 32_768).toString(),
      ],
      ['line-ends', 'has other line ends', (input) => input.replaceAll('\r\n', '\n')],
      ['carriage-returns', 'loses carriage returns', (input) => input.replaceAll('\r', '')],
      ['parsed', 'is parsed and written again where it is JSON', parsed],
      [
        'unescaped',
        'has its backslashes read',
        (input) => input.replaceAll('\\n', '\n').replaceAll('\\\\', '\\'),
      ],
      ['markup', 'is escaped for HTML', (input) => input.replaceAll('&', '&amp;').replaceAll('<', '&lt;')],
      [
        'controls-dropped',
        'loses control characters',
        (input) => input.replaceAll(/[\u0000-\u0008\u007f-\u009f]/g, ''),
      ],
      ['nul-dropped', 'loses U+0000', (input) => input.replaceAll('\0', '')],
      ['byte-order-mark', 'loses a byte order mark', (input) => input.replace(/^\ufeff/, '')],
      [
        'astral',
        'has U+FFFD for characters beyond U+FFFF',
        (input) => input.replaceAll(/[\u{10000}-\u{10ffff}]/gu, '\ufffd'),
      ],
      [
        'surrogates',
        'has U+FFFD for each half of a surrogate pair',
        (input) => input.replaceAll(/[\ud800-\udfff]/g, '\ufffd'),
      ],
      ['latin', 'is written in Latin-1', (input) => Buffer.from(input, 'latin1').toString('latin1')],
      ['utf-8-twice', 'is encoded twice', (input) => Buffer.from(input).toString('latin1')],
      [
        'separators',
        'has a line end for U+2028 and U+2029',
        (input) => input.replaceAll(/[\u2028\u2029]/g, '\n'),
      ],
      ['no-break-space', 'has a space for U+00A0', (input) => input.replaceAll('\u00a0', ' ')],
      ['tabs', 'has a space for a tab', (input) => input.replaceAll('\t', ' ')],
      ['quoted', 'is written as JSON once more', (input) => JSON.stringify(input)],
    ] satisfies [string, string, (input: string) => string | undefined][]
  ).map(
    ([name, does, change]): Mutant => ({
      name: `task-input-${name}`,
      breaks: ['task.input'],
      does: `input ${does}.`,
      options: changingInput(change),
    }),
  ),
  {
    name: 'task-input-made-up-null',
    breaks: ['task.input-absent'],
    does: 'Where no input was given it is the text null.',
    options: telling((view, { input }) => ({ ...view, input: input ?? 'null' })),
  },
  {
    name: 'task-input-made-up-object',
    breaks: ['task.input-absent'],
    does: 'Where no input was given it is the text {}.',
    options: telling((view, { input }) => ({ ...view, input: input ?? '{}' })),
  },
  {
    name: 'task-input-of-workflow',
    breaks: ['task.input-absent'],
    does: 'Where no input was given it is an empty object.',
    options: telling((view, { input }) => ({ ...view, input: input ?? {} })),
  },
  {
    name: 'task-byte-order-mark',
    breaks: ['task.sdk'],
    does: 'The answer with a task begins with a byte order mark.',
    options: writing((text) => `\uFEFF${text}`),
  },
  {
    name: 'task-cut-short',
    breaks: ['task.sdk', 'task.shape'],
    does: 'The answer with a task lacks its last character.',
    options: writing((text) => text.slice(0, -1)),
  },
  {
    name: 'task-raw-controls',
    breaks: ['task.sdk'],
    does: 'A line end in the input is not escaped in the answer.',
    options: writing((text) => text.replaceAll('\\n', '\n')),
  },
  {
    name: 'task-token-constant',
    breaks: ['task.token-unique'],
    does: 'All tasks have the same token.',
    options: tokens(() => 'token'),
  },
  {
    name: 'task-token-of-list',
    breaks: ['task.token-unique'],
    does: 'A token is made of the event ids alone, so that two executions share one.',
    options: tokens((task) => `token-${task.scheduledEventId}`),
  },
  {
    name: 'task-token-of-execution',
    breaks: ['task.token-unique'],
    does: 'All tasks of an execution have the same token.',
    options: tokens((task) => task.execution.runId),
  },
  {
    name: 'task-token-of-activity-id',
    breaks: ['task.token-unique'],
    does: 'The token is the activityId, which another execution may use too.',
    options: tokens((task) => (task.kind === 'activity' ? task.activityId : '')),
  },
  {
    name: 'task-token-of-second',
    breaks: ['task.token-unique'],
    does: 'A token is the second of its making.',
    options: tokens(() => String(Math.floor(Date.now() / 1000))),
  },
  {
    name: 'task-token-sometimes-again',
    breaks: ['task.token-unique'],
    does: 'Every fifth token is the one before it.',
    options: tokens(() => {
      tokenCount += 1;
      return `token-${tokenCount % 5 === 0 ? tokenCount - 1 : tokenCount}`;
    }),
  },
  {
    name: 'task-completion-not-recorded',
    breaks: ['task.token-completes'],
    does: 'RespondActivityTaskCompleted is accepted, and records nothing.',
    options: closing(() => undefined),
  },
  {
    name: 'task-completion-ids-swapped',
    breaks: ['task.token-completes'],
    does: 'ActivityTaskCompleted has its two event ids swapped.',
    options: closing((attributes) => ({
      ...attributes,
      scheduledEventId: attributes.startedEventId,
      startedEventId: attributes.scheduledEventId,
    })),
  },
  {
    name: 'task-completion-of-first',
    breaks: ['task.token-completes'],
    does: "ActivityTaskCompleted has the scheduledEventId of the execution's first activity.",
    options: closing((attributes, { execution }) => ({
      ...attributes,
      scheduledEventId: execution.events.find(({ eventType }) => eventType === 'ActivityTaskScheduled')
        ?.eventId,
    })),
  },
  {
    name: 'task-completion-without-ids',
    breaks: ['task.token-completes'],
    does: 'ActivityTaskCompleted has no event ids.',
    options: closing(({ result }) => ({ result })),
  },
  {
    name: 'task-completion-without-result',
    breaks: ['task.token-completes'],
    does: 'ActivityTaskCompleted has no result.',
    options: closing((attributes) => ({ ...attributes, result: undefined })),
  },
  {
    name: 'task-started-event-id-of-schedule',
    breaks: ['task.token-completes'],
    does: 'The task names its ActivityTaskScheduled event as the started one.',
    options: telling((view, { scheduledEventId }) => ({ ...view, startedEventId: scheduledEventId })),
  },
  {
    name: 'task-token-unknown',
    breaks: ['task.token-completes'],
    does: 'The token that the task tells is not the one that is kept.',
    options: telling((view, { token }) => ({ ...view, taskToken: token.slice(1) })),
  },
  {
    name: 'task-completion-crash',
    breaks: ['task.token-completes'],
    does: 'RespondActivityTaskCompleted brings a 500.',
    options: serving(
      class extends ReferenceService {
        override respondActivityTaskCompleted(): undefined {
          throw new TypeError('task is undefined');
        }
      },
    ),
  },
  ...(
    [
      ['never', 'never says that cancellation was asked for', () => ({ cancelRequested: false })],
      ['always', 'always says that cancellation was asked for', () => ({ cancelRequested: true })],
      ['text', 'says so as text', (requested) => ({ cancelRequested: String(requested) })],
      ['number', 'says so as a number', (requested) => ({ cancelRequested: Number(requested) })],
      ['when-true', 'says nothing before', (requested) => (requested ? { cancelRequested: true } : {})],
      ['cancelled', 'says so under another name', (requested) => ({ cancellationRequested: requested })],
    ] satisfies [string, string, (requested: boolean) => JsonObject][]
  ).map(
    ([name, does, answer]): Mutant => ({
      name: `task-heartbeat-${name}`,
      breaks: ['task.token-heartbeats'],
      does: `A heartbeat ${does}.`,
      options: serving(
        class extends ReferenceService {
          override recordActivityTaskHeartbeat(input: TokenInput): JsonObject {
            return answer(super.recordActivityTaskHeartbeat(input).cancelRequested === true);
          }
        },
      ),
    }),
  ),
  {
    name: 'task-heartbeat-unserved',
    breaks: ['task.token-heartbeats'],
    does: 'RecordActivityTaskHeartbeat is not served.',
    options: serving(
      class extends ReferenceService {
        override serves(operation: string): boolean {
          return operation !== 'RecordActivityTaskHeartbeat' && super.serves(operation);
        }
      },
    ),
  },
  {
    name: 'task-closed-accepted',
    breaks: ['task.token-closed'],
    does: 'The token of a closed task is accepted as before.',
    options: serving(
      class extends ReferenceService {
        override refuseClosedActivity(): void {}
      },
    ),
  },
  {
    name: 'task-closed-heartbeats',
    breaks: ['task.token-closed'],
    does: 'The token of a closed task is accepted by heartbeats alone.',
    options: serving(
      class extends ReferenceService {
        override recordActivityTaskHeartbeat(): JsonObject {
          return { cancelRequested: false };
        }
      },
    ),
  },
  {
    name: 'task-closed-fails',
    breaks: ['task.token-closed'],
    does: 'RespondActivityTaskFailed accepts the token of a closed task.',
    options: serving(
      class extends ReferenceService {
        override respondActivityTaskFailed(): undefined {}
      },
    ),
  },
  {
    name: 'task-closed-validation',
    breaks: ['task.token-closed'],
    does: 'The token of a closed task is answered InvalidTaskToken.',
    options: serving(
      class extends ReferenceService {
        override refuseClosedActivity(task: ActivityTask): void {
          if (task.closed) {
            throw swfFault('InvalidTaskToken', 'Invalid token');
          }
        }
      },
    ),
  },
  {
    name: 'task-closed-execution-accepted',
    breaks: ['task.token-closed-execution'],
    does: 'The token of a closed execution is accepted, and its end recorded.',
    options: serving(
      class extends ReferenceService {
        override refuseClosedExecution(): void {}
      },
    ),
  },
  {
    name: 'task-closed-execution-ignored',
    breaks: ['task.token-closed-execution'],
    does: 'The token of a closed execution is accepted, and nothing recorded.',
    options: serving(
      class extends ReferenceService {
        override respondActivityTaskCompleted(input: TokenInput): undefined {
          const isClosed = this.taskOf(input.taskToken).execution.closeStatus !== undefined;
          return isClosed ? undefined : super.respondActivityTaskCompleted(input);
        }
      },
    ),
  },
  {
    name: 'task-closed-execution-recorded',
    breaks: ['task.token-closed-execution'],
    does: 'The token of a closed execution is refused, and its end recorded all the same.',
    options: serving(
      class extends ReferenceService {
        override respondActivityTaskCompleted(input: TokenInput): undefined {
          const task = this.taskOf(input.taskToken);
          if (task.execution.closeStatus !== undefined) {
            this.record(task.execution, 'ActivityTaskCompleted', { result: input.result });
          }
          return super.respondActivityTaskCompleted(input);
        }
      },
    ),
  },
  {
    name: 'task-closed-execution-crash',
    breaks: ['task.token-closed-execution'],
    does: 'The token of a closed execution brings a 500.',
    options: serving(
      class extends ReferenceService {
        override refuseClosedExecution(task: Task): void {
          if (task.execution.closeStatus !== undefined) {
            throw new TypeError('execution is undefined');
          }
        }
      },
    ),
  },
  {
    name: 'task-closed-execution-completes-activities',
    breaks: ['task.token-closed-execution'],
    does: 'The end of an execution records its open activities as completed.',
    options: serving(
      class extends ReferenceService {
        override closeExecution(execution: Execution, status: CloseStatus): void {
          for (const { scheduledEventId, startedEventId } of execution.activities.values()) {
            this.record(execution, 'ActivityTaskCompleted', { scheduledEventId, startedEventId });
          }
          super.closeExecution(execution, status);
        }
      },
    ),
  },
];
