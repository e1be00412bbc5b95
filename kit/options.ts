import type { AwsCredentialIdentity } from '@smithy/types';
import type { ClientOptions } from '../client/options.ts';

/** Callers of whom each lacks something, for the rules on access control; what is absent is not judged. */
export interface Principals {
  /** May not call PollForActivityTask. */
  readonly withoutAction?: AwsCredentialIdentity | undefined;
  /** May poll in no domain but this one. */
  readonly onlyDomain?: (AwsCredentialIdentity & { readonly domain: string }) | undefined;
  /** May poll no task list but those of this name, in any domain. */
  readonly onlyTaskList?: (AwsCredentialIdentity & { readonly taskList: string }) | undefined;
}

/** The endpoint under test, and what is known of the SWF behind it: all that a target is told. */
export interface TargetOptions extends ClientOptions {
  /** The longest time in seconds that the target holds a poll: 60 on the service. */
  readonly pollHold: number;
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
  /** Marks all that this run creates; lower-case letters and digits. */
  readonly runId: string;
}
