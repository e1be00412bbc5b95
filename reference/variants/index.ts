import type { Variant } from '../mutants/mutant.ts';
import { accessVariants } from './access.ts';
import { answerVariants } from './answers.ts';
import { connectionVariants } from './connections.ts';
import { deliveryVariants } from './delivery.ts';
import { emptyVariants } from './empty.ts';
import { faultVariants } from './fault.ts';
import { historyVariants } from './history.ts';
import { holdVariants } from './hold.ts';
import { identityVariants } from './identity.ts';
import { limitVariants } from './limit.ts';
import { requestVariants } from './requests.ts';
import { taskVariants } from './task.ts';
import { validationVariants } from './validation.ts';

/** Servers that differ from the reference where the documentation leaves the choice. */
export const variants: readonly Variant[] = [
  ...holdVariants,
  ...emptyVariants,
  ...deliveryVariants,
  ...taskVariants,
  ...historyVariants,
  ...validationVariants,
  ...identityVariants,
  ...faultVariants,
  ...requestVariants,
  ...answerVariants,
  ...connectionVariants,
  ...accessVariants,
  ...limitVariants,
];
