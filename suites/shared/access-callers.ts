import type { Exchange } from '../../client/exchange.ts';
import { faultOf } from '../../client/fault.ts';
import { describe } from '../../kit/describe.ts';
import type { Fixture } from '../../kit/fixture.ts';
import type { LongPoll, Operation } from '../../kit/operation.ts';
import type { Principals } from '../../kit/options.ts';
import { Inconclusive, NotApplicable } from '../../kit/outcome.ts';
import { knownBy, type PollResult } from '../../kit/poll.ts';
import type { RuleContext } from '../../kit/rule.ts';
import type { CallOptions } from '../../kit/target.ts';
import { arrivalMs } from '../../kit/waiting.ts';
import type { AwaitedTask, HistoryEvent, Workflow } from '../../kit/workflow.ts';

/** A principal as the configuration names it. */
export interface Caller<Name extends keyof Principals = keyof Principals> {
  readonly name: Name;
  readonly principal: NonNullable<Principals[Name]>;
}

/** The two faults of a denial: the documentation lists one, and the other was recorded. */
export const denials = ['OperationNotPermittedFault', 'AccessDeniedException'];

/** How the faults begin of a caller who could not be told who that is. */
const unauthenticated =
  /^(MissingAuthenticationToken|UnrecognizedClient|InvalidClientTokenId|InvalidSignature|IncompleteSignature|SignatureDoesNotMatch|ExpiredToken|RequestExpired)/;

/** A principal, if it is configured. */
export function callerIf<Name extends keyof Principals>(target: Fixture, name: Name): Caller<Name>[] {
  const principal = target.principals[name];
  return principal ? [{ name, principal }] : [];
}

/** A principal. @throws NotApplicable when it is not configured */
export function caller<Name extends keyof Principals>(target: Fixture, name: Name): Caller<Name> {
  const [found] = callerIf(target, name);
  if (!found) throw new NotApplicable(`no principal ${name} is configured`);
  return found;
}

/** What makes a request of the operation this caller's. */
export function by({ name, principal }: Caller, operation: string): CallOptions {
  return { label: `${operation} by ${name}`, signing: { as: principal } };
}

/** The target knows who the caller is, whatever it may do. @throws Inconclusive when it does not */
export async function known({ target }: RuleContext, who: Caller): Promise<void> {
  const name = target.domains.quiet;
  const exchange = await target.call('DescribeDomain', { name }, by(who, 'DescribeDomain'));
  if (!unauthenticated.test(faultOf(exchange)?.type ?? '')) return;
  throw new Inconclusive(
    `the target does not accept the credentials of the principal ${who.name}: ${describe(exchange)}`,
    exchange,
  );
}

/** The request was not denied, but accepted. @throws Inconclusive when it was refused for another reason */
export function allowed(
  { observed }: RuleContext,
  operation: Operation,
  exchange: Exchange,
  expected: string,
): void {
  const wasDenied = denials.includes(faultOf(exchange)?.type ?? '');
  observed.part('status', !wasDenied, expected, describe(exchange), exchange);
  observed.accepted(operation, exchange);
}

/** Two tasks, each on a list of its own. */
export interface WaitingTask {
  /** That nobody but proper polls asks for: it shows how the target serves those. */
  readonly control: AwaitedTask;
  /** That polls ask for which are to be refused. */
  readonly waiting: AwaitedTask;
}

/** Brings them about. @throws SetupFailed */
export async function waitingTask(target: Fixture, poll: LongPoll): Promise<WaitingTask> {
  const [control, waiting] = await poll.bringAbout(target, [{}, {}]);
  return { control, waiting } as WaitingTask;
}

/** The task is still there for a proper poll, which alone has started it. @throws SetupFailed when the control does not come */
export async function leftWaiting(
  { target, observed }: RuleContext,
  poll: LongPoll,
  { control, waiting }: WaitingTask,
  before: readonly PollResult[],
): Promise<void> {
  const { name: operation, startedEvent } = poll;
  const refused = before.map(({ exchange }) => exchange);
  await target.takeTask(control, { operation });
  const result = await target.pollForTask(waiting.taskList, { operation }, arrivalMs);
  observed.part(
    'body.taskToken',
    // The list is this rule's own, so that any task of it is the one; whether it is whole is for other rules.
    result.kind === 'task',
    `the task to wait still for a proper poll (${knownBy(waiting)})`,
    describe(result.exchange),
    waiting.exchange,
    ...refused,
    result.exchange,
  );
  const histories = new Map<Workflow, readonly HistoryEvent[]>();
  const starts = (task: AwaitedTask) => poll.starts(histories.get(task.workflow) ?? [], task);
  for (const workflow of new Set([control.workflow, waiting.workflow])) {
    const own = [control, waiting].filter((task) => task.workflow === workflow);
    const shows = (events: readonly HistoryEvent[]) => own.every((task) => poll.starts(events, task) > 0);
    histories.set(workflow, await workflow.historyWith(shows));
  }
  const [usual, recorded] = [starts(control), starts(waiting)];
  const { activityId, workflow } = waiting;
  const [kind, id] = activityId === undefined ? ['execution', workflow.workflowId] : ['activity', activityId];
  observed.part(
    'history',
    // What a target records of any task, however often, is for history.one-start.
    recorded <= Math.max(1, usual),
    `no ${startedEvent} event of ${kind} ${id} but that of the proper poll`,
    `${recorded} such events, and ${usual} of an ${kind} that was polled for once`,
    waiting.exchange,
    ...refused,
    ...workflow.historyRead,
  );
}
