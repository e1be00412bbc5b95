import { DecisionTasks } from './decision-tasks.ts';
import { invalid, swfFault } from './faults.ts';
import type { PollInput, ScheduleActivityAttributes, TokenInput } from './inputs.ts';
import type {
  ActivityTask,
  ActivityTimeouts,
  ActivityType,
  Call,
  Execution,
  JsonObject,
  TaskListName,
} from './model.ts';

/** All that an ActivityTaskScheduled event and its task need, defaults of the type included. */
interface ActivityPlan {
  taskList: TaskListName;
  taskPriority: string;
  timeouts: ActivityTimeouts;
}

/** Activity tasks, from the decision that schedules them to their end. */
export abstract class ActivityTasks extends DecisionTasks {
  /** The operation that all of this is about. */
  async pollForActivityTask(input: PollInput, call: Call): Promise<JsonObject> {
    const list = this.listOf(this.domainOf(input.domain, call), 'activity', input.taskList.name);
    const task = await this.taskFrom(list, input.identity, call.signal);
    return task?.kind === 'activity' ? this.activityTaskView(task) : this.emptyResult();
  }

  /** Live 2015, 2016: taskToken is left out, and startedEventId is 0. */
  emptyResult(): JsonObject {
    return { startedEventId: 0 };
  }

  /** The ActivityTask that a worker is told. */
  activityTaskView(task: ActivityTask): JsonObject {
    const { workflowId, runId } = task.execution;
    return {
      taskToken: task.token,
      activityId: task.activityId,
      startedEventId: task.startedEventId,
      workflowExecution: { workflowId, runId },
      activityType: task.activityType,
      input: task.input,
    };
  }

  startActivityTask(task: ActivityTask, identity: string | undefined): void {
    task.startedEventId = this.recordStarted(task, identity);
    this.giveToken(task);
    this.timers.stop(task, 'SCHEDULE_TO_START');
    this.limit(task, 'START_TO_CLOSE', task.timeouts.startToClose);
    this.limit(task, 'HEARTBEAT', task.timeouts.heartbeat);
  }

  /** Live: the attributes; what identity is when the poll gave none is not known, so none is recorded. */
  recordStarted(task: ActivityTask, identity: string | undefined): number {
    return this.record(task.execution, 'ActivityTaskStarted', {
      identity,
      scheduledEventId: task.scheduledEventId,
    });
  }

  recordActivityTaskHeartbeat(input: TokenInput): JsonObject {
    const task = this.openActivity(input.taskToken);
    if (input.details !== undefined) {
      task.details = input.details;
    }
    this.limit(task, 'HEARTBEAT', task.timeouts.heartbeat);
    return { cancelRequested: task.cancelRequestedEventId !== undefined };
  }

  respondActivityTaskCompleted(input: TokenInput): undefined {
    const task = this.openActivity(input.taskToken);
    this.closeActivity(task, 'ActivityTaskCompleted', { result: input.result });
  }

  respondActivityTaskFailed(input: TokenInput): undefined {
    const task = this.openActivity(input.taskToken);
    this.closeActivity(task, 'ActivityTaskFailed', { reason: input.reason, details: input.details });
  }

  respondActivityTaskCanceled(input: TokenInput): undefined {
    const task = this.openActivity(input.taskToken);
    this.closeActivity(task, 'ActivityTaskCanceled', {
      details: input.details,
      latestCancelRequestedEventId: task.cancelRequestedEventId,
    });
  }

  /** Those that wait to be started. Whether the live service counts started ones too is not known. */
  countPendingActivityTasks(input: PollInput, call: Call): JsonObject {
    const list = this.listOf(this.domainOf(input.domain, call), 'activity', input.taskList.name);
    return { count: list.tasks.filter((task) => this.isDeliverable(task)).length, truncated: false };
  }

  /** Carries out a ScheduleActivityTask decision, or records why it could not be. */
  scheduleActivity(
    execution: Execution,
    wanted: ScheduleActivityAttributes,
    decisionTaskCompletedEventId: number,
  ) {
    const { activityType, activityId } = wanted;
    const type = this.registeredType(execution, wanted);
    const plan = this.planActivity(execution, wanted, type);
    if (typeof plan === 'string') {
      this.record(execution, 'ScheduleActivityTaskFailed', {
        activityType,
        activityId,
        cause: plan,
        decisionTaskCompletedEventId,
      });
      this.wantDecision(execution);
      return;
    }
    const scheduledEventId = this.record(execution, 'ActivityTaskScheduled', {
      activityType,
      activityId,
      input: wanted.input,
      control: wanted.control,
      scheduleToStartTimeout: plan.timeouts.scheduleToStart,
      scheduleToCloseTimeout: plan.timeouts.scheduleToClose,
      startToCloseTimeout: plan.timeouts.startToClose,
      heartbeatTimeout: plan.timeouts.heartbeat,
      taskList: plan.taskList,
      taskPriority: plan.taskPriority,
      decisionTaskCompletedEventId,
    });
    const task: ActivityTask = {
      kind: 'activity',
      execution,
      priority: Number(plan.taskPriority),
      scheduledEventId,
      startedEventId: 0,
      token: '',
      closed: false,
      activityId,
      activityType,
      input: wanted.input,
      timeouts: plan.timeouts,
    };
    execution.activities.set(activityId, task);
    this.limit(task, 'SCHEDULE_TO_START', plan.timeouts.scheduleToStart);
    this.limit(task, 'SCHEDULE_TO_CLOSE', plan.timeouts.scheduleToClose);
    this.enqueue(this.listOf(execution.domain, 'activity', plan.taskList.name), task);
  }

  /** What is scheduled: the decision's word first, then the type's default. Or the cause why nothing can be. */
  planActivity(
    execution: Execution,
    wanted: ScheduleActivityAttributes,
    type: ActivityType | undefined,
  ): ActivityPlan | string {
    if (type === undefined) {
      return 'ACTIVITY_TYPE_DOES_NOT_EXIST';
    }
    if (type.deprecated) {
      return 'ACTIVITY_TYPE_DEPRECATED';
    }
    if (this.isActivityIdInUse(execution, wanted.activityId)) {
      return 'ACTIVITY_ID_ALREADY_IN_USE';
    }
    if (execution.activities.size >= (this.options.openActivitiesPerExecution ?? 1000)) {
      return 'OPEN_ACTIVITIES_LIMIT_EXCEEDED';
    }
    const taskList = this.activityTaskList(wanted, type);
    if (taskList === undefined) {
      return 'DEFAULT_TASK_LIST_UNDEFINED';
    }
    const scheduleToStart = wanted.scheduleToStartTimeout ?? type.defaults.scheduleToStart;
    if (scheduleToStart === undefined) {
      return 'DEFAULT_SCHEDULE_TO_START_TIMEOUT_UNDEFINED';
    }
    const scheduleToClose = wanted.scheduleToCloseTimeout ?? type.defaults.scheduleToClose;
    if (scheduleToClose === undefined) {
      return 'DEFAULT_SCHEDULE_TO_CLOSE_TIMEOUT_UNDEFINED';
    }
    const startToClose = wanted.startToCloseTimeout ?? type.defaults.startToClose;
    if (startToClose === undefined) {
      return 'DEFAULT_START_TO_CLOSE_TIMEOUT_UNDEFINED';
    }
    const heartbeat = wanted.heartbeatTimeout ?? type.defaults.heartbeat;
    if (heartbeat === undefined) {
      return 'DEFAULT_HEARTBEAT_TIMEOUT_UNDEFINED';
    }
    return {
      taskList,
      taskPriority: wanted.taskPriority ?? type.defaultTaskPriority ?? '0',
      timeouts: { scheduleToStart, scheduleToClose, startToClose, heartbeat },
    };
  }

  /** The type that the decision names, if it is registered. */
  registeredType(execution: Execution, wanted: ScheduleActivityAttributes): ActivityType | undefined {
    return execution.domain.activityTypes.get(this.typeKey(wanted.activityType));
  }

  /** The decision's task list overrides the type's default. */
  activityTaskList(wanted: ScheduleActivityAttributes, type: ActivityType): TaskListName | undefined {
    return wanted.taskList ?? type.defaultTaskList;
  }

  /** Only open activities occupy their id. */
  isActivityIdInUse(execution: Execution, activityId: string): boolean {
    return execution.activities.has(activityId);
  }

  /** Carries out a RequestCancelActivityTask decision: a task that nobody started is cancelled there and then. */
  requestCancel(execution: Execution, activityId: string, decisionTaskCompletedEventId: number): void {
    const task = execution.activities.get(activityId);
    if (task === undefined) {
      this.record(execution, 'RequestCancelActivityTaskFailed', {
        activityId,
        cause: 'ACTIVITY_ID_UNKNOWN',
        decisionTaskCompletedEventId,
      });
      this.wantDecision(execution);
      return;
    }
    task.cancelRequestedEventId = this.record(execution, 'ActivityTaskCancelRequested', {
      activityId,
      decisionTaskCompletedEventId,
    });
    if (task.startedEventId === 0) {
      this.closeActivity(task, 'ActivityTaskCanceled', {
        latestCancelRequestedEventId: task.cancelRequestedEventId,
      });
    }
  }

  /** Starts one of the activity's timeouts, anew if it runs. */
  limit(task: ActivityTask, timeoutType: string, duration: string): void {
    this.after(task, timeoutType, duration, () => this.activityTimedOut(task, timeoutType));
  }

  activityTimedOut(task: ActivityTask, timeoutType: string): void {
    this.closeActivity(task, 'ActivityTaskTimedOut', { timeoutType, details: task.details });
  }

  /** Ends an activity: recorded, its timers stopped, its id free, its token spent, and the decider told. */
  closeActivity(task: ActivityTask, eventType: string, attributes: JsonObject): void {
    const { execution, scheduledEventId, startedEventId } = task;
    this.record(execution, eventType, { ...attributes, scheduledEventId, startedEventId });
    task.closed = true;
    this.timers.stopAll(task);
    execution.activities.delete(task.activityId);
    this.wantDecision(execution);
  }

  /** The started activity task of that token. */
  protected openActivity(token: string): ActivityTask {
    const task = this.taskOf(token);
    if (task.kind !== 'activity') {
      throw invalid('Invalid token');
    }
    this.refuseClosedExecution(task);
    this.refuseClosedActivity(task);
    return task;
  }

  /** Live: the wording. */
  refuseClosedActivity(task: ActivityTask): void {
    if (task.closed) {
      throw swfFault('UnknownResourceFault', `Unknown activity, scheduledEventId = ${task.scheduledEventId}`);
    }
  }
}
