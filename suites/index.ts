import type { Rule } from '../kit/rule.ts';
import { delivery } from './poll-for-activity-task/delivery.ts';
import { empty } from './poll-for-activity-task/empty.ts';
import { history } from './poll-for-activity-task/history.ts';
import { task } from './poll-for-activity-task/task.ts';
import { taskToken } from './poll-for-activity-task/task-token.ts';
import { access } from './shared/access.ts';
import { domain } from './shared/domain.ts';
import { fault } from './shared/fault.ts';
import { hold } from './shared/hold.ts';
import { holdTogether } from './shared/hold-together.ts';
import { identity } from './shared/identity.ts';
import { limit } from './shared/limit.ts';
import { taskList } from './shared/task-list.ts';
import { wire } from './shared/wire.ts';
import { wireBodies } from './shared/wire-bodies.ts';
import { wireRequests } from './shared/wire-requests.ts';
import { wireTargets } from './shared/wire-targets.ts';

/** Every rule, area by area: the one list, and the one order, that all else reads. */
export const rules: readonly Rule[] = [
  ...hold,
  ...holdTogether,
  ...empty,
  ...delivery,
  ...task,
  ...taskToken,
  ...history,
  ...domain,
  ...taskList,
  ...identity,
  ...fault,
  ...wire,
  ...wireBodies,
  ...wireRequests,
  ...wireTargets,
  ...access,
  ...limit,
];
