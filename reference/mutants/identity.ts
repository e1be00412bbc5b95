import { swfFault } from '../faults.ts';
import type { JsonObject } from '../model.ts';
import { ReferenceService } from '../service.ts';
import type { Mutant, Variant } from './mutant.ts';

type ReadText = Parameters<ReferenceService['readText']>;

/** A service whose polls read their identity otherwise. */
function readingIdentity(
  read: (value: unknown, problems: string[], asDocumented: () => string) => string,
): Pick<Mutant['options'], 'service'> {
  return {
    service: (options) =>
      new (class extends ReferenceService {
        override readText(...given: ReadText): string {
          const [value, , at, problems] = given;
          const asDocumented = () => super.readText(...given);
          return at === 'identity' ? read(value, problems, asDocumented) : asDocumented();
        }
      })(options),
  };
}

/** A service that looks at the body of a poll before anything else reads it. */
function lookingAtPolls(look: (body: JsonObject) => void): Pick<Mutant['options'], 'service'> {
  return {
    service: (options) =>
      new (class extends ReferenceService {
        override readInput(operation: string, body: unknown): JsonObject {
          if (operation === 'PollForActivityTask' && typeof body === 'object' && body !== null) {
            look({ ...body });
          }
          return super.readInput(operation, body);
        }
      })(options),
  };
}

const required = "Value null at 'identity' failed to satisfy constraint: Member must not be null";

export const identityMutants: readonly Mutant[] = [
  {
    name: 'identity-required',
    breaks: ['identity.optional'],
    does: 'It refuses a poll without identity.',
    options: lookingAtPolls((body) => {
      if (!Object.hasOwn(body, 'identity')) {
        throw new ReferenceService().refusal([required]);
      }
    }),
  },
  {
    name: 'identity-not-empty',
    breaks: ['identity.empty', 'identity.valid'],
    does: 'It wants one character or more in an identity.',
    options: readingIdentity((value, problems, asDocumented) => {
      if (value === '') {
        problems.push("Value '' at 'identity' failed to satisfy constraint: Member must not be empty");
      }
      return asDocumented();
    }),
  },
  {
    name: 'identity-is-a-name',
    breaks: ['identity.valid'],
    does: 'It applies the naming rules of task lists to the identity.',
    options: readingIdentity((value, problems, asDocumented) => {
      if (typeof value === 'string' && /[:/|\u0000-\u001f]/.test(value)) {
        problems.push("Value at 'identity' failed to satisfy constraint: Member must not contain ':'");
      }
      return asDocumented();
    }),
  },
  {
    name: 'identity-counted-in-bytes',
    breaks: ['identity.valid'],
    does: 'It bounds the identity by 256 bytes of UTF-8.',
    options: readingIdentity((value, problems, asDocumented) => {
      if (typeof value === 'string' && Buffer.byteLength(value) > 256) {
        problems.push("Value at 'identity' failed to satisfy constraint: Member is too long");
      }
      return asDocumented();
    }),
  },
  {
    name: 'identity-shorter-than-256',
    breaks: ['identity.valid'],
    does: 'It refuses an identity of exactly 256 characters.',
    options: readingIdentity((value, problems, asDocumented) => {
      if (typeof value === 'string' && value.length >= 256) {
        problems.push("Value at 'identity' failed to satisfy constraint: Member is too long");
      }
      return asDocumented();
    }),
  },
  {
    name: 'identity-null-refused',
    breaks: ['identity.null'],
    does: 'It refuses null where a string is wanted.',
    options: lookingAtPolls((body) => {
      if (body.identity === null) {
        throw new ReferenceService().refusal([required]);
      }
    }),
  },
  {
    name: 'identity-unbounded',
    breaks: ['identity.too-long'],
    does: 'It looks at no length of the identity.',
    options: readingIdentity((value, _, asDocumented) =>
      typeof value === 'string' ? value : asDocumented(),
    ),
  },
  {
    name: 'identity-cut',
    breaks: ['identity.too-long'],
    does: 'It cuts an identity that is too long to 256 characters.',
    options: readingIdentity((value, _, asDocumented) =>
      typeof value === 'string' ? value.slice(0, 256) : asDocumented(),
    ),
  },
  {
    name: 'identity-too-long-misnamed',
    breaks: ['identity.too-long'],
    does: 'It refuses an identity that is too long with the fault of another mistake.',
    options: readingIdentity((value, _, asDocumented) => {
      if (typeof value === 'string' && value.length > 256) {
        throw swfFault('UnknownResourceFault', 'identity');
      }
      return asDocumented();
    }),
  },
  {
    name: 'identity-number-read-as-text',
    breaks: ['identity.wrong-type'],
    does: 'It reads a number or a boolean as its text.',
    options: readingIdentity((value, _, asDocumented) =>
      typeof value === 'number' || typeof value === 'boolean' ? String(value) : asDocumented(),
    ),
  },
  {
    name: 'identity-structure-overlooked',
    breaks: ['identity.wrong-type'],
    does: 'It overlooks an array or an object as identity.',
    options: readingIdentity((value, _, asDocumented) =>
      typeof value === 'object' && value !== null ? '' : asDocumented(),
    ),
  },
];

export const identityVariants: readonly Variant[] = [
  {
    name: 'identity-of-a-wrong-type-is-a-validation-fault',
    does: 'It refuses an identity that is no string as a ValidationException.',
    options: readingIdentity((value, problems, asDocumented) => {
      if (typeof value === 'string') {
        return asDocumented();
      }
      problems.push("Value at 'identity' failed to satisfy constraint: Member must be a string");
      return '';
    }),
  },
  {
    name: 'identity-counted-in-utf-16',
    does: 'It counts the characters of an identity as Java and JavaScript do.',
    options: readingIdentity((value, problems, asDocumented) => {
      if (typeof value === 'string' && value.length > 256) {
        problems.push("Value at 'identity' failed to satisfy constraint: Member is too long");
      }
      return asDocumented();
    }),
  },
];
