import { bodyObject, duration, type Exchange, isObject, type JsonObject } from '../client/exchange.ts';
import { cut, faultOf } from '../client/fault.ts';
import type { Difference } from '../results/rule.ts';
import { identityOf, taskOf } from './poll.ts';
import type { AwaitedTask } from './workflow.ts';

/** What a rule can expect of an answer, part by part, each in words; what is absent may be anything. */
export interface ExpectedParts {
  readonly status?: string;
  /** The fault's name; `none` where no fault is expected. */
  readonly fault?: string;
  readonly taskToken?: string;
  readonly activityId?: string;
  readonly workflowId?: string;
}

/** What the report calls each part. */
const parts: Readonly<Record<keyof ExpectedParts, string>> = {
  status: 'status',
  fault: 'body.__type',
  taskToken: 'body.taskToken',
  activityId: 'body.activityId',
  workflowId: 'body.workflowExecution.workflowId',
};

const partNames = Object.keys(parts) as (keyof ExpectedParts)[];

/** Where an answer is not as these parts have it: those that are told, and are otherwise. */
export function differencesOf(
  exchange: Exchange,
  expected: ExpectedParts,
  fits: (part: keyof ExpectedParts) => boolean,
): Difference[] {
  const { answer, ending } = exchange;
  if (!answer) {
    const seconds = (duration(exchange) / 1000).toFixed(2);
    const [[name, wanted] = ['', 'an answer']] = Object.entries(expected);
    const observed = ending === 'open' ? `none within ${seconds} s` : cut(`none: ${exchange.failure}`, 100);
    return [{ part: 'answer', expected: name === 'status' ? `HTTP ${wanted}` : wanted, observed }];
  }
  const body = bodyObject(exchange) ?? {};
  const seen: Record<keyof ExpectedParts, string> = {
    status: String(answer.status),
    fault: faultOf(exchange)?.type || value(body.__type),
    taskToken: value(body.taskToken),
    activityId: value(body.activityId),
    workflowId: value(executionIn(body).workflowId),
  };
  const isFault = faultOf(exchange) !== undefined;
  return partNames.flatMap((name) => {
    const wanted = expected[name];
    // Nobody expects a task in a fault.
    const isNone = isFault && name !== 'status' && name !== 'fault';
    if (wanted === undefined || isNone || fits(name)) return [];
    return [{ part: parts[name], expected: wanted, observed: cut(seen[name]) }];
  });
}

/** Of an answer that should have brought this task. */
export function notTheTask(exchange: Exchange, awaited: AwaitedTask): Difference[] {
  const body = bodyObject(exchange) ?? {};
  const { member, value: own } = identityOf(awaited);
  const seen = member === 'activityId' ? body.activityId : executionIn(body).workflowId;
  const expected = { status: '200', fault: 'absent', taskToken: 'a token', [member]: value(own) };
  return differencesOf(exchange, expected, (part) => {
    if (part === 'status') return exchange.answer?.status === 200;
    if (part === 'fault') return faultOf(exchange) === undefined;
    return part === 'taskToken' ? taskOf(body) !== undefined : seen === own;
  });
}

/** Of an answer that should have been an empty result. */
export function notEmpty(exchange: Exchange): Difference[] {
  const body = bodyObject(exchange) ?? {};
  const expected = { status: '200', fault: 'absent', taskToken: '"" or absent', activityId: 'absent' };
  return differencesOf(exchange, expected, (part) => {
    if (part === 'status') return exchange.answer?.status === 200;
    if (part === 'fault') return faultOf(exchange) === undefined;
    return part === 'taskToken' ? taskOf(body) === undefined : body.activityId === undefined;
  });
}

/** Of an answer that should have refused. */
export function notRefused(
  exchange: Exchange,
  { status, faults }: { readonly status?: number; readonly faults?: readonly string[] },
): Difference[] {
  const fault = faultOf(exchange);
  const names = faults?.join(' or ');
  const expected = { status: status ? String(status) : '4xx', fault: names ?? 'the name of a fault' };
  return differencesOf(exchange, expected, (part) => {
    if (part === 'status')
      return fault !== undefined && (status ? fault.status === status : fault.status < 500);
    return fault !== undefined && (faults ? faults.includes(fault.type) : true);
  });
}

/** Of an answer that should have been 200 with a JSON object. */
export function notSuccess(exchange: Exchange): Difference[] {
  const { answer } = exchange;
  const differences = differencesOf(exchange, { status: '200', fault: 'absent' }, (part) =>
    part === 'status' ? answer?.status === 200 : faultOf(exchange) === undefined,
  );
  if (differences.length > 0 || isObject(bodyObject(exchange))) return differences;
  return [
    { part: 'body', expected: 'a JSON object', observed: answer?.body.length ? 'something else' : 'nothing' },
  ];
}

function executionIn({ workflowExecution }: JsonObject): JsonObject {
  return isObject(workflowExecution) ? workflowExecution : {};
}

/** A member as JSON. */
function value(member: unknown): string {
  return member === undefined ? 'absent' : JSON.stringify(member);
}
