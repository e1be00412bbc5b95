import { getCACertificates } from 'node:tls';
import type { TargetOptions } from './options.ts';

/** What a connection over TLS is made with. */
export function tlsSettings({ tls = {} }: Pick<TargetOptions, 'tls'>): {
  ca?: string[];
  rejectUnauthorized?: boolean;
} {
  return {
    ...(tls.ca !== undefined && { ca: [...getCACertificates('default'), tls.ca] }),
    ...(tls.insecure && { rejectUnauthorized: false }),
  };
}
