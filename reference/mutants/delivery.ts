import { deliveryClosingMutants } from './delivery-closing.ts';
import { deliveryListsMutants } from './delivery-lists.ts';
import { deliveryOrderMutants } from './delivery-order.ts';
import { deliveryTakingMutants } from './delivery-taking.ts';
import type { Mutant } from './mutant.ts';

export const deliveryMutants: readonly Mutant[] = [
  ...deliveryTakingMutants,
  ...deliveryListsMutants,
  ...deliveryClosingMutants,
  ...deliveryOrderMutants,
];
