import type { PollForActivityTaskCommandOutput } from '@aws-sdk/client-swf';
import type { AwsCredentialIdentity } from '@smithy/types';
import { abortable } from '../client/abortable.ts';
import { Connection } from '../client/connection.ts';
import type { Exchange, JsonObject } from '../client/exchange.ts';
import { targetHeader } from '../client/headers.ts';
import { RequestBudget } from '../client/request-budget.ts';
import type { Lane } from '../client/request-scheduler.ts';
import { Sdk, type SdkOutcome } from '../client/sdk.ts';
import { SetupFailed } from '../client/setup-failed.ts';
import { CallLog } from './call-log.ts';
import { describe } from './describe.ts';
import type { Principals } from './options.ts';
import { type DeliveredTask, type PollResult, pollResult } from './poll.ts';
import { type ActivityType, callDeadlineMs, type Domains, suiteType } from './set-up.ts';
import { inThreeAttempts } from './set-up-attempts.ts';
import type { CallOptions, Target } from './target.ts';
import { type AwaitedTask, type ScheduledActivity, Workflow } from './workflow.ts';

/** How long set-up waits for something that the rule is not about, such as a task that is known to be scheduled. */
const setUpPatienceMs = 10_000;

const undelivered = 'set-up failed on the target: a scheduled task was not delivered';

/** Beyond the hold, as the documentation advises workers: a socket timeout of 70 s for a hold of 60 s. */
const beyondHoldMs = 10_000;

/** What the SDK made of a poll. */
export type SdkPollOutcome = SdkOutcome<PollForActivityTaskCommandOutput>;

export interface PollOptions extends CallOptions {
  /** Which poll it is; PollForActivityTask when absent. */
  readonly operation?: string;
  readonly domain?: string;
  readonly identity?: string;
}

/** A task that was taken, with the poll that took it. */
export interface TakenTask {
  readonly task: DeliveredTask;
  readonly exchange: Exchange;
}

/**
 * What one rule works with on the target: every list, workflow and activity made here is used by no other rule, and all
 * that is under way ends with the rule's signal.
 */
export class Fixture {
  readonly target: Target;
  readonly signal: AbortSignal;
  /** What its requests are sent as: `bulk` while the rule goes through the cases of a property. */
  lane: Lane = 'urgent';
  /** When the rule began, of `performance.now()`. */
  readonly startedAt = performance.now();
  /** What it has sent. */
  readonly callLog: CallLog;

  /** What its requests are counted in. */
  readonly requestBudget: RequestBudget;

  constructor(
    target: Target,
    signal: AbortSignal,
    requestBudget = new RequestBudget(),
    callLog = new CallLog(),
  ) {
    this.callLog = callLog;
    this.target = target;
    this.signal = signal;
    this.requestBudget = requestBudget;
  }

  /** The same fixture for a part of the rule: what is sent there ends with this signal too. */
  endingWith(over: AbortSignal, callLog?: CallLog): Fixture {
    return new Fixture(this.target, AbortSignal.any([this.signal, over]), this.requestBudget, callLog);
  }

  /** The longest time that the target holds a poll. */
  get holdMs(): number {
    return this.target.holdMs;
  }

  /** The target's median round trip. */
  get roundTripMs(): number {
    return this.target.roundTripMs;
  }

  /** The region that requests are signed for. */
  get region(): string {
    return this.target.options.region;
  }

  /** A part of the name of all that this run creates. */
  get runId(): string {
    return this.target.options.runId;
  }

  /** Callers of whom each lacks something. */
  get principals(): Principals {
    return this.target.options.principals ?? {};
  }

  /** How many polls may wait on one list, where the limits are judged. */
  get maxPollers(): number | undefined {
    return this.target.options.maxPollers;
  }

  /** Whether a mock in this process stands for a server, so that there is no connection to it. */
  get isMocked(): boolean {
    return this.target.options.mock !== undefined;
  }

  /** Who the run is. */
  async credentials(): Promise<AwsCredentialIdentity> {
    const { credentials } = this.target.options;
    return typeof credentials === 'function' ? credentials() : credentials;
  }

  get domains(): Domains {
    return this.target.domains;
  }

  /** A name for a list, a workflow or an activity that nothing else uses. */
  freshName(): string {
    return this.target.freshName();
  }

  /** Begins to watch for stalls; the function it gives ends that, and tells for how many milliseconds either machine stood still. */
  watchStalls(): () => Promise<number> {
    return this.target.stalls.watch();
  }

  /** Waits; ends with the rule. */
  wait(ms: number): Promise<void> {
    return abortable(Math.max(ms, 0), this.signal);
  }

  /** Repeats an act until it is done or the patience is at its end; gives the last value. */
  async until<T>(act: () => Promise<{ done: boolean; value: T }>, patienceMs = setUpPatienceMs): Promise<T> {
    const startedAt = performance.now();
    for (;;) {
      const { done, value } = await act();
      const pauseMs = pauseAfter(startedAt);
      if (done || performance.now() + pauseMs > startedAt + patienceMs) return value;
      await this.wait(pauseMs);
    }
  }

  /** Calls an operation with a JSON body; whatever comes is given back. */
  call(operation: string, body: unknown, options?: CallOptions): Promise<Exchange> {
    return this.target.call(operation, body, this.signal, { ...this.#written, ...options });
  }

  /** Calls an operation that must succeed (or give one of these faults) before the rule can observe anything. @throws SetupFailed */
  setUp(
    operation: string,
    body: JsonObject,
    orFault: readonly string[] = [],
  ): Promise<{ answer: JsonObject; exchange: Exchange }> {
    return this.target.setUp(operation, body, orFault, { signal: this.signal, ...this.#written });
  }

  get #written(): { lane: Lane; requestBudget: RequestBudget; callLog: CallLog } {
    const { lane, requestBudget, callLog } = this;
    return { lane, requestBudget, callLog };
  }

  /** Sees that an activity type is registered, with a default task list or without. @throws SetupFailed */
  registerActivityType(type: ActivityType, defaultTaskList?: string): Promise<void> {
    return this.target.activityType(type, defaultTaskList);
  }

  /** Sees that the suite's workflow type is registered. @throws SetupFailed */
  suiteWorkflowType(): Promise<void> {
    return this.target.workflowType();
  }

  /** Sees that the suite's activity type is registered. @throws SetupFailed */
  suiteActivityType(): Promise<void> {
    return this.registerActivityType(suiteType);
  }

  /** Sees that a domain is registered. @throws SetupFailed */
  registerDomain(name: string): Promise<void> {
    return this.target.domain(name);
  }

  /** Sees that the domain in which nothing is ever scheduled is registered, and gives its name. @throws SetupFailed */
  async quietDomain(): Promise<string> {
    await this.registerDomain(this.domains.quiet);
    return this.domains.quiet;
  }

  /** Sees that the suite's domain is registered, and gives its name. @throws SetupFailed */
  async domain(): Promise<string> {
    await this.registerDomain(this.domains.main);
    return this.domains.main;
  }

  /** Starts an execution on a fresh decision list and takes its first decision task. @throws SetupFailed */
  async startWorkflow(): Promise<Workflow> {
    const workflow = await this.startWorkflowUndecided();
    await workflow.awaitDecision();
    return workflow;
  }

  /** Starts an execution and leaves its first decision task waiting, on the given list or a fresh one. @throws SetupFailed */
  async startWorkflowUndecided(
    decisionList = this.freshName(),
    { workflowId = this.freshName(), input }: { readonly workflowId?: string; readonly input?: string } = {},
  ): Promise<Workflow> {
    await this.suiteWorkflowType();
    this.target.started(workflowId, this.domains.main);
    const seconds = String(Math.ceil(this.target.options.pollHold * 2 + 600));
    const { answer, exchange } = await this.setUp('StartWorkflowExecution', {
      domain: this.domains.main,
      workflowId,
      workflowType: suiteType,
      taskList: { name: decisionList },
      ...(input !== undefined && { input }),
      executionStartToCloseTimeout: seconds,
      taskStartToCloseTimeout: seconds,
      childPolicy: 'TERMINATE',
    });
    if (typeof answer.runId !== 'string') {
      throw new SetupFailed('set-up failed on the target: StartWorkflowExecution gave no runId', exchange);
    }
    return new Workflow(this, { workflowId, runId: answer.runId }, decisionList, exchange);
  }

  /** Starts an execution and schedules one activity. @throws SetupFailed */
  async scheduleActivity(spec: Parameters<Workflow['plan']>[0] = {}): Promise<ScheduledActivity> {
    const workflow = await this.startWorkflow();
    const [scheduled] = await workflow.schedule(spec);
    return scheduled;
  }

  /** Sends any bytes, signed, as a request of the operation; the options may make something else of it. */
  callBytes(
    operation: string,
    body: Uint8Array | string,
    options: Omit<CallOptions, 'operation'> = {},
  ): Promise<Exchange> {
    const { headers, ...others } = options;
    return this.target.wire.send({
      operation,
      deadlineMs: callDeadlineMs,
      ...this.#written,
      ...others,
      body: Buffer.from(body),
      signal: this.signal,
      headers: { ...targetHeader(operation), ...headers },
    });
  }

  /** Polls once, as a worker does: as long as the target may hold, and 10 s more. */
  async poll(taskList: string, options: PollOptions = {}): Promise<PollResult> {
    const { operation = 'PollForActivityTask', domain = this.domains.main, identity, ...call } = options;
    const body = { domain, taskList: { name: taskList }, ...(identity !== undefined && { identity }) };
    const deadlineMs = this.holdMs + beyondHoldMs;
    return pollResult(await this.call(operation, body, { deadlineMs, ...call }));
  }

  /** Polls without waiting for the answer; `sent` resolves when the request is on the wire, whatever comes of it. */
  startPoll(
    taskList: string,
    options: PollOptions = {},
  ): { sent: Promise<void>; result: Promise<PollResult> } {
    const { promise: sent, resolve } = Promise.withResolvers<void>();
    const result = this.poll(taskList, { ...options, onSent: resolve });
    result.then(
      () => resolve(),
      () => resolve(),
    );
    return { sent, result };
  }

  /**
   * Polls for a window of time, again whenever an answer comes early, and gives every answer: for seeing that nothing
   * comes. The window begins when the first poll is sent; the last is given up when it ends.
   */
  async pollFor(windowMs: number, taskList: string, options: PollOptions = {}): Promise<PollResult[]> {
    const first = await this.poll(taskList, { ...options, deadlineMs: windowMs });
    const results = [first];
    for (;;) {
      const last = results.at(-1) as PollResult;
      const left = first.exchange.sentAt + windowMs - performance.now();
      // A target that does not hold is asked every 100 ms.
      if (last.kind === 'none' || left < 200) return results;
      await this.wait(100);
      results.push(await this.poll(taskList, { ...options, deadlineMs: left - 100 }));
    }
  }

  /**
   * Polls until something other than an empty result comes, or the patience is at its end; gives the last result. For a
   * task that is known to be scheduled: some targets do not hold, and a task may be there only a moment later.
   */
  async pollForTask(
    taskList: string,
    options: PollOptions = {},
    patienceMs = setUpPatienceMs,
  ): Promise<PollResult> {
    const first = await this.poll(taskList, { deadlineMs: patienceMs, ...options });
    let last = first;
    while (last.kind === 'empty' && performance.now() < first.exchange.sentAt + patienceMs) {
      await this.wait(pauseAfter(first.exchange.sentAt));
      last = await this.poll(taskList, { deadlineMs: patienceMs, ...options });
    }
    return last;
  }

  /** Polls until the scheduled task comes, for rules that are about what follows. @throws SetupFailed when it does not. */
  async takeTask(
    scheduled: Pick<AwaitedTask, 'taskList' | 'exchange'>,
    options: PollOptions = {},
  ): Promise<TakenTask> {
    const last = await inThreeAttempts(
      () => this.pollForTask(scheduled.taskList, options),
      ({ kind }) => kind === 'task',
      this,
    ).catch((error: unknown) => {
      if (!(error instanceof SetupFailed)) throw error;
      throw new SetupFailed(`${undelivered} (${error.message})`, scheduled.exchange);
    });
    if (last.kind === 'task') return last;
    const message = `${undelivered}: ${describe(last.exchange)}`;
    throw new SetupFailed(message, scheduled.exchange, last.exchange);
  }

  /** A connection of its own, to be closed by whoever asked for it. */
  connection(): Connection {
    return new Connection(this.target.options, this.target.wire);
  }

  /** Polls by an AWS SDK client as a worker configures it. */
  async sdkPoll(
    taskList: string,
    { domain = this.domains.main, identity }: Pick<PollOptions, 'domain' | 'identity'> = {},
  ): Promise<SdkPollOutcome> {
    const input = { domain, taskList: { name: taskList }, ...(identity !== undefined && { identity }) };
    return this.sdkCall('PollForActivityTask', input);
  }

  /** Calls an operation by an AWS SDK client whose socket timeout is that of a worker: the hold and 10 s more. */
  async sdkCall<Output>(operation: string, input: object): Promise<SdkOutcome<Output>> {
    const sdk = new Sdk(this.target.options, this.holdMs + beyondHoldMs, this.target.wire);
    const options = { signal: this.signal, ...this.#written };
    try {
      return (await sdk.send(operation, input, options)) as SdkOutcome<Output>;
    } finally {
      sdk.close();
    }
  }
}

/**
 * Until we look again. What has not come in 2 s seldom comes: a target that delivers nothing is asked 18 times in 10 s, and
 * not 50, which is more than is planned for a rule, so that this was told in place of the task that did not come.
 */
function pauseAfter(sinceMs: number): number {
  return performance.now() - sinceMs < 2000 ? 200 : 1000;
}
