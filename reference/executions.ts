import { randomUUID } from 'node:crypto';
import { type Fault, invalid, swfFault } from './faults.ts';
import type { ExecutionInput, HistoryInput, PageInput, StartInput, TerminateInput } from './inputs.ts';
import type {
  Call,
  CloseStatus,
  Domain,
  Duration,
  Execution,
  HistoryEvent,
  JsonObject,
  Task,
} from './model.ts';
import { TaskLists } from './task-lists.ts';

/** Workflow executions and their histories. */
export abstract class Executions extends TaskLists {
  /** Asks for a decision task, because something happened that the decider should see. */
  abstract wantDecision(execution: Execution): void;

  startWorkflowExecution(input: StartInput, call: Call): JsonObject {
    const domain = this.domainInUse(input.domain, call);
    const type = this.workflowTypeOf(domain, input.workflowType);
    if (this.openExecution(domain, input.workflowId) !== undefined) {
      throw swfFault('WorkflowExecutionAlreadyStartedFault', `Already started: ${input.workflowId}`);
    }
    const execution: Execution = {
      domain,
      workflowId: input.workflowId,
      runId: this.runId(),
      workflowType: { name: type.name, version: type.version },
      taskList: required('taskList', input.taskList ?? type.defaultTaskList),
      taskPriority: input.taskPriority ?? type.defaultTaskPriority ?? '0',
      taskStartToCloseTimeout: required(
        'taskStartToCloseTimeout',
        input.taskStartToCloseTimeout ?? type.defaultTaskStartToCloseTimeout,
      ),
      executionStartToCloseTimeout: required(
        'executionStartToCloseTimeout',
        input.executionStartToCloseTimeout ?? type.defaultExecutionStartToCloseTimeout,
      ),
      childPolicy: required('childPolicy', input.childPolicy ?? type.defaultChildPolicy),
      tagList: input.tagList,
      events: [],
      startTimestamp: this.now(),
      decisionWanted: false,
      previousStartedEventId: 0,
      activities: new Map(),
    };
    domain.executions.set(execution.runId, execution);
    this.record(execution, 'WorkflowExecutionStarted', {
      childPolicy: execution.childPolicy,
      executionStartToCloseTimeout: execution.executionStartToCloseTimeout,
      input: input.input,
      parentInitiatedEventId: 0,
      tagList: execution.tagList,
      taskList: execution.taskList,
      taskPriority: execution.taskPriority,
      taskStartToCloseTimeout: execution.taskStartToCloseTimeout,
      workflowType: execution.workflowType,
    });
    this.after(execution, 'execution', execution.executionStartToCloseTimeout, () => {
      const { childPolicy } = execution;
      this.record(execution, 'WorkflowExecutionTimedOut', { timeoutType: 'START_TO_CLOSE', childPolicy });
      this.closeExecution(execution, 'TIMED_OUT');
    });
    this.wantDecision(execution);
    return { runId: execution.runId };
  }

  terminateWorkflowExecution(input: TerminateInput, call: Call): undefined {
    const execution = this.openExecution(this.domainOf(input.domain, call), input.workflowId);
    if (execution === undefined || (input.runId && input.runId !== execution.runId)) {
      throw this.unknownExecution(input.workflowId, input.runId);
    }
    this.record(execution, 'WorkflowExecutionTerminated', {
      reason: input.reason,
      details: input.details,
      childPolicy: input.childPolicy ?? execution.childPolicy,
      cause: 'OPERATOR_INITIATED',
    });
    this.closeExecution(execution, 'TERMINATED');
  }

  describeWorkflowExecution(input: ExecutionInput, call: Call): JsonObject {
    const execution = this.executionOf(input, call);
    return {
      executionInfo: {
        execution: { workflowId: execution.workflowId, runId: execution.runId },
        workflowType: execution.workflowType,
        startTimestamp: execution.startTimestamp,
        closeTimestamp: execution.closeTimestamp,
        executionStatus: execution.closeStatus === undefined ? 'OPEN' : 'CLOSED',
        closeStatus: execution.closeStatus,
        tagList: execution.tagList,
        cancelRequested: false,
      },
      executionConfiguration: {
        taskStartToCloseTimeout: execution.taskStartToCloseTimeout,
        executionStartToCloseTimeout: execution.executionStartToCloseTimeout,
        taskList: execution.taskList,
        taskPriority: execution.taskPriority,
        childPolicy: execution.childPolicy,
      },
      openCounts: {
        openActivityTasks: execution.activities.size,
        openDecisionTasks: execution.decision === undefined ? 0 : 1,
        openTimers: 0,
        openChildWorkflowExecutions: 0,
      },
      latestExecutionContext: execution.latestExecutionContext,
    };
  }

  getWorkflowExecutionHistory(input: HistoryInput, call: Call): JsonObject {
    // An execution is seen at once, with its first event: else it could not be asked for.
    const seen = ({ eventId, eventTimestamp }: HistoryEvent) =>
      eventId === 1 || eventTimestamp <= this.now() - this.lagMs / 1000;
    return this.page(this.executionOf(input, call).events.filter(seen), input);
  }

  /** A run's id: unique, and at most 64 characters. */
  runId(): string {
    return randomUUID();
  }

  /** Seconds since 1970, to the millisecond, as the wire has them. */
  now(): number {
    return Date.now() / 1000;
  }

  /** Adds an event to the history. Their ids count from 1 without a gap. */
  record(execution: Execution, eventType: string, attributes: JsonObject): number {
    const eventId = execution.events.length + 1;
    const member = `${eventType.charAt(0).toLowerCase()}${eventType.slice(1)}EventAttributes`;
    execution.events.push({ eventTimestamp: this.now(), eventType, eventId, [member]: attributes });
    return eventId;
  }

  /** Ends an execution: its tasks are delivered no more, its tokens serve no more, nothing of it times out. */
  closeExecution(execution: Execution, status: CloseStatus): void {
    execution.closeStatus = status;
    execution.closeTimestamp = this.now();
    this.timers.stopAll(execution);
    for (const task of execution.activities.values()) {
      this.timers.stopAll(task);
    }
    execution.activities.clear();
    if (execution.decision !== undefined) {
      this.timers.stopAll(execution.decision);
      delete execution.decision;
    }
  }

  /** Live: the wording. */
  unknownExecution(workflowId: string, runId: string | undefined): Fault {
    const name = `WorkflowExecution=[workflowId=${workflowId}, runId=${runId ?? ''}]`;
    return swfFault('UnknownResourceFault', `Unknown execution: ${name}`);
  }

  /** Runs the action when that time is over, unless the owner is closed first. */
  protected after(owner: Execution | Task, name: string, duration: Duration, action: () => void): void {
    if (duration !== 'NONE') {
      this.timers.start(owner, name, Number(duration) * 1000, action);
    }
  }

  /** A page of events: all that come after the event which the token names, up to the size asked for. */
  protected page(
    events: HistoryEvent[],
    input: PageInput,
  ): { events: HistoryEvent[]; nextPageToken?: string } {
    const ordered = input.reverseOrder ? events.toReversed() : events;
    const last = input.nextPageToken === undefined ? undefined : readPageToken(input.nextPageToken);
    const start = last === undefined ? 0 : ordered.findIndex(({ eventId }) => eventId === last) + 1;
    if (last !== undefined && start === 0) {
      throw invalid('Invalid token');
    }
    const size = input.maximumPageSize || 1000;
    const page = ordered.slice(start, start + size);
    const end = page.at(-1);
    if (end === undefined || start + size >= ordered.length) {
      return { events: page };
    }
    return { events: page, nextPageToken: pageToken(end.eventId) };
  }

  private openExecution(domain: Domain, workflowId: string): Execution | undefined {
    return [...domain.executions.values()].find(
      (execution) => execution.workflowId === workflowId && execution.closeStatus === undefined,
    );
  }

  private executionOf(input: ExecutionInput, call: Call): Execution {
    const { workflowId, runId } = input.execution;
    const execution = this.domainOf(input.domain, call).executions.get(runId);
    if (execution?.workflowId !== workflowId) {
      throw this.unknownExecution(workflowId, runId);
    }
    return execution;
  }
}

function pageToken(eventId: number): string {
  return Buffer.from(`after ${eventId}`).toString('base64url');
}

function readPageToken(token: string): number {
  return Number(/^after (\d+)$/.exec(Buffer.from(token, 'base64url').toString())?.[1]);
}

function required<Value>(name: string, value: Value | undefined): Value {
  if (value === undefined) {
    throw swfFault('DefaultUndefinedFault', `Neither given nor a default of the type: ${name}`);
  }
  return value;
}
