import { type Fault, serviceFault } from '../faults.ts';
import type { JsonObject } from '../model.ts';
import { Protocol } from '../protocol.ts';
import { instant, readAuthorization, type SignatureCheck } from '../sigv4.ts';
import { checkingSignatures, overlooking, refusing } from './access-making.ts';
import type { Mutant } from './mutant.ts';

const signatureRules = [
  'poll-for-activity-task.access.unsigned',
  'poll-for-activity-task.access.unknown-key',
  'poll-for-activity-task.access.bad-signature',
  'poll-for-activity-task.access.stale-date',
];
const [, ...allButUnsigned] = signatureRules;

const isNamed = (fault: Fault, name: string) => fault.type.endsWith(`#${name}`);
const isMismatch = (fault: Fault) => fault.message.includes('does not match');
const isDate = (fault: Fault) => fault.message.includes('not yet valid or expired');

const dateOf = (request: Request) => instant(request.headers.get('x-amz-date') ?? '');

/** A server that reads dates with this clock. */
function withClock(clock: (request: Request, now: number) => number): Mutant['options'] {
  return checkingSignatures((request, given, asDocumented) =>
    asDocumented(request, { ...given, now: clock(request, given.now) }),
  );
}

/** A server that takes the session token of a request for the one of its key. */
function withTokens(token: (given: string | undefined, own: string | undefined) => string | undefined) {
  return checkingSignatures((request, given, asDocumented) => {
    const sent = request.headers.get('x-amz-security-token') ?? undefined;
    const keys = given.keys.map(({ sessionToken: own, ...key }) => {
      const sessionToken = token(sent, own);
      return { ...key, ...(sessionToken !== undefined && { sessionToken }) };
    });
    return asDocumented(request, { ...given, keys });
  });
}

/** The request with another digit at that place of its signature. */
function withDigit(request: Request, place: number, digit: string): Request {
  const headers = new Headers(request.headers);
  const [before = '', signature = ''] = (headers.get('authorization') ?? '').split(/(?<=Signature=)/);
  headers.set('authorization', before + signature.slice(0, place) + digit + signature.slice(place + 1));
  return new Request(request.url, { method: request.method, headers });
}

/** A server that does not compare that digit of signatures. */
function blindTo(place: number): Mutant['options'] {
  return checkingSignatures((request, given, asDocumented) => {
    const fault = asDocumented(request, given);
    const digits = [...'0123456789abcdef'];
    const fits = (digit: string) => asDocumented(withDigit(request, place, digit), given) === undefined;
    return fault && isMismatch(fault) && digits.some(fits) ? undefined : fault;
  });
}

/** Polls first, and looks at the signature when it answers. */
class HastyProtocol extends Protocol {
  readonly #faults = new WeakMap<Request, Fault>();

  override signatureFault(request: Request, check: SignatureCheck): undefined {
    const fault = super.signatureFault(request, check);
    if (fault) {
      this.#faults.set(request, fault);
    }
  }

  override renderSuccess(output: JsonObject | undefined, request: Request): Response {
    const fault = this.#faults.get(request);
    return fault ? this.renderFault(fault, request) : super.renderSuccess(output, request);
  }
}

/** What is not authentic, taken for it, or refused otherwise. */
export const accessSignatureMutants: readonly Mutant[] = [
  {
    name: 'access-signatures-not-checked',
    breaks: signatureRules,
    does: 'It serves everybody, whatever the signature.',
    options: overlooking(() => true),
  },
  {
    name: 'access-any-authorization',
    breaks: signatureRules,
    does: 'Any Authorization header will do.',
    options: overlooking((_, request) => request.headers.has('authorization')),
  },
  {
    name: 'access-form-of-signature-only',
    breaks: allButUnsigned,
    does: 'An Authorization header of the right form will do.',
    options: overlooking((_, request) => readAuthorization(request) !== undefined),
  },
  {
    name: 'access-unsigned-served',
    breaks: ['poll-for-activity-task.access.unsigned'],
    does: 'It checks a signature only where there is one.',
    options: overlooking((fault) => isNamed(fault, 'MissingAuthenticationTokenException')),
  },
  {
    name: 'access-other-scheme-served',
    breaks: ['poll-for-activity-task.access.unsigned'],
    does: 'It checks an Authorization header only where it is one of Signature Version 4, and asks no more of others.',
    options: overlooking((fault) => isNamed(fault, 'IncompleteSignatureException')),
  },
  {
    name: 'access-refused-as-500',
    breaks: signatureRules,
    does: 'It answers HTTP 500 to a request that is not authentic.',
    options: refusing(() => serviceFault('InternalFailure', 'Authentication failed', 500)),
  },
  {
    name: 'access-refused-as-200',
    breaks: signatureRules,
    does: 'It answers HTTP 200, with a fault in the body, to a request that is not authentic.',
    options: refusing(() => serviceFault('UnrecognizedClientException', 'Authentication failed', 200)),
  },
  {
    name: 'access-refused-after-the-poll',
    breaks: signatureRules,
    does: 'It hands a task out before it looks at the signature.',
    options: { protocol: (service, options) => new HastyProtocol(service, options) },
  },
  {
    name: 'access-unknown-key-served',
    breaks: ['poll-for-activity-task.access.unknown-key'],
    does: 'It serves whoever signs with a key that it does not know.',
    options: checkingSignatures((request, given, asDocumented) => {
      const id = readAuthorization(request)?.accessKeyId;
      const isKnown = given.keys.some(({ accessKeyId }) => accessKeyId === id);
      return id === undefined || isKnown ? asDocumented(request, given) : undefined;
    }),
  },
  {
    name: 'access-one-secret-for-all',
    breaks: ['poll-for-activity-task.access.unknown-key'],
    does: 'It checks every signature with the one secret that it has, whatever the id of the key.',
    options: checkingSignatures((request, given, asDocumented) => {
      const id = readAuthorization(request)?.accessKeyId ?? '';
      const [first] = given.keys;
      const isKnown = given.keys.some(({ accessKeyId }) => accessKeyId === id);
      const keys = isKnown || !first ? given.keys : [{ ...first, accessKeyId: id }];
      return asDocumented(request, { ...given, keys });
    }),
  },
  {
    name: 'access-session-token-not-checked',
    breaks: ['poll-for-activity-task.access.unknown-key'],
    does: 'Any session token will do.',
    options: withTokens((given) => given),
  },
  {
    name: 'access-session-token-may-be-missing',
    breaks: ['poll-for-activity-task.access.unknown-key'],
    does: 'It compares a session token only where one is sent.',
    options: withTokens((given, own) => (given === undefined ? undefined : own)),
  },
  {
    name: 'access-key-known-only',
    breaks: ['poll-for-activity-task.access.bad-signature'],
    does: 'It knows keys and dates, and compares no signature.',
    options: overlooking(isMismatch),
  },
  {
    name: 'access-signature-compared-but-for-its-end',
    breaks: ['poll-for-activity-task.access.bad-signature'],
    does: 'It does not compare the last digit of a signature.',
    options: blindTo(63),
  },
  {
    name: 'access-signature-compared-but-for-its-beginning',
    breaks: ['poll-for-activity-task.access.bad-signature'],
    does: 'It does not compare the first digit of a signature.',
    options: blindTo(0),
  },
  {
    name: 'access-body-not-signed',
    breaks: ['poll-for-activity-task.access.bad-signature'],
    does: 'It believes the header x-amz-content-sha256, and never looks whether that is the hash of the body.',
    options: checkingSignatures((request, given, asDocumented) => {
      const bodyHash = request.headers.get('x-amz-content-sha256') ?? given.bodyHash;
      return asDocumented(request, { ...given, bodyHash });
    }),
  },
  {
    name: 'access-date-not-checked',
    breaks: ['poll-for-activity-task.access.stale-date'],
    does: 'Any date will do.',
    options: overlooking(isDate),
  },
  {
    name: 'access-date-within-two-hours',
    breaks: ['poll-for-activity-task.access.stale-date'],
    does: 'A date may be two hours off.',
    options: withClock((request, now) =>
      Math.abs(dateOf(request) - now) < 7_200_000 ? dateOf(request) : now,
    ),
  },
  {
    name: 'access-date-may-be-ahead',
    breaks: ['poll-for-activity-task.access.stale-date'],
    does: 'It refuses what was signed too long ago, and nothing that is dated ahead.',
    options: withClock((request, now) => Math.max(now, dateOf(request))),
  },
  {
    name: 'access-date-may-be-past',
    breaks: ['poll-for-activity-task.access.stale-date'],
    does: 'It refuses what is dated ahead, and nothing that was signed long ago.',
    options: withClock((request, now) => Math.min(now, dateOf(request))),
  },
  {
    name: 'access-time-of-day-only',
    breaks: ['poll-for-activity-task.access.stale-date'],
    does: 'It compares the time of a date, and not the day.',
    options: withClock((request, now) => {
      const day = 24 * 60 * 60_000;
      return now + Math.round((dateOf(request) - now) / day) * day;
    }),
  },
];
