import type { JsonObject } from '../model.ts';
import { serving } from '../mutants/making.ts';
import type { Variant } from '../mutants/mutant.ts';
import { ReferenceService } from '../service.ts';

/** A service whose empty result is this. */
function emptyResult(result: JsonObject): Variant['options'] {
  return serving(
    class extends ReferenceService {
      override emptyResult(): JsonObject {
        return result;
      }
    },
  );
}

/** The empty result; in that of the plain reference taskToken is absent. */
export const emptyVariants: readonly Variant[] = [
  {
    name: 'empty-token-text',
    does: 'In the empty result taskToken is "", as documented.',
    options: emptyResult({ taskToken: '', startedEventId: 0 }),
  },
  {
    name: 'empty-token-text-alone',
    does: 'The empty result has a taskToken of "" and no other member.',
    options: emptyResult({ taskToken: '' }),
  },
  {
    name: 'empty-object',
    does: 'The empty result is an object without members.',
    options: emptyResult({}),
  },
  {
    name: 'empty-members-blank',
    does: 'The empty result has all members of a task, each blank.',
    warns: ['poll-for-activity-task.empty.no-other-members'],
    options: emptyResult({
      taskToken: '',
      activityId: '',
      startedEventId: 0,
      workflowExecution: { workflowId: '', runId: '' },
      activityType: { name: '', version: '' },
    }),
  },
];
