import { randomBytes } from 'node:crypto';
import { Executions } from './executions.ts';
import { invalid, swfFault } from './faults.ts';
import type { DecisionPollInput } from './inputs.ts';
import type { Call, DecisionTask, Execution, JsonObject, Task } from './model.ts';

/** Decision tasks, and the tokens of all tasks. */
export abstract class DecisionTasks extends Executions {
  readonly #tokens = new Map<string, Task>();

  async pollForDecisionTask(input: DecisionPollInput, call: Call): Promise<JsonObject> {
    const domain = this.domainOf(input.domain, call);
    if (input.nextPageToken !== undefined) {
      return this.nextPageOfDecision(input);
    }
    const list = this.listOf(domain, 'decision', input.taskList.name);
    const task = await this.taskFrom(list, input.identity, call.signal);
    return task?.kind === 'decision' ? this.decisionTaskView(task, input) : this.emptyDecisionResult();
  }

  /** Live 2016: taskToken is left out. */
  emptyDecisionResult(): JsonObject {
    return { previousStartedEventId: 0, startedEventId: 0 };
  }

  /** What a decider is told. */
  decisionTaskView(task: DecisionTask, input: DecisionPollInput): JsonObject {
    const { execution } = task;
    const from = input.startAtPreviousStartedEvent ? execution.previousStartedEventId - 1 : 0;
    const events = execution.events.slice(Math.max(from, 0), task.startedEventId);
    const page = this.page(events, input);
    return {
      taskToken: task.token,
      startedEventId: task.startedEventId,
      workflowExecution: { workflowId: execution.workflowId, runId: execution.runId },
      workflowType: execution.workflowType,
      events: page.events,
      // The page's token names the task too: the poll that brings it back hands out no other task.
      nextPageToken: page.nextPageToken && `${task.token}.${page.nextPageToken}`,
      previousStartedEventId: execution.previousStartedEventId,
    };
  }

  /** An execution has one decision task at a time: what happens meanwhile is left for the next. */
  wantDecision(execution: Execution): void {
    if (execution.closeStatus !== undefined) {
      return;
    }
    if (execution.decision === undefined) {
      this.scheduleDecision(execution);
    } else if (execution.decision.startedEventId > 0) {
      execution.decisionWanted = true;
    }
  }

  scheduleDecision(execution: Execution): void {
    const { taskList, taskPriority, taskStartToCloseTimeout } = execution;
    const scheduledEventId = this.record(execution, 'DecisionTaskScheduled', {
      taskList,
      taskPriority,
      startToCloseTimeout: taskStartToCloseTimeout,
    });
    execution.decisionWanted = false;
    execution.decision = {
      kind: 'decision',
      execution,
      priority: Number(taskPriority),
      scheduledEventId,
      startedEventId: 0,
      token: '',
      closed: false,
    };
    this.enqueue(this.listOf(execution.domain, 'decision', taskList.name), execution.decision);
  }

  startDecisionTask(task: DecisionTask, identity: string | undefined): void {
    task.startedEventId = this.record(task.execution, 'DecisionTaskStarted', {
      identity,
      scheduledEventId: task.scheduledEventId,
    });
    this.giveToken(task);
    this.after(task, 'startToClose', task.execution.taskStartToCloseTimeout, () =>
      this.decisionTimedOut(task),
    );
  }

  decisionTimedOut(task: DecisionTask): void {
    this.record(task.execution, 'DecisionTaskTimedOut', {
      timeoutType: 'START_TO_CLOSE',
      scheduledEventId: task.scheduledEventId,
      startedEventId: task.startedEventId,
    });
    this.endDecision(task);
    this.scheduleDecision(task.execution);
  }

  /** Makes room for the execution's next decision task. */
  endDecision(task: DecisionTask): void {
    task.closed = true;
    this.timers.stopAll(task);
    delete task.execution.decision;
  }

  /** A started task's token: opaque, and never given out before. */
  taskToken(_task: Task): string {
    return randomBytes(48).toString('base64url');
  }

  protected giveToken(task: Task): void {
    task.token = this.taskToken(task);
    this.#tokens.set(task.token, task);
  }

  /** The task of that token. What a made-up one is answered on the live service is not known. */
  protected taskOf(token: string): Task {
    const task = this.#tokens.get(token);
    if (task === undefined) {
      throw invalid('Invalid token');
    }
    return task;
  }

  /** The started decision task of that token. */
  protected openDecision(token: string): DecisionTask {
    const task = this.taskOf(token);
    if (task.kind !== 'decision') {
      throw invalid('Invalid token');
    }
    this.refuseClosedExecution(task);
    if (task.closed) {
      throw swfFault('UnknownResourceFault', `Unknown decision, scheduledEventId = ${task.scheduledEventId}`);
    }
    return task;
  }

  /** Live: a token of a closed execution is answered with the execution's name. */
  refuseClosedExecution(task: Task): void {
    if (task.execution.closeStatus !== undefined) {
      throw this.unknownExecution(task.execution.workflowId, task.execution.runId);
    }
  }

  private nextPageOfDecision(input: DecisionPollInput): JsonObject {
    const [token = '', nextPageToken = ''] = input.nextPageToken?.split('.') ?? [];
    return this.decisionTaskView(this.openDecision(token), { ...input, nextPageToken });
  }
}
