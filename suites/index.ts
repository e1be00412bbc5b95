import { access } from './access.ts';
import { delivery } from './delivery.ts';
import { domain } from './domain.ts';
import { empty } from './empty.ts';
import { fault } from './fault.ts';
import { history } from './history.ts';
import { hold } from './hold.ts';
import { holdTogether } from './hold-together.ts';
import { identity } from './identity.ts';
import { limit } from './limit.ts';
import type { Rule } from './rule.ts';
import { task } from './task.ts';
import { taskList } from './task-list.ts';
import { taskToken } from './task-token.ts';
import { wire } from './wire.ts';
import { wireBodies } from './wire-bodies.ts';
import { wireRequests } from './wire-requests.ts';
import { wireTargets } from './wire-targets.ts';

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
