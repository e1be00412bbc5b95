import { accessPolicyMutants } from './access-policies.ts';
import { accessSignatureMutants } from './access-signatures.ts';
import type { Mutant } from './mutant.ts';

/** Who may poll, told otherwise than documented. */
export const accessMutants: readonly Mutant[] = [...accessSignatureMutants, ...accessPolicyMutants];
