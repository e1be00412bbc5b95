import { ActivityTasks } from './activity-tasks.ts';
import { invalid, swfFault } from './faults.ts';
import type {
  ActivityTypeInput,
  DecisionInput,
  DecisionPollInput,
  DecisionsInput,
  DomainInput,
  ExecutionInput,
  HistoryInput,
  PollInput,
  RegisterActivityTypeInput,
  RegisterDomainInput,
  RegisterWorkflowTypeInput,
  StartInput,
  TerminateInput,
  TokenInput,
} from './inputs.ts';
import type { Call, Execution, JsonObject, Task } from './model.ts';

/** Amazon SWF as far as activity tasks go, without HTTP: all layers together. */
export class ReferenceService extends ActivityTasks {
  /**
   * Carries out an operation whose input was read by `readInput`. Resolves with its output, or with nothing if it has
   * none; throws a Fault.
   */
  async perform(operation: string, input: JsonObject, call: Call): Promise<JsonObject | undefined> {
    const given: unknown = input;
    switch (operation) {
      case 'RegisterDomain':
        return this.registerDomain(given as RegisterDomainInput, call);
      case 'DescribeDomain':
        return this.describeDomain(given as DomainInput, call);
      case 'DeprecateDomain':
        return this.deprecateDomain(given as DomainInput, call);
      case 'UndeprecateDomain':
        return this.undeprecateDomain(given as DomainInput, call);
      case 'RegisterWorkflowType':
        return this.registerWorkflowType(given as RegisterWorkflowTypeInput, call);
      case 'RegisterActivityType':
        return this.registerActivityType(given as RegisterActivityTypeInput, call);
      case 'DeprecateActivityType':
        return this.deprecateActivityType(given as ActivityTypeInput, call);
      case 'DeleteActivityType':
        return this.deleteActivityType(given as ActivityTypeInput, call);
      case 'StartWorkflowExecution':
        return this.startWorkflowExecution(given as StartInput, call);
      case 'TerminateWorkflowExecution':
        return this.terminateWorkflowExecution(given as TerminateInput, call);
      case 'DescribeWorkflowExecution':
        return this.describeWorkflowExecution(given as ExecutionInput, call);
      case 'GetWorkflowExecutionHistory':
        return this.getWorkflowExecutionHistory(given as HistoryInput, call);
      case 'PollForDecisionTask':
        return this.pollForDecisionTask(given as DecisionPollInput, call);
      case 'RespondDecisionTaskCompleted':
        return this.respondDecisionTaskCompleted(given as DecisionsInput);
      case 'PollForActivityTask':
        return this.pollForActivityTask(given as PollInput, call);
      case 'RecordActivityTaskHeartbeat':
        return this.recordActivityTaskHeartbeat(given as TokenInput);
      case 'RespondActivityTaskCompleted':
        return this.respondActivityTaskCompleted(given as TokenInput);
      case 'RespondActivityTaskFailed':
        return this.respondActivityTaskFailed(given as TokenInput);
      case 'RespondActivityTaskCanceled':
        return this.respondActivityTaskCanceled(given as TokenInput);
      case 'CountPendingActivityTasks':
        return this.countPendingActivityTasks(given as PollInput, call);
      default:
        throw swfFault('UnknownResourceFault', `Unknown operation: ${operation}`);
    }
  }

  startTask(task: Task, identity: string | undefined): void {
    if (task.kind === 'activity') {
      this.startActivityTask(task, identity);
    } else {
      this.startDecisionTask(task, identity);
    }
  }

  respondDecisionTaskCompleted(input: DecisionsInput): undefined {
    const task = this.openDecision(input.taskToken);
    const decisions = input.decisions ?? [];
    this.checkDecisions(decisions);
    const { execution } = task;
    const unhandled = execution.decisionWanted;
    const completedEventId = this.record(execution, 'DecisionTaskCompleted', {
      executionContext: input.executionContext,
      scheduledEventId: task.scheduledEventId,
      startedEventId: task.startedEventId,
      taskList: input.taskList,
      taskListScheduleToStartTimeout: input.taskListScheduleToStartTimeout,
    });
    execution.previousStartedEventId = task.startedEventId;
    execution.taskList = input.taskList ?? execution.taskList;
    if (input.executionContext !== undefined) {
      execution.latestExecutionContext = input.executionContext;
    }
    // The task ends after its decisions: what they bring about is seen together, by one decision task.
    for (const decision of decisions) {
      this.carryOut(decision, execution, completedEventId, unhandled);
    }
    this.endDecision(task);
    if (execution.decisionWanted) {
      this.wantDecision(execution);
    }
  }

  /** A decision needs its attributes, and nothing can follow the execution's end. */
  checkDecisions(decisions: DecisionInput[]): void {
    for (const [index, decision] of decisions.entries()) {
      const { decisionType } = decision;
      const isLast = index === decisions.length - 1;
      if (decisionType === 'CompleteWorkflowExecution' && !isLast) {
        throw invalid('Close must be last decision in list');
      }
      const attributes = {
        ScheduleActivityTask: decision.scheduleActivityTaskDecisionAttributes,
        RequestCancelActivityTask: decision.requestCancelActivityTaskDecisionAttributes,
        CompleteWorkflowExecution: {},
      };
      if (Reflect.get(attributes, decisionType) === undefined) {
        throw invalid(`The attributes of decision ${index + 1} are missing: ${decisionType}`);
      }
    }
  }

  /** Carries out one decision. */
  carryOut(
    decision: DecisionInput,
    execution: Execution,
    completedEventId: number,
    unhandled: boolean,
  ): void {
    const { scheduleActivityTaskDecisionAttributes: schedule } = decision;
    const { requestCancelActivityTaskDecisionAttributes: cancel } = decision;
    if (decision.decisionType === 'ScheduleActivityTask' && schedule) {
      this.scheduleActivity(execution, schedule, completedEventId);
    } else if (decision.decisionType === 'RequestCancelActivityTask' && cancel) {
      this.requestCancel(execution, cancel.activityId, completedEventId);
    } else if (decision.decisionType === 'CompleteWorkflowExecution') {
      const { result } = decision.completeWorkflowExecutionDecisionAttributes ?? {};
      this.completeExecution(execution, result, completedEventId, unhandled);
    }
  }

  /** Documented: an execution does not end while events are unknown to its decider. */
  completeExecution(
    execution: Execution,
    result: string | undefined,
    decisionTaskCompletedEventId: number,
    unhandled: boolean,
  ): void {
    if (unhandled) {
      this.record(execution, 'CompleteWorkflowExecutionFailed', {
        cause: 'UNHANDLED_DECISION',
        decisionTaskCompletedEventId,
      });
      return;
    }
    this.record(execution, 'WorkflowExecutionCompleted', { result, decisionTaskCompletedEventId });
    this.closeExecution(execution, 'COMPLETED');
  }
}
