import { Sha256 } from '@smithy/core/checksum';
import { SignatureV4 } from '@smithy/signature-v4';
import type { AwsCredentialIdentity } from '@smithy/types';
import type { ClientOptions } from './options.ts';

/** What is to be signed: a request to the endpoint, before its Authorization header. */
export interface Unsigned {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

/** By whom a request is signed, or how otherwise than it should be. */
export interface Signing {
  /** Who signs, in place of the run's own credentials. */
  readonly as?: AwsCredentialIdentity;
  /** How far from now the date is that is signed, in milliseconds. */
  readonly fromNowMs?: number;
  /** The body that is signed, in place of the one that is sent. */
  readonly body?: Uint8Array;
  /** What becomes of the headers after they were signed. */
  readonly change?: (headers: Record<string, string>) => Record<string, string>;
}

/** Gives the headers to send: those given, the host, those of Signature Version 4, and the target's own, which are not signed. */
export type Sign = (request: Unsigned, region?: string, signing?: Signing) => Promise<Record<string, string>>;

/** Signs as the AWS SDK does, with its own signer; the signing name of SWF is `swf`. */
export function signer(options: ClientOptions): Sign {
  const { endpoint } = options;
  const signatureOf = (credentials: ClientOptions['credentials']) =>
    new SignatureV4({ service: 'swf', region: options.region, credentials, sha256: Sha256 });
  const own = signatureOf(options.credentials);
  return async ({ method, path, headers, body }, region = options.region, signing = {}) => {
    const { as, fromNowMs = 0, body: signedBody = body, change = (unchanged) => unchanged } = signing;
    const signed = await (as ? signatureOf(as) : own).sign(
      {
        method,
        protocol: endpoint.protocol,
        hostname: endpoint.hostname,
        path,
        headers: { host: endpoint.host, ...headers },
        body: signedBody,
      },
      { signingRegion: region, signingDate: new Date(Date.now() + fromNowMs) },
    );
    return { ...change(signed.headers), ...options.header };
  };
}
