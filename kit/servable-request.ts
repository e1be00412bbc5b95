import type { Exchange } from '../client/exchange.ts';
import type { Fixture } from './fixture.ts';
import type { Observed } from './observed.ts';
import { isTask, knownBy, pollResult } from './poll.ts';
import type { AwaitedTask } from './workflow.ts';

/** The body of a request to a task list. */
export interface ListRequest {
  readonly domain: string;
  readonly taskList: { readonly name: string };
}

/** What requests of an operation ask for, in the words of a sentence, and where it is in an answer. */
export interface Wanted {
  /** The member that an answer has when it is served: `taskToken`. */
  readonly member: string;
  /** `the task`. */
  readonly it: string;
  /** Of one that was seen to: `the scheduled task`. */
  readonly own: string;
  /** Of a list by its name: `the task that was scheduled on the list of this name`. */
  readonly ofList: string;
  /** Whether an answer brings one, if not the one that was asked for. */
  isIn(exchange: Exchange): boolean;
}

/** A request that has to bring what it asks for: that is there. */
export interface ServableRequest {
  readonly body: ListRequest;
  /** What a failure is to say that was expected, when the request is not served after others were refused. */
  readonly still: string;
  /** Sends it until it is served. @throws SetupFailed when it is not */
  serve(): Promise<Exchange>;
  /** Whether this answer brings what the request asks for. */
  isServedBy(exchange: Exchange): boolean;
  /** The answer brings it. @throws Violation */
  observe(observed: Observed, exchange: Exchange, expected: string): void;
}

/** Polls for a task that waits on its list. */
export function servablePoll(target: Fixture, operation: string, task: AwaitedTask): ServableRequest {
  return {
    body: { domain: target.domains.main, taskList: { name: task.taskList } },
    still: `the task to wait still for a proper poll (${knownBy(task)})`,
    serve: async () => (await target.takeTask(task, { operation })).exchange,
    isServedBy: (exchange) => isTask(pollResult(exchange), task),
    observe: (observed, exchange, expected) => observed.task(pollResult(exchange), task, expected),
  };
}
