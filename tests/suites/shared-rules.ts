import type { LongPoll, Operation } from '../../kit/operation.ts';
import type { RuleDefinition } from '../../kit/rule.ts';
import { access } from '../../suites/shared/access.ts';
import { domain } from '../../suites/shared/domain.ts';
import { fault } from '../../suites/shared/fault.ts';
import { hold } from '../../suites/shared/hold.ts';
import { holdTogether } from '../../suites/shared/hold-together.ts';
import { identity } from '../../suites/shared/identity.ts';
import { limit } from '../../suites/shared/limit.ts';
import { taskListAccepted, taskListForm } from '../../suites/shared/task-list.ts';
import { taskListDelivery } from '../../suites/shared/task-list-delivery.ts';
import { taskListNaming, taskListWhitespace } from '../../suites/shared/task-list-naming.ts';
import { wire } from '../../suites/shared/wire.ts';
import { wireBodies } from '../../suites/shared/wire-bodies.ts';
import { wireRequests } from '../../suites/shared/wire-requests.ts';
import { wireTargets } from '../../suites/shared/wire-targets.ts';

/** What any operation on a task list may have; its page need not say anything of names. */
export function rulesOfAny(operation: Operation): RuleDefinition[] {
  const areas = [domain, taskListForm, fault, wire, wireBodies, wireRequests, wireTargets];
  return areas.flatMap((area) => area(operation));
}

/** What an operation may have that delivers nothing. */
export function rulesWithoutTasks(operation: Operation): RuleDefinition[] {
  return [...rulesOfAny(operation), ...taskListAccepted(operation)];
}

/** All that the two polls have in common. */
export function rulesOfPolls(poll: LongPoll): RuleDefinition[] {
  const { naming } = poll.quotes;
  const areas = [hold, holdTogether, identity, access, limit, taskListDelivery];
  return [
    ...rulesOfAny(poll),
    ...areas.flatMap((area) => area(poll)),
    ...taskListWhitespace(poll, naming),
    ...taskListNaming(poll, naming),
  ];
}
