import type { AwsCredentialIdentity, AwsCredentialIdentityProvider } from '@smithy/types';
import type { Mock } from './mock-handlers.ts';

/** The endpoint under test, and how requests reach it: all that is told to the clients. What a user sets has the setting's name. */
export interface ClientOptions {
  /** Where requests are posted: its path, if it has one, is kept. */
  readonly endpoint: URL;
  /** The region that requests are signed for. */
  readonly region: string;
  readonly credentials: AwsCredentialIdentity | AwsCredentialIdentityProvider;
  /** At most so many requests a second, over all rules; no bound when absent. */
  readonly rate?: number | undefined;
  /** The target's median round trip in milliseconds, where it was measured before. */
  readonly roundTripMs?: number | undefined;
  /** Sent with every request besides, unsigned: what a gateway before the server asks for. Secret: never recorded. */
  readonly header?: Readonly<Record<string, string>> | undefined;
  /** Certificates of authorities, as PEM text, to trust beside the machine's over https. */
  readonly ca?: string | undefined;
  /** Accept any certificate. */
  readonly insecure?: boolean | undefined;
  /** What answers in place of a server at the endpoint, in this process. */
  readonly mock?: Mock | undefined;
}
