import { createSecureContext, getCACertificates, type SecureContext } from 'node:tls';
import type { ClientOptions } from './options.ts';

/** By the authority's certificate: reading the machine's 150 for each connection took most of the time of a run over TLS. */
const contexts = new Map<string, SecureContext>();

function contextWith(ca: string): SecureContext {
  const known = contexts.get(ca);
  if (known) return known;
  const context = createSecureContext({ ca: [...getCACertificates('default'), ca] });
  contexts.set(ca, context);
  return context;
}

/** What a connection over TLS is made with. */
export function tlsSettings({ ca, insecure }: Pick<ClientOptions, 'ca' | 'insecure'>): {
  secureContext?: SecureContext;
  rejectUnauthorized?: boolean;
} {
  return {
    ...(ca !== undefined && { secureContext: contextWith(ca) }),
    ...(insecure && { rejectUnauthorized: false }),
  };
}
