import type { Duration, TaskListName, TypeName } from './model.ts';

/** What the API model says of a member. */
export type Shape =
  | {
      kind: 'text';
      min?: number;
      max?: number;
      format?: 'name' | 'taskList' | 'duration' | 'priority';
      values?: string[];
    }
  | { kind: 'integer'; min: number; max: number }
  | { kind: 'boolean' }
  | { kind: 'list'; of: Shape; max?: number }
  | Structure;

export interface Structure {
  kind: 'structure';
  members: Record<string, Shape>;
  required: string[];
}

function structure(required: Record<string, Shape>, optional: Record<string, Shape> = {}): Structure {
  return { kind: 'structure', members: { ...required, ...optional }, required: Object.keys(required) };
}

// The model's shapes, under its names. `format` adds what the documentation says in prose.
const DomainName: Shape = { kind: 'text', min: 1, max: 256 };
const Name: Shape = { kind: 'text', min: 1, max: 256 };
const Version: Shape = { kind: 'text', min: 1, max: 64 };
const NewName: Shape = { kind: 'text', min: 1, max: 256, format: 'name' };
const NewVersion: Shape = { kind: 'text', min: 1, max: 64, format: 'name' };
const Description: Shape = { kind: 'text', max: 1024 };
const Data: Shape = { kind: 'text', max: 32768 };
const LimitedData: Shape = { kind: 'text', max: 2048 };
const Reason: Shape = { kind: 'text', max: 256 };
const Identity: Shape = { kind: 'text', max: 256 };
const TaskToken: Shape = { kind: 'text', min: 1, max: 1024 };
const Timeout: Shape = { kind: 'text', max: 8, format: 'duration' };
const Priority: Shape = { kind: 'text', format: 'priority' };
const ChildPolicy: Shape = { kind: 'text', values: ['TERMINATE', 'REQUEST_CANCEL', 'ABANDON'] };
const Arn: Shape = { kind: 'text', min: 1, max: 1600 };
const WorkflowId: Shape = { kind: 'text', min: 1, max: 256 };
const RunId: Shape = { kind: 'text', min: 1, max: 64 };
const TaskListShape = structure({ name: { kind: 'text', min: 1, max: 256, format: 'taskList' } });
const TypeShape = structure({ name: Name, version: Version });
const ExecutionShape = structure({ workflowId: WorkflowId, runId: RunId });
const Tag = structure({ key: { kind: 'text', min: 1, max: 128 } }, { value: { kind: 'text', max: 256 } });
const Paging: Record<string, Shape> = {
  nextPageToken: { kind: 'text', max: 2048 },
  maximumPageSize: { kind: 'integer', min: 0, max: 1000 },
  reverseOrder: { kind: 'boolean' },
};

const Decision = structure(
  // The decisions that this server carries out. Other types are refused as ones that it does not know.
  {
    decisionType: {
      kind: 'text',
      values: ['ScheduleActivityTask', 'RequestCancelActivityTask', 'CompleteWorkflowExecution'],
    },
  },
  {
    scheduleActivityTaskDecisionAttributes: structure(
      { activityType: TypeShape, activityId: NewName },
      {
        control: Data,
        input: Data,
        taskList: TaskListShape,
        taskPriority: Priority,
        scheduleToStartTimeout: Timeout,
        scheduleToCloseTimeout: Timeout,
        startToCloseTimeout: Timeout,
        heartbeatTimeout: Timeout,
      },
    ),
    requestCancelActivityTaskDecisionAttributes: structure({
      activityId: { kind: 'text', min: 1, max: 256 },
    }),
    completeWorkflowExecutionDecisionAttributes: structure({}, { result: Data }),
  },
);

/** The input of every operation that is served. */
export const inputs: Record<string, Structure> = {
  RegisterDomain: structure(
    {
      name: NewName,
      workflowExecutionRetentionPeriodInDays: { kind: 'text', min: 1, max: 8, format: 'duration' },
    },
    { description: Description, tags: { kind: 'list', of: Tag } },
  ),
  DescribeDomain: structure({ name: DomainName }),
  DeprecateDomain: structure({ name: DomainName }),
  UndeprecateDomain: structure({ name: DomainName }),
  RegisterWorkflowType: structure(
    { domain: DomainName, name: NewName, version: NewVersion },
    {
      description: Description,
      defaultTaskStartToCloseTimeout: Timeout,
      defaultExecutionStartToCloseTimeout: Timeout,
      defaultTaskList: TaskListShape,
      defaultTaskPriority: Priority,
      defaultChildPolicy: ChildPolicy,
      defaultLambdaRole: Arn,
    },
  ),
  RegisterActivityType: structure(
    { domain: DomainName, name: NewName, version: NewVersion },
    {
      description: Description,
      defaultTaskStartToCloseTimeout: Timeout,
      defaultTaskHeartbeatTimeout: Timeout,
      defaultTaskList: TaskListShape,
      defaultTaskPriority: Priority,
      defaultTaskScheduleToStartTimeout: Timeout,
      defaultTaskScheduleToCloseTimeout: Timeout,
    },
  ),
  DeprecateActivityType: structure({ domain: DomainName, activityType: TypeShape }),
  DeleteActivityType: structure({ domain: DomainName, activityType: TypeShape }),
  StartWorkflowExecution: structure(
    { domain: DomainName, workflowId: NewName, workflowType: TypeShape },
    {
      taskList: TaskListShape,
      taskPriority: Priority,
      input: Data,
      executionStartToCloseTimeout: Timeout,
      tagList: { kind: 'list', of: { kind: 'text', max: 256 }, max: 5 },
      taskStartToCloseTimeout: Timeout,
      childPolicy: ChildPolicy,
      lambdaRole: Arn,
    },
  ),
  TerminateWorkflowExecution: structure(
    { domain: DomainName, workflowId: WorkflowId },
    { runId: { kind: 'text', max: 64 }, reason: Reason, details: Data, childPolicy: ChildPolicy },
  ),
  DescribeWorkflowExecution: structure({ domain: DomainName, execution: ExecutionShape }),
  GetWorkflowExecutionHistory: structure({ domain: DomainName, execution: ExecutionShape }, Paging),
  PollForDecisionTask: structure(
    { domain: DomainName, taskList: TaskListShape },
    { identity: Identity, ...Paging, startAtPreviousStartedEvent: { kind: 'boolean' } },
  ),
  RespondDecisionTaskCompleted: structure(
    { taskToken: TaskToken },
    {
      decisions: { kind: 'list', of: Decision },
      executionContext: Data,
      taskList: TaskListShape,
      taskListScheduleToStartTimeout: Timeout,
    },
  ),
  PollForActivityTask: structure({ domain: DomainName, taskList: TaskListShape }, { identity: Identity }),
  RecordActivityTaskHeartbeat: structure({ taskToken: TaskToken }, { details: LimitedData }),
  RespondActivityTaskCompleted: structure({ taskToken: TaskToken }, { result: Data }),
  RespondActivityTaskFailed: structure({ taskToken: TaskToken }, { reason: Reason, details: Data }),
  RespondActivityTaskCanceled: structure({ taskToken: TaskToken }, { details: Data }),
  CountPendingActivityTasks: structure({ domain: DomainName, taskList: TaskListShape }),
};

// The same inputs once they have been read: validated, without nulls and unknown members.

export interface DomainInput {
  name: string;
}

export interface RegisterDomainInput extends DomainInput {
  workflowExecutionRetentionPeriodInDays: string;
  description?: string;
}

export interface RegisterWorkflowTypeInput extends TypeName {
  domain: string;
  defaultTaskStartToCloseTimeout?: Duration;
  defaultExecutionStartToCloseTimeout?: Duration;
  defaultTaskList?: TaskListName;
  defaultTaskPriority?: string;
  defaultChildPolicy?: string;
}

export interface RegisterActivityTypeInput extends TypeName {
  domain: string;
  defaultTaskStartToCloseTimeout?: Duration;
  defaultTaskHeartbeatTimeout?: Duration;
  defaultTaskList?: TaskListName;
  defaultTaskPriority?: string;
  defaultTaskScheduleToStartTimeout?: Duration;
  defaultTaskScheduleToCloseTimeout?: Duration;
}

export interface ActivityTypeInput {
  domain: string;
  activityType: TypeName;
}

export interface StartInput {
  domain: string;
  workflowId: string;
  workflowType: TypeName;
  taskList?: TaskListName;
  taskPriority?: string;
  input?: string;
  executionStartToCloseTimeout?: Duration;
  tagList?: string[];
  taskStartToCloseTimeout?: Duration;
  childPolicy?: string;
}

export interface TerminateInput {
  domain: string;
  workflowId: string;
  runId?: string;
  reason?: string;
  details?: string;
  childPolicy?: string;
}

export interface ExecutionInput {
  domain: string;
  execution: { workflowId: string; runId: string };
}

export interface PageInput {
  nextPageToken?: string;
  maximumPageSize?: number;
  reverseOrder?: boolean;
}

export interface HistoryInput extends ExecutionInput, PageInput {}

export interface PollInput {
  domain: string;
  taskList: TaskListName;
  identity?: string;
}

export interface DecisionPollInput extends PollInput, PageInput {
  startAtPreviousStartedEvent?: boolean;
}

export interface ScheduleActivityAttributes {
  activityType: TypeName;
  activityId: string;
  control?: string;
  input?: string;
  taskList?: TaskListName;
  taskPriority?: string;
  scheduleToStartTimeout?: Duration;
  scheduleToCloseTimeout?: Duration;
  startToCloseTimeout?: Duration;
  heartbeatTimeout?: Duration;
}

export interface DecisionInput {
  decisionType: string;
  scheduleActivityTaskDecisionAttributes?: ScheduleActivityAttributes;
  requestCancelActivityTaskDecisionAttributes?: { activityId: string };
  completeWorkflowExecutionDecisionAttributes?: { result?: string };
}

export interface DecisionsInput {
  taskToken: string;
  decisions?: DecisionInput[];
  executionContext?: string;
  taskList?: TaskListName;
  taskListScheduleToStartTimeout?: Duration;
}

export interface TokenInput {
  taskToken: string;
  details?: string;
  reason?: string;
  result?: string;
}
