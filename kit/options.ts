import type { AwsCredentialIdentity, AwsCredentialIdentityProvider } from '@smithy/types';
import type { Mock } from '../client/mock-handlers.ts';

/** Callers of whom each lacks something, for the rules on access control; what is absent is not judged. */
export interface Principals {
  /** May not call PollForActivityTask. */
  readonly withoutAction?: AwsCredentialIdentity | undefined;
  /** May poll in no domain but this one. */
  readonly onlyDomain?: (AwsCredentialIdentity & { readonly domain: string }) | undefined;
  /** May poll no task list but those of this name, in any domain. */
  readonly onlyTaskList?: (AwsCredentialIdentity & { readonly taskList: string }) | undefined;
}

/** The endpoint under test, and how to behave towards it. All that the target layer is told. What a user sets has
 * the setting's name. */
export interface TargetOptions {
  /** Where requests are posted: its path, if it has one, is kept. */
  readonly endpoint: URL;
  /** The region that requests are signed for. */
  readonly region: string;
  readonly credentials: AwsCredentialIdentity | AwsCredentialIdentityProvider;
  /** The longest time in seconds that the target holds a poll: 60 on the service. */
  readonly pollHold: number;
  /** At most so many requests a second, over all rules; no bound when absent. */
  readonly rate?: number | undefined;
  /** The target's median round trip in milliseconds, where it was measured before; `reach` measures it else. */
  readonly roundTripMs?: number | undefined;
  /** Sent with every request besides, unsigned: what a gateway before the server asks for. Secret: never recorded. */
  readonly header?: Readonly<Record<string, string>> | undefined;
  /** Certificates of authorities, as PEM text, to trust beside the machine's over https. */
  readonly ca?: string | undefined;
  /** Accept any certificate. */
  readonly insecure?: boolean | undefined;
  /** The domain where tasks are scheduled, by which the other domains are named; `swf-conformance` when absent. */
  readonly domain?: string | undefined;
  /** Whether the target checks signatures and permissions, as the service does, so that access control can be judged. */
  readonly authenticates?: boolean | undefined;
  readonly principals?: Principals | undefined;
  /** The command that started it, if it is ended with the run. */
  readonly start?: string | undefined;
  /** The groups of rules that are judged on demand; none when absent. */
  readonly with?: readonly string[] | undefined;
  /** How many polls may wait on one list, where the limits are judged. */
  readonly maxPollers?: number | undefined;
  /** True when the target is the suite's own server, which nobody can reach after the run. */
  readonly embedded?: boolean | undefined;
  /** What answers in place of a server at the endpoint, in this process. */
  readonly mock?: Mock | undefined;
  /** Marks all that this run creates; lower-case letters and digits. */
  readonly runId: string;
}
