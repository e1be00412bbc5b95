import { bodyObject, duration, type Exchange, header } from '../client/exchange.ts';
import { type Fault, faultOf } from '../client/fault.ts';

import type { TargetOptions } from './options.ts';

/** Why the first request of a run was refused, where that is no matter of SWF: what it says of the run, and what to do. */
export interface OwnTrouble {
  readonly what: string;
  readonly advice: string;
}

/** Those of the service, and those that emulators and gateways take from other services. */
const unknownKey = ['UnrecognizedClientException', 'InvalidClientTokenId', 'InvalidAccessKeyId'];
const expiredToken = ['ExpiredToken', 'ExpiredTokenException', 'InvalidToken', 'TokenRefreshRequired'];
const untimely = ['RequestExpired', 'RequestTimeTooSkewed', 'RequestInTheFuture'];
const wrongSignature = [
  'InvalidSignatureException',
  'SignatureDoesNotMatch',
  'IncompleteSignature',
  'IncompleteSignatureException',
  'MissingAuthenticationToken',
  'MissingAuthenticationTokenException',
];
const denied = [
  'AccessDenied',
  'AccessDeniedException',
  'NotAuthorized',
  'OperationNotPermittedFault',
  'OptInRequired',
  'UnauthorizedOperation',
];

/** A signature is good for 5 minutes; what is a minute off is told, as the limit may be another's. */
const tellOffMs = 60_000;

/**
 * What the run's own credentials, or this machine's clock, have to do with how DescribeDomain was answered. Only of the set-up's
 * first call: rules of access control sign wrongly on purpose.
 */
export function ownTrouble(
  exchange: Exchange,
  { credentials }: Pick<TargetOptions, 'credentials'>,
): OwnTrouble | undefined {
  const fault = faultOf(exchange);
  if (!fault) return undefined;
  const off = clockOff(exchange);
  if (isUntimely(fault) || (wrongSignature.includes(fault.type) && off?.isFar)) {
    const clock = off?.text ?? 'its answer has no Date to compare with the time of this machine';
    return { what: 'takes the signature for one of another time', advice: `Set the clocks: ${clock}.` };
  }
  const token = 'sessionToken' in credentials ? tokenAdvice : '';
  if (unknownKey.includes(fault.type))
    return { what: 'does not know the access key of the run', advice: `${keyAdvice}${token}` };
  if (expiredToken.includes(fault.type))
    return { what: 'refuses the session token of the run', advice: `${keyAdvice}${token}` };
  if (wrongSignature.includes(fault.type))
    return { what: 'refuses the signature of the run', advice: `${keyAdvice}${token}${regionAdvice}` };
  if (denied.includes(fault.type) || [401, 403].includes(fault.status))
    return { what: 'does not let the run in', advice: deniedAdvice };
  return undefined;
}

/** Whether an answer says that there is no such operation, or nothing at that path. */
export function isUnknown(exchange: Exchange): boolean {
  const fault = faultOf(exchange);
  if (!fault) return false;
  const { type, status } = fault;
  if (/^(UnknownOperation|InvalidAction|NotImplemented|UnsupportedOperation)/.test(type)) return true;
  return type === '' && [404, 405, 501].includes(status);
}

/** Whether something answers as SWF does: with an object, or with a fault that has a name. What only begins to listen does not. */
export function speaksSwf(exchange: Exchange): boolean {
  const status = exchange.answer?.status ?? 0;
  if (status === 200) return bodyObject(exchange) !== undefined;
  return status >= 400 && status < 500 && (faultOf(exchange)?.type ?? '') !== '';
}

function isUntimely({ type, message }: Fault): boolean {
  if (untimely.includes(type)) return true;
  return wrongSignature.includes(type) && /signature (expired|not yet)|expired|skew/i.test(message);
}

/** "this machine is 400 s behind the server"; undefined where the server says no time. */
function clockOff(exchange: Exchange): { isFar: boolean; text: string } | undefined {
  const ms = Date.parse(header(exchange, 'date') ?? '') - (performance.timeOrigin + exchange.endedAt);
  if (Number.isNaN(ms)) return undefined;
  const by = `${Math.round(Math.abs(ms) / 1000)} s ${ms > 0 ? 'behind' : 'ahead of'} the server`;
  const isFar = Math.abs(ms) > tellOffMs + duration(exchange);
  return { isFar, text: `this machine is ${by}, by the Date of its answer` };
}

const keyAdvice =
  'The run signs with the credentials that any AWS tool finds (environment, profile, container, instance; test, test on this machine ' +
  'where there are none): give those of an identity that the server knows.';
const tokenAdvice =
  ' A session token goes with them: leave AWS_SESSION_TOKEN out where the key is no temporary one, and renew it where it is.';
const regionAdvice = ' The region is a part of the signature: --region has to be that of the server.';
const deniedAdvice =
  'The identity needs all of SWF on the domains that the run registers; a gateway may want a --header of its own.';
