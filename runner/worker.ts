import type { AwsCredentialIdentity } from '@smithy/types';
import type { RuleResult } from '../results/rule.ts';
import type { TlsTrust } from '../target/options.ts';

/** What the worker is told: plain data, as it crosses to another thread. */
export interface WorkerSettings {
  readonly endpoint: string;
  readonly region: string;
  readonly credentials: AwsCredentialIdentity;
  readonly pollHoldSeconds: number;
  readonly requestsPerSecond: number | undefined;
  readonly headers: Readonly<Record<string, string>> | undefined;
  readonly tls: TlsTrust | undefined;
  readonly runId: string;
  readonly roundTripMs: number;
  readonly embedded: boolean;
  readonly seed: number;
  readonly cases: number;
  readonly only: readonly string[];
  readonly skip: readonly string[];
}

/** What is told once, when all rules have ended and the target was tidied up. */
export interface WorkerEnd {
  readonly requests: number;
  readonly throttled: number;
  readonly leftBehind: readonly string[];
  /** False when nothing answered at the end. */
  readonly targetAnswers: boolean;
}

/** What the worker sends while it runs, on the channel of the run. */
export type WorkerMessage = 'ready' | { readonly cleaning: number };

/** The channel between the two threads of a run: the main thread posts `interrupt`, the worker a WorkerMessage. */
export function channelName(runId: string): string {
  return `swf-conformance ${runId}`;
}

declare module 'vitest' {
  interface ProvidedContext {
    run: WorkerSettings;
  }
  interface TaskMeta {
    result?: RuleResult;
    end?: WorkerEnd;
  }
}
