import type { RuleDefinition } from '../../kit/rule.ts';
import { accessPolicies } from './access-policies.ts';
import { accessSignatures } from './access-signatures.ts';

/** Who may poll. Judged where the configuration says that the target authenticates. */
export const access: readonly RuleDefinition[] = [...accessSignatures, ...accessPolicies];
