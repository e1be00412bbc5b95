import type { RuleDefinition } from '../../kit/rule.ts';
import { deliveryClosed } from './delivery-closed.ts';
import { deliveryOnce } from './delivery-once.ts';
import { deliveryOrder } from './delivery-order.ts';
import { deliveryScheduling } from './delivery-scheduling.ts';
import { deliveryScope } from './delivery-scope.ts';
import { deliveryTimeouts } from './delivery-timeouts.ts';

/** Which task reaches whom. */
export const delivery: readonly RuleDefinition[] = [
  ...deliveryOnce,
  ...deliveryScope,
  ...deliveryScheduling,
  ...deliveryClosed,
  ...deliveryTimeouts,
  ...deliveryOrder,
];
