import type { LongPoll } from '../../kit/operation.ts';
import type { RuleDefinition } from '../../kit/rule.ts';
import { accessPolicies } from './access-policies.ts';
import { accessSignatures } from './access-signatures.ts';

/** Who may poll. Judged where the configuration says that the target authenticates. */
export function access(poll: LongPoll): readonly RuleDefinition[] {
  return [...accessSignatures(poll), ...accessPolicies(poll)];
}
