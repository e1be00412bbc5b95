import type { AwsCredentialIdentity, AwsCredentialIdentityProvider } from '@smithy/types';

/** The endpoint under test, and how to behave towards it. All that the target layer is told. */
export interface TargetOptions {
  /** Where requests are posted: its path, if it has one, is kept. */
  readonly endpoint: URL;
  /** The region that requests are signed for. */
  readonly region: string;
  readonly credentials: AwsCredentialIdentity | AwsCredentialIdentityProvider;
  /** The longest time in seconds that the target holds a poll: 60 on the service. */
  readonly pollHoldSeconds: number;
  /** At most so many requests a second, over all rules; no bound when absent. */
  readonly requestsPerSecond?: number | undefined;
  /** The target's median round trip in milliseconds, where it was measured before; `reach` measures it else. */
  readonly roundTripMs?: number | undefined;
  /** True when the target is the suite's own server, which nobody can reach after the run. */
  readonly embedded?: boolean | undefined;
  /** Marks all that this run creates; lower-case letters and digits. */
  readonly runId: string;
}
