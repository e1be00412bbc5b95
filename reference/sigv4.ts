import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { type Fault, serviceFault } from './faults.ts';

/** A key that may sign requests. */
export interface Credentials {
  accessKeyId: string;
  secretAccessKey: string;
  sessionToken?: string;
}

/** What an Authorization header of Signature Version 4 says. */
export interface Authorization {
  accessKeyId: string;
  /** The day, region, service and terminator that the key was derived for. */
  scope: string[];
  region: string;
  signedHeaders: string[];
  signature: string;
}

const FIVE_MINUTES = 5 * 60_000;

/** Reads the Authorization header, or nothing if it is no such header. */
export function readAuthorization(request: Request): Authorization | undefined {
  const header = request.headers.get('authorization') ?? '';
  const [, credential, signedHeaders, signature] =
    /^AWS4-HMAC-SHA256 Credential=([^,\s]+),\s*SignedHeaders=([^,\s]+),\s*Signature=([0-9a-f]{64})$/.exec(
      header,
    ) ?? [];
  if (credential === undefined || signedHeaders === undefined || signature === undefined) {
    return undefined;
  }
  const [accessKeyId = '', ...scope] = credential.split('/');
  return { accessKeyId, scope, region: scope[1] ?? '', signedHeaders: signedHeaders.split(';'), signature };
}

/** What a signature is checked against. */
export interface SignatureCheck {
  /** Keys that may sign. */
  keys: Credentials[];
  /** The SHA-256 of the body, in hexadecimal digits. */
  bodyHash: string;
  /** The server's clock, in milliseconds. */
  now: number;
}

/** Why the request is not authentic, if so (the faults: live and like). */
export function signatureFault(request: Request, { keys, bodyHash, now }: SignatureCheck): Fault | undefined {
  const authorization = readAuthorization(request);
  if (authorization === undefined) {
    return request.headers.has('authorization')
      ? serviceFault(
          'IncompleteSignatureException',
          'The Authorization header is not one of Signature Version 4.',
        )
      : serviceFault('MissingAuthenticationTokenException', 'Missing Authentication Token');
  }
  const key = keys.find(({ accessKeyId }) => accessKeyId === authorization.accessKeyId);
  const token = request.headers.get('x-amz-security-token') ?? undefined;
  if (key === undefined || key.sessionToken !== token) {
    return serviceFault(
      'UnrecognizedClientException',
      'The security token included in the request is invalid.',
    );
  }
  const date = request.headers.get('x-amz-date') ?? '';
  const [day, region, service, end] = authorization.scope;
  if (day !== date.slice(0, 8) || !region || service !== 'swf' || end !== 'aws4_request') {
    return serviceFault(
      'InvalidSignatureException',
      'Credential should be scoped to a valid day, region and service.',
    );
  }
  if (!(Math.abs(instant(date) - now) <= FIVE_MINUTES)) {
    return serviceFault('InvalidSignatureException', `Signature not yet valid or expired: ${date}`);
  }
  const must = ['host', 'x-amz-date', ...(token === undefined ? [] : ['x-amz-security-token'])];
  const complete = must.every((name) => authorization.signedHeaders.includes(name));
  const expected = sign(request, bodyHash, authorization, key.secretAccessKey, date);
  if (!complete || !timingSafeEqual(expected, Buffer.from(authorization.signature, 'hex'))) {
    const text = 'The request signature we calculated does not match the signature you provided.';
    return serviceFault('InvalidSignatureException', text);
  }
  return undefined;
}

function sign(
  request: Request,
  bodyHash: string,
  authorization: Authorization,
  secret: string,
  date: string,
): Buffer {
  const { pathname, searchParams, host } = new URL(request.url);
  // A Request cannot carry a Host header everywhere (fetch forbids it): its URL has been made from it.
  const headerValue = (name: string) => request.headers.get(name) ?? (name === 'host' ? host : '');
  const canonicalRequest = [
    request.method,
    pathname.split('/').map(encode).join('/'),
    [...searchParams]
      .map(([name, value]) => `${encode(name)}=${encode(value)}`)
      .sort()
      .join('&'),
    ...authorization.signedHeaders.map((name) => `${name}:${headerValue(name).trim().replace(/ +/g, ' ')}`),
    '',
    authorization.signedHeaders.join(';'),
    bodyHash,
  ].join('\n');
  const text = ['AWS4-HMAC-SHA256', date, authorization.scope.join('/'), sha256(canonicalRequest)].join('\n');
  return hmac(signingKey(secret, authorization.scope), text);
}

/** Derived once a day for each secret, region and service: four of the five hashes that a signature takes. */
const signingKeys = new Map<string, Buffer>();

function signingKey(secret: string, scope: string[]): Buffer {
  const name = JSON.stringify([secret, ...scope]);
  let key = signingKeys.get(name);
  if (key === undefined) {
    key = scope.reduce<Buffer>((derived, part) => hmac(derived, part), Buffer.from(`AWS4${secret}`));
    // The scope is the caller's to choose: one that makes up regions must not fill the memory.
    if (signingKeys.size === 100) signingKeys.clear();
    signingKeys.set(name, key);
  }
  return key;
}

/** In hexadecimal digits. */
export function sha256(data: Uint8Array | string): string {
  return createHash('sha256').update(data).digest('hex');
}

function hmac(key: Buffer, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest();
}

function encode(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

/** The moment of a date such as 20260102T030405Z, or NaN. */
export function instant(date: string): number {
  return Date.parse(date.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z'));
}
