import { faultOf } from '../../client/fault.ts';
import { describe } from '../../kit/describe.ts';
import type { Fixture, PollOptions } from '../../kit/fixture.ts';
import type { Principals } from '../../kit/options.ts';
import { Inconclusive, NotApplicable } from '../../kit/outcome.ts';
import type { PollResult } from '../../kit/poll.ts';
import type { RuleContext } from '../../kit/rule.ts';
import type { HistoryEvent, ScheduledActivity } from '../../kit/workflow.ts';
import { arrivalMs, eventsOf } from '../poll-for-activity-task/delivery-events.ts';

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

/** What makes a request this caller's. */
export function by({ name, principal }: Caller, operation = 'PollForActivityTask'): PollOptions {
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

/** The poll was not denied, but accepted. @throws Inconclusive when it was refused for another reason */
export function allowed({ observed }: RuleContext, result: PollResult, expected: string): void {
  const wasDenied = result.kind === 'fault' && denials.includes(result.fault.type);
  observed.part('status', !wasDenied, expected, describe(result.exchange), result.exchange);
  observed.accepted(result);
}

/** Two tasks of one decision, each on a list of its own. */
export interface WaitingTask {
  /** That nobody but proper polls asks for: it shows how the target serves those. */
  readonly control: ScheduledActivity;
  /** That polls ask for which are to be refused. */
  readonly waiting: ScheduledActivity;
}

/** Schedules them. @throws SetupFailed */
export async function waitingTask(target: Fixture): Promise<WaitingTask> {
  const workflow = await target.startWorkflow();
  const [control, waiting] = await workflow.schedule({}, {});
  return { control, waiting };
}

/** The task is still there for a proper poll, which alone has started it. @throws SetupFailed when the control does not come */
export async function leftWaiting(
  { target, observed }: RuleContext,
  { control, waiting }: WaitingTask,
  before: readonly PollResult[],
): Promise<void> {
  const refused = before.map(({ exchange }) => exchange);
  await target.takeTask(control);
  const result = await target.pollForTask(waiting.taskList, {}, arrivalMs);
  observed.part(
    'body.taskToken',
    // The list is this rule's own, so that any task of it is the one; whether it is whole is for other rules.
    result.kind === 'task',
    `the task to wait still for a proper poll (activityId ${waiting.activityId})`,
    describe(result.exchange),
    waiting.exchange,
    ...refused,
    result.exchange,
  );
  const { workflow } = waiting;
  const starts = (events: readonly HistoryEvent[], activity: ScheduledActivity) =>
    eventsOf(events, activity, 'ActivityTaskStarted').length;
  const events = await workflow.historyWith((all) => starts(all, control) > 0 && starts(all, waiting) > 0);
  const [usual, recorded] = [starts(events, control), starts(events, waiting)];
  observed.part(
    'history',
    // What a target records of any task, however often, is for history.one-start.
    recorded <= Math.max(1, usual),
    `no ActivityTaskStarted event of activity ${waiting.activityId} but that of the proper poll`,
    `${recorded} such events, and ${usual} of an activity that was polled for once`,
    waiting.exchange,
    ...refused,
    ...workflow.historyRead,
  );
}
