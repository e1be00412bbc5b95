import { type Exchange, isObject, type JsonObject } from '../client/exchange.ts';
import { SetupFailed } from '../client/setup-failed.ts';
import { type ActivityType, type Domains, lagPatienceMs, suiteType } from './set-up.ts';

/** What to schedule; what is left out is fresh, or the suite's own. Timeouts in seconds, as SWF has them. */
export interface ActivitySpec {
  readonly taskList?: string;
  /** Leave the task list out of the decision, so that the type's default is used. */
  readonly defaultTaskList?: boolean;
  readonly activityId?: string;
  readonly activityType?: ActivityType;
  readonly input?: string;
  readonly taskPriority?: number;
  readonly scheduleToStart?: number;
  readonly scheduleToClose?: number;
  readonly startToClose?: number;
  readonly heartbeat?: number;
}

/** A task that a poll of its list is to bring. */
export interface AwaitedTask {
  /** The execution that it is of. */
  readonly workflow: Workflow;
  readonly taskList: string;
  /** Undefined for a decision task. */
  readonly activityId?: string;
  /** The request that brought it about: for an activity task the RespondDecisionTaskCompleted that scheduled it. */
  readonly exchange: Exchange;
}

/** An activity task that a decision has scheduled. */
export interface ScheduledActivity extends AwaitedTask {
  readonly activityId: string;
  readonly activityType: ActivityType;
  readonly input: string | undefined;
}

export interface HistoryEvent {
  readonly eventId: number;
  readonly eventType: string;
  /** The attributes, whatever the event's type calls them. */
  readonly attributes: JsonObject;
}

/** Executions of ours have some 300 events, 3 pages of 100, with the inputs of one decision: what is longer does not end. */
const mostPages = 30;
const mostBytes = 8 * 1024 * 1024;

/** A decision, in SWF's words. */
export type Decision = JsonObject;

/** What an execution needs of the fixture that started it. */
export interface Surroundings {
  readonly holdMs: number;
  readonly domains: Pick<Domains, 'main'>;
  freshName(): string;
  until<T>(act: () => Promise<{ done: boolean; value: T }>, patienceMs?: number): Promise<T>;
  call(operation: string, body: unknown): Promise<Exchange>;
  setUp(operation: string, body: JsonObject): Promise<{ answer: JsonObject; exchange: Exchange }>;
  suiteActivityType(): Promise<void>;
  takeTask(scheduled: Pick<AwaitedTask, 'taskList' | 'exchange'>): Promise<{ task: { taskToken: string } }>;
}

/** A workflow execution of the suite's, driven by its decisions. Its open decision task is answered by `decide`. */
export class Workflow {
  readonly workflowId: string;
  readonly runId: string;
  /** The StartWorkflowExecution. */
  readonly startedBy: Exchange;
  readonly #fixture: Surroundings;
  readonly #decisionList: string;
  #decisionToken: string | undefined;
  #historyRead: Exchange | undefined;

  constructor(
    fixture: Surroundings,
    execution: { workflowId: string; runId: string },
    decisionList: string,
    startedBy: Exchange,
  ) {
    this.#fixture = fixture;
    this.startedBy = startedBy;
    this.workflowId = execution.workflowId;
    this.runId = execution.runId;
    this.#decisionList = decisionList;
  }

  get execution(): { workflowId: string; runId: string } {
    return { workflowId: this.workflowId, runId: this.runId };
  }

  /** The list on which this execution's decision tasks wait. */
  get decisionList(): string {
    return this.#decisionList;
  }

  /** The last page that was read of the history: what a rule shows beside what it found there. */
  get historyRead(): readonly Exchange[] {
    return this.#historyRead ? [this.#historyRead] : [];
  }

  /** Waits for the next decision task and keeps its token for `decide`. @throws SetupFailed when none comes. */
  async awaitDecision(): Promise<void> {
    const body = { domain: this.#fixture.domains.main, taskList: { name: this.#decisionList } };
    const last = await this.#fixture.until(async () => {
      const { answer, exchange } = await this.#fixture.setUp('PollForDecisionTask', body);
      if (typeof answer.taskToken === 'string' && answer.taskToken !== '')
        this.#decisionToken = answer.taskToken;
      return { done: this.#decisionToken !== undefined, value: exchange };
    });
    if (this.#decisionToken === undefined) {
      throw new SetupFailed('set-up failed on the target: an open execution got no decision task', last);
    }
  }

  /** Completes the open decision task with these decisions. @throws SetupFailed when it is refused. */
  async decide(...decisions: Decision[]): Promise<Exchange> {
    const answer = { taskToken: this.#spendToken(), decisions };
    const { exchange } = await this.#fixture.setUp('RespondDecisionTaskCompleted', answer);
    return exchange;
  }

  /** As `decide`, where the answer itself is judged: sent once, and whatever comes is given back. */
  async tryDecide(...decisions: Decision[]): Promise<Exchange> {
    return this.#fixture.call('RespondDecisionTaskCompleted', { taskToken: this.#spendToken(), decisions });
  }

  #spendToken(): string {
    const taskToken = this.#decisionToken;
    if (taskToken === undefined) throw new Error('no decision task is open: call awaitDecision first');
    this.#decisionToken = undefined;
    return taskToken;
  }

  /**
   * Completes the open decision task with these decisions and sees to it that another comes: an activity of its own
   * is scheduled beside them and completed, since a completed activity always brings a decision task.
   */
  async decideAndGoOn(...decisions: Decision[]): Promise<Exchange> {
    const bell = this.plan({});
    const exchange = await this.decide(...decisions, bell.decision);
    const rung = await this.#fixture.takeTask({ ...bell.activity, exchange });
    await this.#fixture.setUp('RespondActivityTaskCompleted', { taskToken: rung.task.taskToken });
    await this.awaitDecision();
    return exchange;
  }

  /** Schedules activities, all with one decision task. @throws SetupFailed when they are refused. */
  async schedule<Specs extends readonly ActivitySpec[]>(
    ...specs: Specs
  ): Promise<{ [K in keyof Specs]: ScheduledActivity }> {
    await this.#fixture.suiteActivityType();
    const planned = specs.map((spec) => this.plan(spec));
    const exchange = await this.decide(...planned.map(({ decision }) => decision));
    const scheduled: unknown = planned.map(({ activity }) => ({ ...activity, exchange }));
    return scheduled as { [K in keyof Specs]: ScheduledActivity };
  }

  /** The decision that schedules an activity, and the activity that will be; for use with `decide`. */
  plan(spec: ActivitySpec): { decision: Decision; activity: Omit<ScheduledActivity, 'exchange'> } {
    const { activityType = suiteType, input } = spec;
    const activityId = spec.activityId ?? this.#fixture.freshName();
    const taskList = spec.taskList ?? this.#fixture.freshName();
    // Long enough for any rule, short enough that a task left behind is gone soon.
    const long = String(Math.ceil((this.#fixture.holdMs / 1000) * 2 + 300));
    const attributes = {
      activityId,
      activityType,
      ...(!spec.defaultTaskList && { taskList: { name: taskList } }),
      ...(input !== undefined && { input }),
      ...(spec.taskPriority !== undefined && { taskPriority: String(spec.taskPriority) }),
      scheduleToStartTimeout: String(spec.scheduleToStart ?? long),
      scheduleToCloseTimeout: String(spec.scheduleToClose ?? long),
      startToCloseTimeout: String(spec.startToClose ?? long),
      heartbeatTimeout: String(spec.heartbeat ?? 'NONE'),
    };
    return {
      decision: { decisionType: 'ScheduleActivityTask', scheduleActivityTaskDecisionAttributes: attributes },
      activity: { workflow: this, activityId, activityType, taskList, input },
    };
  }

  /** The whole history, all pages. @throws SetupFailed */
  async history(): Promise<HistoryEvent[]> {
    const events: HistoryEvent[] = [];
    let pages = 0;
    let bytes = 0;
    let nextPageToken: unknown;
    do {
      const body = { domain: this.#fixture.domains.main, execution: this.execution, maximumPageSize: 100 };
      const page = nextPageToken === undefined ? body : { ...body, nextPageToken };
      const { answer, exchange } = await this.#fixture.setUp('GetWorkflowExecutionHistory', page);
      pages += 1;
      bytes += exchange.answer?.body.length ?? 0;
      if (pages > mostPages || bytes > mostBytes) {
        throw new SetupFailed(
          `set-up failed on the target: GetWorkflowExecutionHistory did not end with ${pages} pages, ${bytes} bytes`,
          exchange,
        );
      }
      if (!Array.isArray(answer.events)) {
        throw new SetupFailed(
          'set-up failed on the target: GetWorkflowExecutionHistory gave no list of events',
          exchange,
        );
      }
      events.push(...answer.events.filter(isObject).map(historyEvent));
      this.#historyRead = exchange;
      nextPageToken = answer.nextPageToken ?? undefined;
    } while (nextPageToken !== undefined);
    return events;
  }

  /** The history, read again until it shows what is waited for or `lagPatienceMs` have passed. */
  async historyWith(
    shows: (events: HistoryEvent[]) => boolean,
    patienceMs = lagPatienceMs,
  ): Promise<HistoryEvent[]> {
    return this.#fixture.until(async () => {
      const value = await this.history();
      return { done: shows(value), value };
    }, patienceMs);
  }

  /** Ends the execution by TerminateWorkflowExecution. @throws SetupFailed */
  async terminate(): Promise<void> {
    const body = { domain: this.#fixture.domains.main, ...this.execution, childPolicy: 'TERMINATE' };
    await this.#fixture.setUp('TerminateWorkflowExecution', body);
  }
}

function historyEvent(event: JsonObject): HistoryEvent {
  const attributes = Object.entries(event).find(([name]) => name.endsWith('EventAttributes'))?.[1];
  return {
    eventId: typeof event.eventId === 'number' ? event.eventId : Number.NaN,
    eventType: String(event.eventType),
    attributes: isObject(attributes) ? attributes : {},
  };
}
