import { invalid, serviceFault, swfFault, validationFault } from '../faults.ts';
import type { PollInput } from '../inputs.ts';
import type { Call, Domain, JsonObject } from '../model.ts';
import { ReferenceService } from '../service.ts';
import { pause, readingPolls, serving } from './making.ts';
import type { Mutant } from './mutant.ts';

/** A service that finds a poll's domain by another comparison of names. */
function comparing(key: (name: string) => string): Mutant['options'] {
  return finding((wanted, names) => names.find((name) => key(name) === key(wanted)));
}

/** A service that finds a poll's domain among the registered names otherwise. */
function finding(find: (wanted: string, names: string[]) => string | undefined): Mutant['options'] {
  return serving(
    class extends ReferenceService {
      override pollForActivityTask(input: PollInput, call: Call): Promise<JsonObject> {
        const names = [...this.domains.values()].map(({ name }) => name);
        const domain = find(input.domain, names) ?? input.domain;
        return super.pollForActivityTask({ ...input, domain }, call);
      }
    },
  );
}

/** A service that does something else with polls whose domain is like that, before anything is checked. */
function onDomain(fits: (name: unknown) => boolean, act: (name: unknown) => unknown): Mutant['options'] {
  return readingPolls('domain', (name) => (fits(name) ? act(name) : name));
}

function crash(): never {
  throw new TypeError('name.trim is not a function');
}

/** A service that holds polls of an unknown domain. */
class Holding extends ReferenceService {
  holdsUnknown(_name: string): boolean {
    return true;
  }

  override async pollForActivityTask(input: PollInput, call: Call): Promise<JsonObject> {
    const known = this.domains.has(this.domainKey(call.region, input.domain));
    if (!known && this.holdsUnknown(input.domain)) {
      await pause(this.holdMilliseconds(), call.signal);
      return this.emptyResult();
    }
    return super.pollForActivityTask(input, call);
  }
}

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

function isText(value: unknown): value is string {
  return typeof value === 'string';
}

/** Polls of domains that are not there, or that are no names. */
export const domainMutants: readonly Mutant[] = [
  {
    name: 'domain-unknown-held',
    breaks: ['domain.unknown', 'domain.near-miss'],
    does: 'A poll in an unknown domain is held as one of an empty list.',
    options: serving(Holding),
  },
  {
    name: 'domain-unknown-empty',
    breaks: ['domain.unknown', 'domain.near-miss'],
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
    breaks: ['domain.unknown', 'domain.near-miss'],
    does: 'A poll in an unknown domain is answered ValidationException.',
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
    breaks: ['domain.unknown', 'domain.near-miss'],
    does: 'A poll in an unknown domain is answered ResourceNotFoundException.',
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
    breaks: ['domain.unknown', 'domain.near-miss'],
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
    breaks: ['domain.unknown'],
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
    name: 'domain-longest-refused',
    breaks: ['domain.unknown'],
    does: 'A domain of exactly 256 characters counts as too long.',
    options: onDomain(
      (name) => isText(name) && name.length === 256,
      () => {
        throw validationFault(['domain too long']);
      },
    ),
  },
  {
    name: 'domain-astral-crash',
    breaks: ['domain.unknown'],
    does: 'A domain with a character beyond U+FFFF brings a 500, as of a database of three bytes.',
    options: onDomain((name) => isText(name) && /[\u{10000}-\u{10ffff}]/u.test(name), crash),
  },
  {
    name: 'domain-non-ascii-refused',
    breaks: ['domain.unknown'],
    does: 'A domain that is not ASCII is answered ValidationException.',
    options: onDomain(
      (name) => isText(name) && /[^ -~]/.test(name),
      () => {
        throw validationFault(['domain must be ASCII']);
      },
    ),
  },
  {
    name: 'domain-prototype',
    breaks: ['domain.unknown'],
    does: 'Domains are members of an object, so that constructor is one.',
    options: onDomain((name) => isText(name) && name in {}, crash),
  },
  {
    name: 'domain-bytes',
    breaks: ['domain.unknown'],
    does: 'The length of a domain is counted in bytes.',
    options: onDomain(
      (name) => isText(name) && name.length <= 256 && Buffer.byteLength(name) > 256,
      () => {
        throw validationFault(['domain too long']);
      },
    ),
  },
  {
    name: 'domain-folds-case',
    breaks: ['domain.near-miss'],
    does: 'Domains are compared without case.',
    options: comparing((name) => name.toLowerCase()),
  },
  {
    name: 'domain-trims',
    breaks: ['domain.near-miss'],
    does: 'White space around a domain is trimmed.',
    options: comparing((name) => name.trim()),
  },
  {
    name: 'domain-trims-end',
    breaks: ['domain.near-miss'],
    does: 'White space at the end of a domain is overlooked, as by SQL.',
    options: comparing((name) => name.trimEnd()),
  },
  {
    name: 'domain-normalizes',
    breaks: ['domain.near-miss'],
    does: 'Domains are compared in normalized form.',
    options: comparing((name) => name.normalize('NFC')),
  },
  {
    name: 'domain-folds-accents',
    breaks: ['domain.near-miss'],
    does: 'Domains are compared without accents that combine, as by a collation.',
    options: finding((wanted, names) =>
      names.find((name) => /\p{M}/u.test(wanted) && name.normalize('NFC') === wanted.normalize('NFC')),
    ),
  },
  {
    name: 'domain-prefix',
    breaks: ['domain.near-miss'],
    does: 'A prefix of a domain finds it.',
    options: finding((wanted, names) => names.find((name) => name.startsWith(wanted))),
  },
  {
    name: 'domain-longer',
    breaks: ['domain.near-miss'],
    does: 'What begins with a domain finds it.',
    options: finding((wanted, names) => names.find((name) => wanted.startsWith(name))),
  },
  {
    name: 'domain-created',
    breaks: ['domain.not-created', 'domain.unknown', 'domain.near-miss'],
    does: 'A poll registers its domain.',
    options: serving(Registering),
  },
  {
    name: 'domain-created-though-refused',
    breaks: ['domain.not-created'],
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
  {
    name: 'domain-missing-default',
    breaks: ['domain.missing'],
    does: 'A poll without a domain is served in the first domain.',
    options: serving(
      class extends ReferenceService {
        override readInput(operation: string, body: unknown): JsonObject {
          const first: Domain | undefined = this.domains.values().next().value;
          const filled = { domain: first?.name, ...(body as JsonObject) };
          return super.readInput(operation, operation === 'PollForActivityTask' ? filled : body);
        }
      },
    ),
  },
  {
    name: 'domain-null-default',
    breaks: ['domain.missing'],
    does: 'A poll whose domain is null is served in the first domain.',
    options: serving(
      class extends ReferenceService {
        override readInput(operation: string, body: unknown): JsonObject {
          const given = body as JsonObject;
          const first: Domain | undefined = this.domains.values().next().value;
          const isPoll = operation === 'PollForActivityTask' && given.domain === null;
          return super.readInput(operation, isPoll ? { ...given, domain: first?.name } : body);
        }
      },
    ),
  },
  {
    name: 'domain-missing-unknown',
    breaks: ['domain.missing'],
    does: 'A poll without a domain is answered UnknownResourceFault.',
    options: onDomain(
      (name) => name === undefined,
      () => {
        throw swfFault('UnknownResourceFault', 'Unknown domain: undefined');
      },
    ),
  },
  {
    name: 'domain-null-unknown',
    breaks: ['domain.missing'],
    does: 'A poll whose domain is null is answered UnknownResourceFault.',
    options: onDomain((name) => name === null, String),
  },
  {
    name: 'domain-missing-crash',
    breaks: ['domain.missing'],
    does: 'A poll without a domain is answered 500.',
    options: onDomain((name) => name === undefined, crash),
  },
  {
    name: 'domain-as-text',
    breaks: ['domain.wrong-type'],
    does: 'A domain of another type is turned into text.',
    options: onDomain((name) => name !== undefined && name !== null, String),
  },
  {
    name: 'domain-number-as-text',
    breaks: ['domain.wrong-type'],
    does: 'A number as a domain is read as text.',
    options: onDomain((name) => typeof name === 'number', String),
  },
  {
    name: 'domain-boolean-as-text',
    breaks: ['domain.wrong-type'],
    does: 'A boolean as a domain is read as text.',
    options: onDomain((name) => typeof name === 'boolean', String),
  },
  {
    name: 'domain-array-as-text',
    breaks: ['domain.wrong-type'],
    does: 'An array as a domain is read as its only element.',
    options: onDomain(Array.isArray, String),
  },
  {
    name: 'domain-object-by-name',
    breaks: ['domain.wrong-type'],
    does: 'An object as a domain is read as the name in it.',
    options: onDomain(
      (name) => typeof name === 'object' && name !== null && 'name' in name,
      (name) => Reflect.get(Object(name), 'name'),
    ),
  },
  {
    name: 'domain-wrong-type-crash',
    breaks: ['domain.wrong-type'],
    does: 'A domain of another type brings a 500.',
    options: onDomain((name) => name !== undefined && name !== null && !isText(name), crash),
  },
  {
    name: 'domain-empty-held',
    breaks: ['domain.empty'],
    does: 'An empty domain is one as any other, and known.',
    options: serving(
      class extends Holding {
        override readInput(operation: string, body: unknown): JsonObject {
          const given = body as JsonObject;
          if (operation !== 'PollForActivityTask' || given.domain !== '') {
            return super.readInput(operation, body);
          }
          return { ...super.readInput(operation, { ...given, domain: 'd' }), domain: '' };
        }

        override holdsUnknown(name: string): boolean {
          return name === '';
        }
      },
    ),
  },
  {
    name: 'domain-empty-crash',
    breaks: ['domain.empty'],
    does: 'An empty domain brings a 500.',
    options: onDomain((name) => name === '', crash),
  },
  {
    name: 'domain-empty-unknown',
    breaks: ['domain.length-fault'],
    does: 'An empty domain is answered UnknownResourceFault.',
    options: onDomain(
      (name) => name === '',
      () => {
        throw swfFault('UnknownResourceFault', 'Unknown domain: ');
      },
    ),
  },
  {
    name: 'domain-too-long-crash',
    breaks: ['domain.too-long', 'domain.length-fault'],
    does: 'A domain of more than 256 characters brings a 500, as of a database.',
    options: onDomain((name) => isText(name) && name.length > 256, crash),
  },
  {
    name: 'domain-much-too-long-crash',
    breaks: ['domain.too-long'],
    does: 'A domain of more than 1024 characters brings a 413.',
    options: onDomain(
      (name) => isText(name) && name.length > 1024,
      () => {
        throw serviceFault('RequestEntityTooLargeException', 'Too long', 413);
      },
    ),
  },
  {
    name: 'domain-too-long-found',
    breaks: ['domain.too-long', 'domain.length-fault'],
    does: 'Of a domain that is too long only what fits a registered one is looked at.',
    options: onDomain(
      (name) => isText(name) && name.length > 256,
      (name) => /^swf-conformance(-quiet)?/.exec(String(name))?.[0] ?? 'd',
    ),
  },
  {
    name: 'domain-too-long-unknown',
    breaks: ['domain.length-fault'],
    does: 'A domain of 257 characters is answered UnknownResourceFault.',
    options: onDomain(
      (name) => isText(name) && name.length > 256,
      (name) => String(name).slice(0, 256),
    ),
  },
  {
    name: 'domain-deprecated-refused',
    breaks: ['domain.deprecated'],
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
];
