import { bodyObject, type Exchange, isObject, type JsonObject } from './exchange.ts';
import { describe, faultOf } from './fault.ts';
import type { Journal } from './journal.ts';
import type { TargetOptions } from './options.ts';
import { SetupFailed } from './setup-failed.ts';
import type { Lane } from './traffic.ts';
import { Wire, type WireRequest } from './wire.ts';

/** The fixed domains: reused by every run, since SWF allows an account 100 and deletes none. */
export interface Domains {
  /** Where tasks are scheduled. */
  readonly main: string;
  /** Where polls go that must meet no task: nothing is ever scheduled here. */
  readonly quiet: string;
  /** Whose name has an accent, for names that differ from it by normalization alone. */
  readonly accented: string;
  /** Which is registered and deprecated. */
  readonly deprecated: string;
}

/** The domains of a run whose main one has this name. */
export function domainsOf(main: string): Domains {
  return { main, quiet: `${main}-quiet`, accented: `${main}-caf\u00e9`, deprecated: `${main}-deprecated` };
}

/** The workflow type and the activity type that the suite registers once and finds again. */
export const suiteType = { name: 'swf-conformance', version: '1' } as const;

/** A type's name and version: together they name it. */
export interface ActivityType {
  readonly name: string;
  readonly version: string;
}

/** How long one call that does not wait may take. */
export const callDeadlineMs = 10_000;

/** A history page or a decision's events may carry many inputs of 32,768 characters. */
const historyBytes = 32 * 1024 * 1024;

/** A domain or a type that the rules use. */
export interface Registration {
  readonly operation: 'RegisterDomain' | 'RegisterWorkflowType' | 'RegisterActivityType';
  readonly input: JsonObject;
}

/** What a call may say beside its body. */
export type CallOptions = Partial<Omit<WireRequest, 'body' | 'signal'>>;

/** The target could not be reached, or does not speak SWF at all: the run ends with exit code 3. */
export class Unusable extends Error {}

/** The endpoint under test during one run: what all rules share. */
export class Target {
  readonly options: TargetOptions;
  readonly wire: Wire;
  readonly domains: Domains;
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
  #names = 0;

  constructor(options: TargetOptions, signal: AbortSignal) {
    this.options = options;
    this.signal = signal;
    this.roundTripMs = options.roundTripMs ?? 0;
    this.wire = new Wire(options);
    this.domains = domainsOf(options.domain ?? 'swf-conformance');
  }

  get holdMs(): number {
    return this.options.pollHoldSeconds * 1000;
  }

  /** A name that nothing else of this or another run uses. It has no `arn`, which old rules forbade anywhere. */
  freshName(): string {
    this.#names += 1;
    return `swfc-${this.options.runId}-${this.#names}`;
  }

  /** Calls an operation with a JSON body. */
  call(operation: string, body: unknown, signal: AbortSignal, options: CallOptions = {}): Promise<Exchange> {
    const history = operation === 'GetWorkflowExecutionHistory' || operation === 'PollForDecisionTask';
    return this.wire.send({
      label: operation,
      body: Buffer.from(JSON.stringify(body)),
      deadlineMs: callDeadlineMs,
      signal,
      ...(history && { maximumAnswerBytes: historyBytes }),
      ...options,
      headers: { 'x-amz-target': `SimpleWorkflowService.${operation}`, ...options.headers },
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
    { signal = this.signal, ...options }: { signal?: AbortSignal; lane?: Lane; journal?: Journal } = {},
  ): Promise<{ answer: JsonObject; exchange: Exchange }> {
    const exchange = await this.call(operation, body, signal, options);
    const fault = faultOf(exchange);
    if (exchange.answer?.status !== 200 && !(fault && orFault.includes(fault.type))) {
      throw new SetupFailed(`set-up failed on the target: ${operation}: ${describe(exchange)}`, exchange);
    }
    return { answer: bodyObject(exchange) ?? {}, exchange };
  }

  /**
   * Sees that something like SWF answers, and measures the round trip.
   * @throws Unusable when nothing can be reached, or no answer is AWS JSON.
   */
  async reach(): Promise<void> {
    const describeDomain = () => this.call('DescribeDomain', { name: this.domains.main }, this.signal);
    const first = await describeDomain();
    const { endpoint, mock } = this.options;
    const name = mock ? `the mock ${mock.module ?? ''}`.trim() : endpoint.href;
    if (!first.answer) {
      const what = mock ? 'does not answer DescribeDomain' : 'could not be reached';
      throw new Unusable(`${name} ${what}: ${describe(first)}`);
    }
    const trips = [first];
    while (trips.length < 5) trips.push(await describeDomain());
    if (!trips.some((trip) => bodyObject(trip))) {
      const message = `answers, but not as SWF does: DescribeDomain: ${describe(first)}`;
      throw new Unusable(`${name} ${message}`);
    }
    this.server = first.answer?.headers.find(([name]) => name.toLowerCase() === 'server')?.[1];
    const times = trips.map((trip) => trip.endedAt - trip.sentAt).sort((a, b) => a - b);
    this.roundTripMs = times[2] ?? 0;
  }

  /** Whether the target still answers anything at all. */
  async answers(): Promise<boolean> {
    const exchange = await this.call('DescribeDomain', { name: this.domains.main }, this.signal);
    return exchange.ending === 'answered';
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
    });
  }

  /** Sees that the suite's workflow type is registered. @throws SetupFailed */
  workflowType(): Promise<void> {
    return this.#once('workflow type', async () => {
      await this.domain(this.domains.main);
      const type = { domain: this.domains.main, ...suiteType };
      this.registrations.push({ operation: 'RegisterWorkflowType', input: type });
      await this.setUp('RegisterWorkflowType', type, ['TypeAlreadyExistsFault']);
    });
  }

  /** Sees that an activity type is registered, with a default task list or without. @throws SetupFailed */
  activityType(type: ActivityType, defaultTaskList?: string): Promise<void> {
    return this.#once(`activity type ${type.name} ${type.version}`, async () => {
      await this.domain(this.domains.main);
      const list = defaultTaskList === undefined ? {} : { defaultTaskList: { name: defaultTaskList } };
      const registration = { domain: this.domains.main, ...type, ...list };
      this.registrations.push({ operation: 'RegisterActivityType', input: registration });
      await this.setUp('RegisterActivityType', registration, ['TypeAlreadyExistsFault']);
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

  /** Terminates what the run started; an execution that is closed already is as good. Gives what could not be. */
  async cleanUp(signal: AbortSignal): Promise<string[]> {
    const left: string[] = [];
    await Promise.all(
      [...this.#open].map(async ([workflowId, domain]) => {
        const body = { domain, workflowId, childPolicy: 'TERMINATE', reason: 'swf-conformance has ended' };
        const exchange = await this.call('TerminateWorkflowExecution', body, signal);
        const gone = exchange.answer?.status === 200 || faultOf(exchange)?.type === 'UnknownResourceFault';
        if (!gone) left.push(`execution ${workflowId} in ${domain}: ${describe(exchange)}`);
        else this.#open.delete(workflowId);
      }),
    );
    return left.sort();
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
