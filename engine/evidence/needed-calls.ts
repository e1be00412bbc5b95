import type { Exchange, JsonObject } from '../../client/exchange.ts';
import type { Call } from '../../kit/call-log.ts';
import type { Registration } from '../../kit/target.ts';
import { bodyOf, decisionsOf, taskListOf, text } from './calls.ts';

/** A longer story would not be read. */
const mostSteps = 60;

/** Of so many calls no 60 are left when those are left out that came to nothing; a thousand polls take long to look through. */
const mostCalls = 300;

/** One call of a story. */
export interface Step {
  readonly operation: string;
  readonly input: JsonObject;
  readonly call: Call & { sentAt: number };
}

/** What an answer gives and a later request repeats. */
export const repeated = ['taskToken', 'runId', 'nextPageToken'] as const;

/**
 * The least calls, by the time of sending, that bring about what the exchanges show: those calls themselves, the calls whose
 * answers they repeat, and those that made the tasks for which they poll, or may have taken them. Undefined where the telling
 * one is no call that an SDK makes, or the story is too long.
 * @param exchanges the telling one last
 * @param forgot whether there were calls that are not told any more
 */
export function neededSteps(
  calls: readonly (Call & { sentAt: number })[],
  exchanges: readonly Exchange[],
  registrations: readonly Registration[],
  forgot: boolean,
): Step[] | undefined {
  const last = exchanges.at(-1);
  const shown = calls.filter(({ sent }) => exchanges.some(({ request }) => request === sent));
  const shownUntil = Math.max(...shown.map(({ endedAt = 0 }) => endedAt));
  const steps = calls
    .filter((call) => call.sentAt < shownUntil && (!call.isRepeated || shown.includes(call)))
    .flatMap((call): Step[] => {
      const { operation, signedOtherwise } = call;
      const input = bodyOf(call);
      return input && operation && !signedOtherwise ? [{ operation, input, call }] : [];
    });
  const decisive = steps.find(({ call }) => call.sent !== undefined && call.sent === last?.request);
  if (!decisive) return undefined;
  const roots = steps.filter(({ call }) => shown.includes(call));
  const graph = new CallGraph(steps, registrations);
  const all = graph.withNeeds(roots);
  if (!all) return undefined;
  // A task that came from a call that was forgotten would not come again.
  const scheduled = all.some(({ input }) => decisionsOf(input).length > 0);
  if (forgot && !scheduled && all.some(({ call }) => call.returned.taskToken !== undefined)) return undefined;
  const spent = (step: Step) =>
    step.call.outcome === 'empty' &&
    !roots.includes(step) &&
    (step.call.endedAt ?? shownUntil) < decisive.call.sentAt;
  const least = all.length <= mostSteps ? all : all.filter((step) => !spent(step));
  return least.length <= mostSteps ? least.map((step) => lessDecisions(step, least)) : undefined;
}

/** What the calls of a rule have to do with one another. */
class CallGraph {
  readonly #steps: readonly Step[];
  readonly #registrations: readonly Registration[];

  constructor(steps: readonly Step[], registrations: readonly Registration[]) {
    this.#steps = steps;
    this.#registrations = registrations;
  }

  /** These steps, and all that they need, and what those need; undefined where that is too much. */
  withNeeds(roots: readonly Step[]): Step[] | undefined {
    const found = new Set(roots);
    for (const step of found) {
      if (found.size > mostCalls) return undefined;
      for (const needed of this.#needs(step)) found.add(needed);
    }
    return this.#steps.filter((step) => found.has(step));
  }

  #needs(step: Step): Step[] {
    const earlier = this.#before(step.call.sentAt);
    const givers = repeated.flatMap((name) => {
      const value = text(step.input[name]) ?? text(executionOf(step.input)[name]);
      const giver = value && earlier.findLast(({ call }) => call.returned[name] === value);
      return giver ? [giver] : [];
    });
    return [...givers, ...this.#causes(step)];
  }

  #causes(step: Step): Step[] {
    const { operation, input, call } = step;
    const until = call.endedAt ?? Number.POSITIVE_INFINITY;
    if (operation === 'PollForActivityTask') {
      const taken = this.#aboutTasksOf(step, until);
      const executions = new Set(taken.map((each) => this.#executionOf(each)));
      return [...taken, ...[...executions].flatMap((workflowId) => this.#endsOf(workflowId, until))];
    }
    if (operation === 'PollForDecisionTask') {
      const starts = this.#startsOn(taskListOf(input), until);
      const again = this.#before(call.sentAt).some(
        (each) => each.operation === operation && taskListOf(each.input) === taskListOf(input),
      );
      return [
        ...starts,
        ...(again ? starts.flatMap(({ input: { workflowId } }) => this.#allOf(workflowId, until)) : []),
      ];
    }
    if (operation === 'GetWorkflowExecutionHistory') return this.#allOf(this.#executionOf(step), call.sentAt);
    return [];
  }

  /**
   * What scheduled activities on the list of a poll, and what polled for them too. The cases of a property, which are sent in
   * bulk, have nothing to do with one another.
   */
  #aboutTasksOf({ input: { domain, taskList }, call: { lane } }: Step, until: number): Step[] {
    const list = taskListOf({ taskList });
    if (list === undefined) return [];
    return this.#before(until).filter(({ operation, input, call }) => {
      const isCase = lane === 'bulk' && call.lane === 'bulk';
      const polls =
        operation === 'PollForActivityTask' && input.domain === domain && taskListOf(input) === list;
      return (
        (polls && !isCase) ||
        decisionsOf(input).some((each) => each.schedules && this.#listsOf(each).includes(list))
      );
    });
  }

  /** The list that a decision schedules on; the default of its type, where it names none. */
  #listsOf({ taskList, activityType }: ReturnType<typeof decisionsOf>[number]): string[] {
    if (taskList !== undefined) return [taskList];
    return this.#registrations.flatMap(({ input }) => {
      const isType = input.name === activityType?.name && input.version === activityType?.version;
      const list = isType && text((input.defaultTaskList as JsonObject | undefined)?.name);
      return list ? [list] : [];
    });
  }

  #startsOn(list: string | undefined, until: number): Step[] {
    return this.#before(until).filter(
      ({ operation, input }) => operation === 'StartWorkflowExecution' && taskListOf(input) === list,
    );
  }

  /** What may end an execution or its activities: requests that name it, decisions other than to schedule. */
  #endsOf(workflowId: unknown, until: number): Step[] {
    return this.#before(until).filter(
      (step) =>
        changesState(step) &&
        this.#executionOf(step) === workflowId &&
        workflowId !== undefined &&
        decisionsOf(step.input).every(({ schedules }) => !schedules),
    );
  }

  /**
   * All that changed an execution: its decisions, the polls that took its tasks and the answers to them; of the cases of a
   * property those of none but the one in question.
   */
  #allOf(workflowId: unknown, until: number): Step[] {
    if (workflowId === undefined) return [];
    const own = this.#before(until).filter(
      (step) => changesState(step) && this.#executionOf(step) === workflowId,
    );
    const lists = new Set(
      own.flatMap(({ input }) => decisionsOf(input).flatMap((each) => this.#listsOf(each))),
    );
    const polls = this.#before(until).filter(
      ({ operation, input, call }) =>
        operation === 'PollForActivityTask' && call.lane !== 'bulk' && lists.has(taskListOf(input) ?? ''),
    );
    return [...own, ...polls];
  }

  /** The workflowId of the execution that a call is about, as far as it is known. */
  #executionOf(step: Step): unknown {
    const { input, call } = step;
    const named = input.workflowId ?? executionOf(input).workflowId ?? call.returned.workflowId;
    if (named !== undefined) return named;
    const token = text(input.taskToken);
    return (
      token && this.#steps.find((each) => each.call.returned.taskToken === token)?.call.returned.workflowId
    );
  }

  #before(time: number): Step[] {
    return this.#steps.filter(({ call }) => call.sentAt < time);
  }
}

/** Whether a call may have changed what later ones are answered. */
export function changesState({ operation }: Step): boolean {
  return /^(Start|Respond|Terminate|RequestCancel|Signal|Record)/.test(operation);
}

function executionOf(input: JsonObject): JsonObject {
  return (input.execution as JsonObject | undefined) ?? {};
}

/** A decision task's answer without the activities that the story never comes back to. */
function lessDecisions(step: Step, steps: readonly Step[]): Step {
  const decisions = decisionsOf(step.input);
  // A history shows them all; but those of the other cases are of no interest.
  const isRead =
    step.call.lane !== 'bulk' && steps.some(({ operation }) => operation === 'GetWorkflowExecutionHistory');
  if (decisions.length < 2 || isRead) return step;
  const others = steps.filter((each) => each !== step);
  const polled = others.flatMap(({ operation, input }) =>
    operation === 'PollForActivityTask' ? [taskListOf(input)] : [],
  );
  const named = others.flatMap(({ input }) => decisionsOf(input).map(({ activityId }) => activityId));
  const kept = decisions.filter(
    ({ schedules, taskList, activityId }) =>
      !schedules || taskList === undefined || polled.includes(taskList) || named.includes(activityId),
  );
  if (kept.length === 0) return step;
  return { ...step, input: { ...step.input, decisions: kept.map(({ decision }) => decision) } };
}
