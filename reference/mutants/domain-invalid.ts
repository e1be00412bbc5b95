import { serviceFault } from '../faults.ts';
import type { ReferenceOptions } from '../handlers.ts';
import type { Domain, JsonObject } from '../model.ts';
import { ReferenceService } from '../service.ts';
import { onDomain, onDomainText } from './domain-making.ts';
import { isObject, serving } from './making.ts';
import type { Mutant } from './mutant.ts';
import { crash, lacking, laxity, unknownResource, unprocessable } from './name-making.ts';

/** A service that serves polls whose domain is like that in the domain that was registered first. */
function inTheFirst(fits: (name: unknown) => boolean): ReferenceOptions {
  return serving(
    class extends ReferenceService {
      override readInput(operation: string, body: unknown): JsonObject {
        if (operation !== 'PollForActivityTask' || !isObject(body) || !fits(body.domain)) {
          return super.readInput(operation, body);
        }
        const first: Domain | undefined = this.domains.values().next().value;
        return super.readInput(operation, { ...body, domain: first?.name });
      }
    },
  );
}

const missing = ['poll-for-activity-task.domain.missing'];
const isMistyped = (name: unknown) => name !== undefined && name !== null && typeof name !== 'string';

/** A mutant that reads domains of one wrong type as a text. */
function readsAsText(key: string, what: string, fits: (name: unknown) => boolean, text = String): Mutant {
  return {
    name: `domain-${key}`,
    breaks: ['poll-for-activity-task.domain.wrong-type'],
    does: `${what} as a domain is read as text.`,
    options: onDomain(fits, text),
  };
}

/** Polls whose domain is none, or no text, or not within its bounds. */
export const domainInvalidMutants: readonly Mutant[] = [
  ...lacking({
    name: 'domain-missing',
    poll: 'A poll without a domain',
    what: 'domain: undefined',
    on: (act) => onDomain((name) => name === undefined, act),
    served: inTheFirst((name) => name === undefined),
    servedFrom: 'the first domain',
    breaks: { served: missing, unknown: missing, status: missing, crash: missing },
  }),
  ...lacking({
    name: 'domain-null',
    poll: 'A poll whose domain is null',
    what: 'domain: null',
    on: (act) => onDomain((name) => name === null, act),
    served: inTheFirst((name) => name === null),
    servedFrom: 'the first domain',
    breaks: { served: missing, unknown: missing, status: missing, crash: missing },
  }),
  ...lacking({
    name: 'domain-empty',
    poll: 'A poll whose domain has no characters',
    what: 'domain: ',
    on: (act) => onDomain((name) => name === '', act),
    served: inTheFirst((name) => name === ''),
    servedFrom: 'the first domain',
    breaks: {
      served: ['poll-for-activity-task.domain.empty'],
      unknown: ['poll-for-activity-task.domain.length-fault'],
      status: ['poll-for-activity-task.domain.empty'],
      crash: ['poll-for-activity-task.domain.empty'],
    },
  }),
  readsAsText('as-text', 'A value of another type', isMistyped),
  readsAsText('number-as-text', 'A number', (name) => typeof name === 'number'),
  readsAsText('boolean-as-text', 'A boolean', (name) => typeof name === 'boolean'),
  readsAsText('array-as-text', 'An array', Array.isArray),
  readsAsText('object-as-text', 'An object', isObject),
  {
    name: 'domain-object-by-name',
    breaks: ['poll-for-activity-task.domain.wrong-type'],
    does: 'An object as a domain is read as the name in it.',
    options: onDomain(
      (name) => isObject(name) && 'name' in name,
      (name) => Reflect.get(Object(name), 'name'),
    ),
  },
  {
    name: 'domain-array-by-first',
    breaks: ['poll-for-activity-task.domain.wrong-type'],
    does: 'An array as a domain is read as its first element.',
    options: onDomain(
      (name) => Array.isArray(name) && name.length > 0,
      (name) => Object(name)[0],
    ),
  },
  {
    name: 'domain-falsy-served',
    breaks: ['poll-for-activity-task.domain.wrong-type'],
    does: 'A domain that is 0 or false counts as none, and is served from the first domain.',
    options: inTheFirst((name) => name === 0 || name === false),
  },
  {
    name: 'domain-wrong-type-unknown',
    breaks: ['poll-for-activity-task.domain.wrong-type'],
    does: 'A domain of another type is answered UnknownResourceFault.',
    options: onDomain(isMistyped, () => unknownResource('domain')),
  },
  {
    name: 'domain-wrong-type-unprocessable',
    breaks: ['poll-for-activity-task.domain.wrong-type'],
    does: 'A domain of another type is answered HTTP 422 ValidationException.',
    options: onDomain(isMistyped, unprocessable),
  },
  {
    name: 'domain-wrong-type-crash',
    breaks: ['poll-for-activity-task.domain.wrong-type'],
    does: 'A domain of another type brings a 500.',
    options: onDomain(isMistyped, crash),
  },
  {
    name: 'domain-too-long-crash',
    breaks: ['poll-for-activity-task.domain.too-long'],
    does: 'A domain of more than 256 characters brings a 500, as of a database.',
    options: onDomainText((name) => name.length > 256, crash),
  },
  {
    name: 'domain-too-long-unprocessable',
    breaks: ['poll-for-activity-task.domain.too-long'],
    does: 'A domain of more than 256 characters is answered HTTP 422 ValidationException.',
    options: onDomainText((name) => name.length > 256, unprocessable),
  },
  {
    name: 'domain-much-too-long-crash',
    breaks: ['poll-for-activity-task.domain.too-long', 'poll-for-activity-task.domain.length-fault'],
    does: 'A domain of more than 1024 characters brings a 413.',
    options: onDomainText(
      (name) => name.length > 1024,
      () => {
        throw serviceFault('RequestEntityTooLargeException', 'Too long', 413);
      },
    ),
  },
  {
    name: 'domain-too-long-found',
    breaks: ['poll-for-activity-task.domain.too-long'],
    does: 'A domain that is too long is found by what it begins with.',
    options: onDomainText(
      (name) => name.length > 256,
      (name) => /^swf-conformance(-quiet)?/.exec(name)?.[0] ?? name,
    ),
  },
  {
    name: 'domain-too-long-unknown',
    breaks: ['poll-for-activity-task.domain.length-fault'],
    does: 'A domain of more than 256 characters is answered UnknownResourceFault.',
    options: onDomainText(
      (name) => name.length > 256,
      () => unknownResource('domain'),
    ),
  },
  ...laxity.map(({ key, called, fits }) => ({
    name: `domain-${key}-looked-up`,
    breaks: ['poll-for-activity-task.domain.length-fault'],
    does: `A domain ${called} is within the bounds: it is looked up, and answered UnknownResourceFault.`,
    options: onDomainText(fits, () => unknownResource('domain')),
  })),
  {
    name: 'domain-257-served',
    breaks: ['poll-for-activity-task.domain.too-long'],
    does: 'A poll whose domain has exactly 257 characters is served from the first domain.',
    options: inTheFirst((name) => typeof name === 'string' && name.length === 257),
  },
];
