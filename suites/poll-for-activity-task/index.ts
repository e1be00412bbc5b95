import type { OperationSuite } from '../../kit/rule.ts';
import { access } from '../shared/access.ts';
import { domain } from '../shared/domain.ts';
import { fault } from '../shared/fault.ts';
import { hold } from '../shared/hold.ts';
import { holdTogether } from '../shared/hold-together.ts';
import { identity } from '../shared/identity.ts';
import { limit } from '../shared/limit.ts';
import { taskListForm } from '../shared/task-list.ts';
import { taskListDelivery } from '../shared/task-list-delivery.ts';
import { taskListNaming, taskListWhitespace } from '../shared/task-list-naming.ts';
import { wire } from '../shared/wire.ts';
import { wireBodies } from '../shared/wire-bodies.ts';
import { wireRequests } from '../shared/wire-requests.ts';
import { wireTargets } from '../shared/wire-targets.ts';
import { delivery } from './delivery.ts';
import { empty } from './empty.ts';
import { history } from './history.ts';
import { operation } from './operation.ts';
import { task } from './task.ts';
import { taskToken } from './task-token.ts';

/** PollForActivityTask and its rules, area by area. */
export const pollForActivityTask: OperationSuite = {
  operation,
  rules: [
    ...hold(operation),
    ...holdTogether(operation),
    ...empty,
    ...delivery,
    ...task,
    ...taskToken,
    ...history,
    ...domain(operation),
    ...taskListDelivery(operation),
    ...taskListForm(operation),
    ...taskListWhitespace(operation, operation.quotes.naming),
    ...taskListNaming(operation, operation.quotes.naming),
    ...identity(operation),
    ...fault(operation),
    ...wire(operation),
    ...wireBodies(operation),
    ...wireRequests(operation),
    ...wireTargets(operation),
    ...access(operation),
    ...limit(operation),
  ],
};
