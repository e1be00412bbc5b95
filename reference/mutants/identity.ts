import { ReferenceService } from '../service.ts';
import { isObject, serving } from './making.ts';
import type { Collateral, Mutant } from './mutant.ts';
import {
  crash,
  type Kind,
  laxity,
  readingText,
  strictness,
  unknownResource,
  unprocessable,
} from './name-making.ts';

type Read = Parameters<typeof readingText>[1];

/** A service whose polls read their identity otherwise. */
export function readingIdentity(read: Read): Mutant['options'] {
  return readingText('identity', read);
}

/** A service that refuses polls whose identity is a text like that. */
function refusing(fits: (identity: string) => boolean): Mutant['options'] {
  return readingIdentity((value, problems, asDocumented) => {
    if (typeof value === 'string' && fits(value)) {
      problems.push("Value at 'identity' failed to satisfy constraint: Member must satisfy a pattern");
    }
    return asDocumented();
  });
}

/** A service that reads such identities otherwise, and all others as documented. */
function instead(fits: (value: unknown) => boolean, read: (value: unknown) => string): Mutant['options'] {
  return readingIdentity((value, _, asDocumented) => (fits(value) ? read(value) : asDocumented()));
}

/** A service that does something with the identity of a poll before anything else reads it. */
function lookingAt(look: (body: object) => void): Mutant['options'] {
  return serving(
    class extends ReferenceService {
      override readInput(operation: string, body: unknown): ReturnType<ReferenceService['readInput']> {
        if (operation === 'PollForActivityTask' && isObject(body)) {
          look(body);
        }
        return super.readInput(operation, body);
      }
    },
  );
}

const required = "Value null at 'identity' failed to satisfy constraint: Member must not be null";

function refuseAsMissing(): never {
  throw new ReferenceService().refusal([required]);
}

const hasNull = (body: object) => 'identity' in body && body.identity === null;
const isTooLong = (value: unknown) => typeof value === 'string' && [...value].length > 256;

const nothingRecorded: Collateral = {
  rules: ['poll-for-activity-task.history.identity'],
  why: 'A poll that is refused starts nothing, and so records no identity.',
};

const sdkSeesIt: Collateral = {
  rules: ['poll-for-activity-task.fault.sdk'],
  why: 'An SDK client that polls with such an identity throws the wrong fault too.',
};

const moreStrictness: readonly Kind[] = [
  { key: 'empty', called: 'of no characters', fits: (text) => text === '' },
  { key: 'blank', called: 'of white space alone', fits: (text) => /^\s+$/.test(text) },
  { key: 'outer-space', called: 'with white space around it', fits: (text) => text !== text.trim() },
  { key: 'line-end', called: 'with a line end', fits: (text) => /[\r\n]/.test(text) },
  {
    key: 'control',
    called: 'with a control character',
    fits: (text) => /[\u0000-\u001f\u007f-\u009f]/.test(text),
  },
  {
    key: 'forbidden',
    called: 'with a character that names of task lists may not have',
    fits: (text) => /[:/|]/.test(text),
  },
  { key: 'arn', called: 'that is arn', fits: (text) => text === 'arn' },
];

function refusesKind({ key, called, fits }: Kind): Mutant {
  return {
    name: `identity-no-${key}`,
    breaks:
      key === 'empty'
        ? ['poll-for-activity-task.identity.valid', 'poll-for-activity-task.identity.empty']
        : ['poll-for-activity-task.identity.valid'],
    collateral: [nothingRecorded],
    does: `An identity ${called} is refused.`,
    options: refusing(fits),
  };
}

/** What the reference does with values of a wrong type, done otherwise for some. */
function mistyped(
  key: string,
  does: string,
  fits: (value: unknown) => boolean,
  read: (value: unknown) => string,
): Mutant {
  return {
    name: `identity-${key}`,
    breaks: ['poll-for-activity-task.identity.wrong-type'],
    does,
    options: instead(fits, read),
  };
}

const isMistyped = (value: unknown) => typeof value !== 'string';

export const identityMutants: readonly Mutant[] = [
  {
    name: 'identity-required',
    breaks: ['poll-for-activity-task.identity.optional'],
    collateral: [{ rules: ['*'], why: 'Few polls of this suite have an identity: it refuses all others.' }],
    does: 'A poll without identity is refused.',
    options: lookingAt((body) => {
      if (!Object.hasOwn(body, 'identity')) {
        refuseAsMissing();
      }
    }),
  },
  ...[...moreStrictness, ...strictness].map(refusesKind),
  {
    name: 'identity-null-refused',
    breaks: ['poll-for-activity-task.identity.null'],
    does: 'A poll whose identity is null is refused.',
    options: lookingAt((body) => {
      if (hasNull(body)) {
        refuseAsMissing();
      }
    }),
  },
  {
    name: 'identity-null-crash',
    breaks: ['poll-for-activity-task.identity.null'],
    does: 'A poll whose identity is null brings a 500.',
    options: lookingAt((body) => {
      if (hasNull(body)) {
        crash();
      }
    }),
  },
  {
    name: 'identity-unbounded',
    breaks: ['poll-for-activity-task.identity.too-long'],
    does: 'The length of an identity is not looked at.',
    options: instead((value) => typeof value === 'string', String),
  },
  {
    name: 'identity-cut',
    breaks: ['poll-for-activity-task.identity.too-long'],
    does: 'An identity that is too long is cut to 256 characters.',
    options: instead(isTooLong, (value) => String(value).slice(0, 256)),
  },
  {
    name: 'identity-dropped-when-too-long',
    breaks: ['poll-for-activity-task.identity.too-long'],
    does: 'An identity that is too long is overlooked.',
    options: instead(isTooLong, () => ''),
  },
  {
    name: 'identity-measured-without-space',
    breaks: ['poll-for-activity-task.identity.too-long'],
    does: 'The length of an identity is counted without white space around it.',
    options: instead((value) => typeof value === 'string' && value.trim().length <= 256, String),
  },
  ...laxity.map(({ key, called, fits }) => ({
    name: `identity-${key}-accepted`,
    breaks: ['poll-for-activity-task.identity.too-long'],
    does: `An identity ${called} is accepted.`,
    options: instead((value) => typeof value === 'string' && fits(value), String),
  })),
  {
    name: 'identity-too-long-misnamed',
    breaks: ['poll-for-activity-task.identity.too-long'],
    collateral: [sdkSeesIt],
    does: 'An identity that is too long is answered UnknownResourceFault.',
    options: instead(isTooLong, () => unknownResource('identity')),
  },
  {
    name: 'identity-too-long-unprocessable',
    breaks: ['poll-for-activity-task.identity.too-long', 'poll-for-activity-task.fault.status'],
    does: 'An identity that is too long is answered HTTP 422 ValidationException.',
    options: instead(isTooLong, unprocessable),
  },
  {
    name: 'identity-too-long-crash',
    breaks: ['poll-for-activity-task.identity.too-long', 'poll-for-activity-task.fault.status'],
    collateral: [sdkSeesIt],
    does: 'An identity that is too long brings a 500.',
    options: instead(isTooLong, crash),
  },
  mistyped('as-text', 'An identity of another type is read as its text.', isMistyped, String),
  mistyped(
    'number-as-text',
    'A number as identity is read as its text.',
    (value) => typeof value === 'number',
    String,
  ),
  mistyped(
    'boolean-as-text',
    'A boolean as identity is read as its text.',
    (value) => typeof value === 'boolean',
    String,
  ),
  mistyped('array-as-text', 'An array as identity is read as its text.', Array.isArray, String),
  mistyped('object-as-text', 'An object as identity is read as its text.', isObject, String),
  mistyped('wrong-type-overlooked', 'An identity of another type is overlooked.', isMistyped, () => ''),
  mistyped(
    'structure-overlooked',
    'An array or an object as identity is overlooked.',
    (value) => typeof value === 'object',
    () => '',
  ),
  mistyped(
    'falsy-overlooked',
    'An identity that is 0 or false is overlooked.',
    (value) => value === 0 || value === false,
    () => '',
  ),
  mistyped(
    'wrong-type-unknown',
    'An identity of another type is answered UnknownResourceFault.',
    isMistyped,
    () => unknownResource('identity'),
  ),
  mistyped(
    'wrong-type-unprocessable',
    'An identity of another type is answered HTTP 422 ValidationException.',
    isMistyped,
    unprocessable,
  ),
  mistyped('wrong-type-crash', 'An identity of another type brings a 500.', isMistyped, crash),
];
