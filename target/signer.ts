import { Sha256 } from '@smithy/core/checksum';
import { SignatureV4 } from '@smithy/signature-v4';
import type { TargetOptions } from './options.ts';

/** What is to be signed: a request to the endpoint, before its Authorization header. */
export interface Unsigned {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

/** Gives the headers to send: those given, the host, those of Signature Version 4, and the target's own, which are not signed. */
export type Sign = (request: Unsigned, region?: string) => Promise<Record<string, string>>;

/** Signs as the AWS SDK does, with its own signer; the signing name of SWF is `swf`. */
export function signer(options: TargetOptions): Sign {
  const { endpoint } = options;
  const signature = new SignatureV4({
    service: 'swf',
    region: options.region,
    credentials: options.credentials,
    sha256: Sha256,
  });
  return async ({ method, path, headers, body }, region = options.region) => {
    const signed = await signature.sign(
      {
        method,
        protocol: endpoint.protocol,
        hostname: endpoint.hostname,
        path,
        headers: { host: endpoint.host, ...headers },
        body,
      },
      { signingRegion: region },
    );
    return { ...signed.headers, ...options.headers };
  };
}
