import { accessMutants } from './access.ts';
import { deliveryMutants } from './delivery.ts';
import { domainMutants } from './domain.ts';
import { emptyMutants } from './empty.ts';
import { faultMutants } from './fault.ts';
import { historyMutants } from './history.ts';
import { holdMutants } from './hold.ts';
import { identityMutants } from './identity.ts';
import { limitMutants } from './limit.ts';
import type { Mutant } from './mutant.ts';
import { taskMutants } from './task.ts';
import { taskListMutants } from './task-list.ts';
import { wireMutants } from './wire.ts';

/** Every mutant, area by area. */
export const mutants: readonly Mutant[] = [
  ...holdMutants,
  ...emptyMutants,
  ...deliveryMutants,
  ...taskMutants,
  ...historyMutants,
  ...domainMutants,
  ...taskListMutants,
  ...identityMutants,
  ...faultMutants,
  ...wireMutants,
  ...accessMutants,
  ...limitMutants,
];
