import { invalid, swfFault, validationFault } from '../faults.ts';
import type { PollInput } from '../inputs.ts';
import type { Call, JsonObject } from '../model.ts';
import { ReferenceService } from '../service.ts';
import { Holding, onDomainText } from './domain-making.ts';
import { serving } from './making.ts';
import type { Collateral, Mutant } from './mutant.ts';
import { crash, type Kind, strictness } from './name-making.ts';

/** A service that registers what is polled. */
class Registering extends ReferenceService {
  register(name: string, call: Call): void {
    if (!this.domains.has(this.domainKey(call.region, name))) {
      this.registerDomain({ name, workflowExecutionRetentionPeriodInDays: '1' }, call);
    }
  }

  override pollForActivityTask(input: PollInput, call: Call): Promise<JsonObject> {
    this.register(input.domain, call);
    return super.pollForActivityTask(input, call);
  }
}

const seenBySdk: Collateral = {
  rules: ['poll-for-activity-task.fault.sdk'],
  why: 'An SDK client that polls an unknown domain throws the wrong fault too.',
};

/** Near misses of the registered domains are such names too. */
const nearMisses: Readonly<Record<string, string>> = {
  'upper-case': 'Near misses of a domain are written in capitals.',
  'non-latin': 'A near miss of a domain has its accent decomposed, which Latin-1 cannot write.',
  'combining-marks': 'A near miss of a domain has its accent decomposed.',
};

/** A server that refuses a kind of names before it looks them up. */
function refusing({ key, called, fits }: Kind): Mutant {
  const why = nearMisses[key];
  return {
    name: `domain-no-${key}`,
    breaks: ['poll-for-activity-task.domain.unknown'],
    ...(why && { collateral: [{ rules: ['poll-for-activity-task.domain.near-miss'], why }] }),
    does: `A domain ${called} is answered ValidationException, as if the name were not valid.`,
    options: onDomainText(
      (name) => name !== '' && name.length <= 256 && fits(name),
      () => {
        throw validationFault(['domain must satisfy a pattern']);
      },
    ),
  };
}

/** Polls of domains that are not registered. */
export const domainUnknownMutants: readonly Mutant[] = [
  {
    name: 'domain-unknown-held',
    breaks: ['poll-for-activity-task.domain.unknown', 'poll-for-activity-task.domain.near-miss'],
    does: 'A poll in an unknown domain is held as one of an empty list.',
    options: serving(Holding),
  },
  {
    name: 'domain-unknown-empty',
    breaks: ['poll-for-activity-task.domain.unknown', 'poll-for-activity-task.domain.near-miss'],
    does: 'A poll in an unknown domain is answered empty at once.',
    options: serving(
      class extends Holding {
        override async pollForActivityTask(input: PollInput, call: Call): Promise<JsonObject> {
          const known = this.domains.has(this.domainKey(call.region, input.domain));
          return known ? super.pollForActivityTask(input, call) : this.emptyResult();
        }
      },
    ),
  },
  {
    name: 'domain-unknown-validation',
    breaks: ['poll-for-activity-task.domain.unknown', 'poll-for-activity-task.domain.near-miss'],
    collateral: [seenBySdk],
    does: 'An unknown domain is answered ValidationException, by polls and by all other operations.',
    options: serving(
      class extends ReferenceService {
        override unknownDomain(name: string) {
          return invalid(`Unknown domain: ${name}`);
        }
      },
    ),
  },
  {
    name: 'domain-unknown-other-name',
    breaks: ['poll-for-activity-task.domain.unknown', 'poll-for-activity-task.domain.near-miss'],
    collateral: [seenBySdk],
    does: 'An unknown domain is answered ResourceNotFoundException, by polls and by all other operations.',
    options: serving(
      class extends ReferenceService {
        override unknownDomain(name: string) {
          return swfFault('ResourceNotFoundException', `Unknown domain: ${name}`);
        }
      },
    ),
  },
  {
    name: 'domain-unknown-crash',
    breaks: [
      'poll-for-activity-task.domain.unknown',
      'poll-for-activity-task.domain.near-miss',
      'poll-for-activity-task.fault.status',
    ],
    collateral: [
      seenBySdk,
      {
        rules: ['poll-for-activity-task.wire.odd-json'],
        why: 'The odd bodies poll an unknown domain, so that each brings the 500.',
      },
    ],
    does: 'A poll in an unknown domain is answered 500.',
    options: serving(
      class extends ReferenceService {
        override pollForActivityTask(input: PollInput, call: Call): Promise<JsonObject> {
          if (!this.domains.has(this.domainKey(call.region, input.domain))) {
            throw new TypeError('undefined is not an object');
          }
          return super.pollForActivityTask(input, call);
        }
      },
    ),
  },
  {
    name: 'domain-long-held',
    breaks: ['poll-for-activity-task.domain.unknown'],
    does: 'An unknown domain whose name has exactly 256 characters is held.',
    options: serving(
      class extends Holding {
        override holdsUnknown(name: string): boolean {
          return name.length === 256;
        }
      },
    ),
  },
  {
    name: 'domain-astral-crash',
    breaks: ['poll-for-activity-task.domain.unknown'],
    does: 'A domain with a character beyond U+FFFF brings a 500, as of a database of three bytes.',
    options: onDomainText((name) => name.length <= 256 && /[\u{10000}-\u{10ffff}]/u.test(name), crash),
  },
  {
    name: 'domain-prototype',
    breaks: ['poll-for-activity-task.domain.unknown'],
    does: 'Domains are members of an object, so that constructor is one.',
    options: onDomainText((name) => name in {}, crash),
  },
  ...strictness.map(refusing),
  {
    name: 'domain-created',
    breaks: [
      'poll-for-activity-task.domain.not-created',
      'poll-for-activity-task.domain.unknown',
      'poll-for-activity-task.domain.near-miss',
    ],
    does: 'A poll registers its domain.',
    options: serving(Registering),
  },
  {
    name: 'domain-created-though-refused',
    breaks: ['poll-for-activity-task.domain.not-created'],
    does: 'A poll in an unknown domain is refused, and registers it.',
    options: serving(
      class extends Registering {
        override async pollForActivityTask(input: PollInput, call: Call): Promise<JsonObject> {
          try {
            this.domainOf(input.domain, call);
          } catch (error) {
            this.register(input.domain, call);
            throw error;
          }
          return super.pollForActivityTask(input, call);
        }
      },
    ),
  },
];
