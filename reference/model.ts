/** What the state machine keeps, in SWF's terms. */

export type JsonObject = Record<string, unknown>;

/** Who calls: the region that the request was signed for, and a signal that fires when the client goes. */
export interface Call {
  region: string;
  signal: AbortSignal;
}

/** Seconds as digits, or NONE. */
export type Duration = string;

export interface TypeName {
  name: string;
  version: string;
}

export interface TaskListName {
  name: string;
}

export interface ActivityTimeouts {
  scheduleToStart: Duration;
  scheduleToClose: Duration;
  startToClose: Duration;
  heartbeat: Duration;
}

export interface ActivityType extends TypeName {
  deprecated: boolean;
  defaultTaskList: TaskListName | undefined;
  defaultTaskPriority: string | undefined;
  defaults: { [Name in keyof ActivityTimeouts]: Duration | undefined };
}

export interface WorkflowType extends TypeName {
  defaultTaskList: TaskListName | undefined;
  defaultTaskPriority: string | undefined;
  defaultTaskStartToCloseTimeout: Duration | undefined;
  defaultExecutionStartToCloseTimeout: Duration | undefined;
  defaultChildPolicy: string | undefined;
}

export interface Domain {
  region: string;
  name: string;
  description: string | undefined;
  retention: string;
  /** Milliseconds since 1970. */
  registeredAt: number;
  deprecated: boolean;
  activityTypes: Map<string, ActivityType>;
  workflowTypes: Map<string, WorkflowType>;
  /** By run id. */
  executions: Map<string, Execution>;
}

export interface HistoryEvent extends JsonObject {
  eventTimestamp: number;
  eventType: string;
  eventId: number;
}

export type CloseStatus = 'COMPLETED' | 'TERMINATED' | 'TIMED_OUT';

export interface Execution {
  domain: Domain;
  workflowId: string;
  runId: string;
  workflowType: TypeName;
  /** Where its decision tasks go. */
  taskList: TaskListName;
  taskPriority: string;
  taskStartToCloseTimeout: Duration;
  executionStartToCloseTimeout: Duration;
  childPolicy: string;
  tagList: string[] | undefined;
  events: HistoryEvent[];
  startTimestamp: number;
  closeTimestamp?: number;
  /** Undefined while it is open. */
  closeStatus?: CloseStatus;
  /** The decision task that is scheduled or started: never more than one. */
  decision?: DecisionTask;
  /** Something happened that the started decision task does not know of. */
  decisionWanted: boolean;
  /** The last decision task that was completed, as the next one reports it. */
  previousStartedEventId: number;
  /** Those that are open, by activity id. */
  activities: Map<string, ActivityTask>;
  latestExecutionContext?: string;
}

interface TaskBase {
  execution: Execution;
  /** Higher ones first. */
  priority: number;
  scheduledEventId: number;
  /** 0 until it is started. */
  startedEventId: number;
  /** Empty until it is started. */
  token: string;
  closed: boolean;
}

export interface DecisionTask extends TaskBase {
  kind: 'decision';
}

export interface ActivityTask extends TaskBase {
  kind: 'activity';
  activityId: string;
  activityType: TypeName;
  input: string | undefined;
  timeouts: ActivityTimeouts;
  /** What the last heartbeat said. */
  details?: string;
  cancelRequestedEventId?: number;
}

export type Task = ActivityTask | DecisionTask;

/** A poll that waits. */
export interface Poller {
  identity: string | undefined;
  /** Ends its waiting, with a started task or with nothing. */
  receive(task: Task | undefined): void;
}

export interface TaskList {
  name: string;
  /** Not started yet, in the order in which they were scheduled. */
  tasks: Task[];
  /** Longest waiting first. */
  pollers: Poller[];
}
