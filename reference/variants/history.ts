import type { ActivityTask } from '../model.ts';
import { serving } from '../mutants/making.ts';
import type { Variant } from '../mutants/mutant.ts';
import { ReferenceService } from '../service.ts';

export const historyVariants: readonly Variant[] = [
  {
    name: 'empty-identity-left-out',
    does: 'An empty identity is recorded as none.',
    options: recording((identity) => identity || undefined),
  },
  {
    name: 'absent-identity-empty',
    does: 'Where a poll gives no identity, an empty one is recorded.',
    options: recording((identity) => identity ?? ''),
  },
];

/** Records identities so. */
function recording(change: (identity: string | undefined) => string | undefined): Variant['options'] {
  return serving(
    class extends ReferenceService {
      override recordStarted(task: ActivityTask, identity: string | undefined) {
        return super.recordStarted(task, change(identity));
      }
    },
  );
}
