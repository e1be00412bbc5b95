import type { PollInput } from '../inputs.ts';
import type { Call, JsonObject } from '../model.ts';
import { ReferenceService } from '../service.ts';
import { domainInvalidMutants } from './domain-invalid.ts';
import { domainNearMutants } from './domain-near.ts';
import { domainUnknownMutants } from './domain-unknown.ts';
import { serving } from './making.ts';
import type { Mutant } from './mutant.ts';

/** Polls of domains that are not there, or that are no names. */
export const domainMutants: readonly Mutant[] = [
  ...domainUnknownMutants,
  ...domainNearMutants,
  ...domainInvalidMutants,
  {
    name: 'domain-deprecated-refused',
    breaks: ['poll-for-activity-task.domain.deprecated'],
    does: 'A poll in a deprecated domain is answered DomainDeprecatedFault.',
    options: serving(
      class extends ReferenceService {
        override pollForActivityTask(input: PollInput, call: Call): Promise<JsonObject> {
          this.domainInUse(input.domain, call);
          return super.pollForActivityTask(input, call);
        }
      },
    ),
  },
  {
    name: 'domain-deprecated-unknown',
    breaks: ['poll-for-activity-task.domain.deprecated'],
    does: 'A poll in a deprecated domain is answered UnknownResourceFault, as if it were gone.',
    options: serving(
      class extends ReferenceService {
        override pollForActivityTask(input: PollInput, call: Call): Promise<JsonObject> {
          if (this.domainOf(input.domain, call).deprecated) {
            throw this.unknownDomain(input.domain);
          }
          return super.pollForActivityTask(input, call);
        }
      },
    ),
  },
];
