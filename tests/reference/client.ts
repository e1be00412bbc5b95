import { randomUUID } from 'node:crypto';
import { expect } from 'vitest';
import { type ReferenceService, type ServerOptions, startReferenceServer } from '../../reference/index.ts';

export type Json = Record<string, unknown>;

export interface Reply {
  status: number;
  headers: Headers;
  text: string;
  // What a test reads of an answer is for it to know.
  body: Json;
}

const NONE = {
  scheduleToStartTimeout: 'NONE',
  scheduleToCloseTimeout: 'NONE',
  startToCloseTimeout: 'NONE',
  heartbeatTimeout: 'NONE',
};

export const activityType = { name: 'activity', version: '1' };
export const workflowType = { name: 'workflow', version: '1' };

/** A server that is closed when the test is over, and a client of it. Holds half a second unless told. */
export async function serve(options: ServerOptions = {}) {
  const server = await startReferenceServer({ pollHoldSeconds: 0.5, ...options });
  const client = new Client(server.url);
  return { ...server, client, [Symbol.asyncDispose]: () => server.close() };
}

/** Speaks to a server with plain fetch, unsigned. */
export class Client {
  readonly url: string;
  readonly domain = `domain ${randomUUID()}`;
  headers: Record<string, string> = {};

  constructor(url: string) {
    this.url = url;
  }

  async raw(
    body: RequestInit['body'],
    headers: Record<string, string>,
    init: RequestInit = {},
  ): Promise<Reply> {
    const response = await fetch(this.url, { method: 'POST', body: body ?? null, headers, ...init });
    const text = await response.text();
    return { status: response.status, headers: response.headers, text, body: text ? JSON.parse(text) : {} };
  }

  send(operation: string, input: unknown, signal?: AbortSignal): Promise<Reply> {
    const headers = {
      'Content-Type': 'application/x-amz-json-1.0',
      'X-Amz-Target': `SimpleWorkflowService.${operation}`,
      ...this.headers,
    };
    return this.raw(JSON.stringify(input), headers, signal ? { signal } : {});
  }

  /** What a successful operation answers. */
  async ok(operation: string, input: unknown): Promise<Json> {
    const { status, text, body } = await this.send(operation, input);
    expect(text).not.toContain('__type');
    expect(status).toBe(200);
    return body;
  }

  /** The fault that an operation answers, as `Name: text`. */
  async fault(operation: string, input: unknown): Promise<string> {
    return faultOf(await this.send(operation, input));
  }

  /** Registers the domain and the types. */
  async prepare(): Promise<void> {
    const { domain } = this;
    await this.ok('RegisterDomain', { name: domain, workflowExecutionRetentionPeriodInDays: '1' });
    await this.ok('RegisterWorkflowType', { domain, ...workflowType });
    await this.ok('RegisterActivityType', { domain, ...activityType });
  }

  /** Starts an execution whose decisions go to a list of its own. */
  async start(overrides: Json = {}) {
    const workflowId = randomUUID();
    const started = await this.ok('StartWorkflowExecution', {
      domain: this.domain,
      workflowId,
      workflowType,
      taskList: { name: workflowId },
      taskStartToCloseTimeout: 'NONE',
      executionStartToCloseTimeout: '3600',
      childPolicy: 'TERMINATE',
      ...overrides,
    });
    return { workflowId, runId: String(started.runId) };
  }

  decisionTask(workflowId: string): Promise<Json> {
    return this.ok('PollForDecisionTask', { domain: this.domain, taskList: { name: workflowId } });
  }

  async decide(workflowId: string, ...decisions: Json[]): Promise<void> {
    const { taskToken } = await this.decisionTask(workflowId);
    await this.ok('RespondDecisionTaskCompleted', { taskToken, decisions });
  }

  poll(list: string, overrides: Json = {}): Promise<Json> {
    return this.ok('PollForActivityTask', { domain: this.domain, taskList: { name: list }, ...overrides });
  }

  /** An execution that has scheduled these activities on the list. */
  async schedule(list: string, ...activities: Json[]) {
    const execution = await this.start();
    await this.decide(execution.workflowId, ...activities.map((activity) => scheduling(list, activity)));
    return execution;
  }

  async history(execution: { workflowId: string; runId: string }): Promise<Json[]> {
    const { domain } = this;
    const { events } = await this.ok('GetWorkflowExecutionHistory', { domain, execution });
    return events as Json[];
  }

  /** The types of an execution's events, in order. */
  async eventTypes(execution: { workflowId: string; runId: string }): Promise<unknown[]> {
    return (await this.history(execution)).map(({ eventType }) => eventType);
  }

  /** The attributes of an execution's last event of that type. */
  async lastOf(execution: { workflowId: string; runId: string }, eventType: string): Promise<unknown> {
    const event = (await this.history(execution)).findLast((one) => one.eventType === eventType);
    return event?.[`${eventType.charAt(0).toLowerCase()}${eventType.slice(1)}EventAttributes`];
  }
}

export function faultOf({ status, body }: Reply): string {
  expect(status).toBe(400);
  return `${String(body.__type).split('#').at(-1)}: ${body.message ?? body.Message}`;
}

/** A ScheduleActivityTask decision. */
export function scheduling(list: string, overrides: Json = {}): Json {
  return {
    decisionType: 'ScheduleActivityTask',
    scheduleActivityTaskDecisionAttributes: {
      activityId: 'one',
      activityType,
      taskList: { name: list },
      ...NONE,
      ...overrides,
    },
  };
}

export function cancelling(activityId: string): Json {
  return {
    decisionType: 'RequestCancelActivityTask',
    requestCancelActivityTaskDecisionAttributes: { activityId },
  };
}

export const completing: Json = { decisionType: 'CompleteWorkflowExecution' };

/** Until so many polls wait. */
export async function waiting(server: { service: ReferenceService }, polls: number): Promise<void> {
  await expect.poll(() => server.service.waitingPolls, { timeout: 30_000 }).toBe(polls);
}

export const EMPTY = { startedEventId: 0 };
