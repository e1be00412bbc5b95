import { abortable } from '../client/abortable.ts';
import {
  bodyObject,
  type Ending,
  type Exchange,
  header,
  isObject,
  type JsonObject,
} from '../client/exchange.ts';
import { cut, faultOf } from '../client/fault.ts';
import { targetHeader } from '../client/headers.ts';
import type { RequestBudget } from '../client/request-budget.ts';
import { type Lane, rulesAtOnce, Semaphore } from '../client/request-scheduler.ts';
import { SetupFailed } from '../client/setup-failed.ts';
import { Wire, type WireRequest } from '../client/wire.ts';
import type { CallLog } from './call-log.ts';
import { describe } from './describe.ts';
import type { TargetOptions } from './options.ts';
import { isUnknown, ownTrouble } from './own-trouble.ts';
import {
  type ActivityType,
  callDeadlineMs,
  type Domains,
  domainsOf,
  lagPatienceMs,
  looksEveryMs,
  suiteType,
} from './set-up.ts';
import { inThreeAttempts } from './set-up-attempts.ts';
import { StallMeter } from './stalls.ts';

/**
 * A history has the inputs of one decision, 500,000 bytes of JSON, which are up to three times that where all is escaped.
 * All rules read one at the same time: with 32 MB each a hostile server made us take 4 GB.
 */
const historyBytes = 4 * 1024 * 1024;

/** A domain or a type that the rules use. */
export interface Registration {
  readonly operation: 'RegisterDomain' | 'RegisterWorkflowType' | 'RegisterActivityType';
  readonly input: JsonObject;
}

/** What a call may say beside its body. */
export type CallOptions = Partial<Omit<WireRequest, 'body' | 'signal'>>;

/** The target could not be reached, or does not speak SWF at all: the run ends with exit code 3. */
export class Unusable extends Error {
  /** What was seen. */
  readonly what: string;
  /** What to do about it, where that is known. */
  readonly advice: string | undefined;

  constructor(what: string, advice?: string) {
    super(advice === undefined ? what : `${what}\n${advice}`);
    this.what = what;
    this.advice = advice;
  }
}

const noAnswer: Record<Ending, string> = {
  answered: 'answered',
  open: 'does not answer',
  broken: 'is there, but what came from it is no answer of HTTP',
  unreachable: 'could not be reached',
};

/** The endpoint under test during one run: what all rules share. */
export class Target {
  readonly options: TargetOptions;
  readonly wire: Wire;
  readonly domains: Domains;
  readonly stalls: StallMeter;
  /** Where each rule waits for its turn. */
  readonly ruleSlots: Semaphore;
  /** Aborted when the run is: what is shared by all rules must not end with one of them. */
  readonly signal: AbortSignal;
  /** Median round trip of a DescribeDomain, in milliseconds. */
  roundTripMs: number;
  /** The `Server` header of the first answer. */
  server: string | undefined;
  /** What was registered for all rules, or found: what a program has to register that does a rule's calls again. */
  readonly registrations: Registration[] = [];
  readonly #open = new Map<string, string>();
  readonly #registered = new Map<string, Promise<void>>();
  readonly #lost = new AbortController();
  #probing = false;
  #names = 0;

  constructor(options: TargetOptions, signal: AbortSignal) {
    this.options = options;
    this.signal = signal;
    this.roundTripMs = options.roundTripMs ?? 0;
    this.wire = new Wire(options);
    this.stalls = new StallMeter(this);
    this.ruleSlots = new Semaphore(rulesAtOnce(options.rate));
    this.domains = domainsOf(options.domain ?? 'swf-conformance');
  }

  /** Aborted when nothing answers any more: no rule then waits for its own time to run out. */
  get lost(): AbortSignal {
    return this.#lost.signal;
  }

  get holdMs(): number {
    return this.options.pollHold * 1000;
  }

  /** A name that nothing else of this or another run uses. It has no `arn`, which old rules forbade anywhere. */
  freshName(): string {
    this.#names += 1;
    return `swfc-${this.options.runId}-${this.#names}`;
  }

  /** Calls an operation with a JSON body. */
  async call(
    operation: string,
    body: unknown,
    signal: AbortSignal,
    options: CallOptions = {},
  ): Promise<Exchange> {
    const exchange = await this.#send(operation, body, signal, options);
    // A poll may be left open; all else is to be answered at once.
    const waits = operation === 'PollForActivityTask' && exchange.ending === 'open';
    if (exchange.ending !== 'answered' && !waits) void this.#probe();
    return exchange;
  }

  #send(operation: string, body: unknown, signal: AbortSignal, options: CallOptions): Promise<Exchange> {
    const history = operation === 'GetWorkflowExecutionHistory' || operation === 'PollForDecisionTask';
    return this.wire.send({
      operation,
      body: Buffer.from(JSON.stringify(body)),
      deadlineMs: callDeadlineMs,
      signal,
      ...(history && { maximumAnswerBytes: historyBytes }),
      ...options,
      headers: { ...targetHeader(operation), ...options.headers },
    });
  }

  /**
   * Calls an operation of the set-up, and gives the answer's body.
   * @throws SetupFailed when it was not answered 200 (a fault named in `orFault` is as good).
   */
  async setUp(
    operation: string,
    body: JsonObject,
    orFault: readonly string[] = [],
    {
      signal = this.signal,
      ...options
    }: { signal?: AbortSignal; lane?: Lane; requestBudget?: RequestBudget; callLog?: CallLog } = {},
  ): Promise<{ answer: JsonObject; exchange: Exchange }> {
    const call = async () => ({ exchange: await this.call(operation, body, signal, options) });
    const isGood = ({ exchange }: { exchange: Exchange }) =>
      exchange.answer?.status === 200 || orFault.includes(faultOf(exchange)?.type ?? 'none');
    const done = await inThreeAttempts(call, isGood, { ...options, signal });
    const { exchange } = done;
    if (!isGood(done)) {
      throw new SetupFailed(`set-up failed on the target: ${operation}: ${describe(exchange)}`, exchange);
    }
    return { answer: bodyObject(exchange) ?? {}, exchange };
  }

  /**
   * Sees that something like SWF answers, and measures the round trip.
   * @throws Unusable when nothing can be reached, no answer is AWS JSON, or the run itself is refused.
   */
  async reach(): Promise<void> {
    const first = await this.#describeDomain();
    const { endpoint, mock } = this.options;
    const who = mock ? `the mock ${mock.module ?? ''}`.trim() : endpoint.href;
    if (!first.answer) {
      const what = mock ? 'does not answer DescribeDomain' : noAnswer[first.ending];
      throw new Unusable(`${who} ${what}: ${describe(first)}`);
    }
    const trips = [first];
    while (trips.length < 5) trips.push(await this.#describeDomain());
    if (!trips.some((trip) => bodyObject(trip))) {
      const message = `answers, but not as SWF does: DescribeDomain: ${describe(first)}`;
      throw new Unusable(`${who} ${message}`);
    }
    const [trouble, ...others] = trips.map((trip) => ownTrouble(trip, this.options));
    if (trouble && !others.includes(undefined)) {
      throw new Unusable(`${who} ${trouble.what}: DescribeDomain: ${describe(first)}`, trouble.advice);
    }
    if (trips.every(isUnknown) && isUnknown(await this.#emptyPoll())) {
      const what = `knows neither DescribeDomain nor PollForActivityTask: ${describe(first)}`;
      throw new Unusable(`${who} ${what}`, 'Another API is there, or SWF has another address or path.');
    }
    const server = header(first, 'server');
    this.server = server === undefined ? undefined : cut(server);
    const times = trips.map((trip) => trip.endedAt - trip.sentAt).sort((a, b) => a - b);
    this.roundTripMs = times[2] ?? 0;
  }

  /** Whether the target still answers anything at all. */
  async answers(): Promise<boolean> {
    return !this.lost.aborted && (await this.#endingOfAny()) === 'answered';
  }

  /** What becomes of requests that wait for nothing: a target may be stuck with all but polls. */
  async #endingOfAny(): Promise<Ending> {
    const { ending } = await this.#describeDomain();
    if (ending !== 'open') return ending;
    return (await this.#emptyPoll()).ending;
  }

  #emptyPoll(): Promise<Exchange> {
    return this.#send('PollForActivityTask', {}, this.signal, { once: true });
  }

  #describeDomain(): Promise<Exchange> {
    return this.#send('DescribeDomain', { name: this.domains.main }, this.signal, { once: true });
  }

  /**
   * Sees whether the target is still there; one that is started again within 2 s is not lost, one that answers nothing at
   * all is, after 20 s.
   */
  async #probe(): Promise<void> {
    if (this.#probing) return;
    this.#probing = true;
    const since = performance.now();
    try {
      for (let attempt = 0; attempt < 3; attempt++) {
        if (attempt > 0) await abortable(1000, this.signal);
        const ending = await this.#endingOfAny();
        if (ending === 'answered' || this.wire.answeredAt > since) return;
        if (ending === 'open') break;
      }
      this.#lost.abort();
    } catch {
      // The run was interrupted.
    } finally {
      this.#probing = false;
    }
  }

  /** Sees that a domain is registered; asked once, remembered. @throws SetupFailed */
  domain(name: string): Promise<void> {
    return this.#once(`domain ${name}`, async () => {
      const domain = { name, description: 'swf-conformance', workflowExecutionRetentionPeriodInDays: '1' };
      this.registrations.push({ operation: 'RegisterDomain', input: domain });
      const described = await this.call('DescribeDomain', { name }, this.signal);
      const info = bodyObject(described)?.domainInfo;
      if (described.answer?.status === 200 && isObject(info)) {
        if (info.status !== 'DEPRECATED') return;
        throw new SetupFailed(`the domain '${name}' is deprecated on the target: undeprecate it`, described);
      }
      await this.setUp('RegisterDomain', domain, ['DomainAlreadyExistsFault']);
      await this.#seen('DescribeDomain', { name });
    });
  }

  /**
   * Waits until what was registered is seen: what SWF answers to reads may lag behind, and the next call then finds no such
   * domain or type. A target that does not have the operation is not asked again.
   */
  async #seen(operation: string, body: JsonObject): Promise<void> {
    const deadline = performance.now() + lagPatienceMs;
    for (;;) {
      const described = await this.call(operation, body, this.signal);
      // Where it never is, that is for the rules which ask for it.
      const isMissing = faultOf(described)?.type === 'UnknownResourceFault';
      if (!isMissing || performance.now() > deadline) return;
      await abortable(looksEveryMs, this.signal);
    }
  }

  /** Registers a type, and waits until it is seen where it was not there before. @throws SetupFailed */
  async #registerType(kind: 'Workflow' | 'Activity', input: JsonObject & ActivityType): Promise<void> {
    this.registrations.push({ operation: `Register${kind}Type`, input });
    const { exchange } = await this.setUp(`Register${kind}Type`, input, ['TypeAlreadyExistsFault']);
    if (faultOf(exchange)) return;
    const type = { name: input.name, version: input.version };
    await this.#seen(`Describe${kind}Type`, {
      domain: this.domains.main,
      [`${kind.toLowerCase()}Type`]: type,
    });
  }

  /** Sees that the suite's workflow type is registered. @throws SetupFailed */
  workflowType(): Promise<void> {
    return this.#once('workflow type', async () => {
      await this.domain(this.domains.main);
      const type = { domain: this.domains.main, ...suiteType };
      await this.#registerType('Workflow', type);
    });
  }

  /** Sees that an activity type is registered, with a default task list or without. @throws SetupFailed */
  activityType(type: ActivityType, defaultTaskList?: string): Promise<void> {
    return this.#once(`activity type ${type.name} ${type.version}`, async () => {
      await this.domain(this.domains.main);
      const list = defaultTaskList === undefined ? {} : { defaultTaskList: { name: defaultTaskList } };
      const registration = { domain: this.domains.main, ...type, ...list };
      await this.#registerType('Activity', registration);
    });
  }

  /** Remembers an execution, to be terminated at the end. Said before it is started, as the answer may be lost. */
  started(workflowId: string, domain: string): void {
    this.#open.set(workflowId, domain);
  }

  /** How many executions are to be terminated. */
  get openExecutions(): number {
    return this.#open.size;
  }

  /** Terminates what the run started, as far as there is time; an execution that is closed already is as good. Gives what could not be. */
  async cleanUp(late: AbortSignal): Promise<string[]> {
    const left: string[] = [];
    await Promise.all(
      [...this.#open].map(async ([workflowId, domain]) => {
        const why = this.lost.aborted
          ? 'the target stopped answering'
          : await this.#terminate(workflowId, domain, late);
        if (why !== undefined) left.push(`execution ${workflowId} in ${domain}: ${why}`);
        else this.#open.delete(workflowId);
      }),
    );
    return left.sort();
  }

  /** Terminates an execution, and gives the reason where it could not. */
  async #terminate(workflowId: string, domain: string, late: AbortSignal): Promise<string | undefined> {
    const body = { domain, workflowId, childPolicy: 'TERMINATE', reason: 'swf-conformance has ended' };
    try {
      const call = async () => ({ exchange: await this.call('TerminateWorkflowExecution', body, late) });
      const isGone = ({ exchange }: { exchange: Exchange }) =>
        exchange.answer?.status === 200 || faultOf(exchange)?.type === 'UnknownResourceFault';
      const done = await inThreeAttempts(call, isGone, { signal: late });
      return isGone(done) ? undefined : describe(done.exchange);
    } catch (error) {
      if (late.aborted) return 'the target did not do it in time';
      // Throttled to the end.
      if (error instanceof SetupFailed) return error.message;
      throw error;
    }
  }

  #once(key: string, act: () => Promise<void>): Promise<void> {
    let promise = this.#registered.get(key);
    if (!promise) {
      promise = act();
      this.#registered.set(key, promise);
    }
    return promise;
  }
}
