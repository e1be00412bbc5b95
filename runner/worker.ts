import type { RuleResult } from '../results/rule.ts';
import type { TargetOptions } from '../target/options.ts';
import type { CheckSettings } from './check.ts';
import type { RunEnd } from './end.ts';

/** What the worker is told: plain data, as it crosses to another thread. */
export interface WorkerSettings extends CheckSettings {
  readonly target: Omit<TargetOptions, 'endpoint' | 'mock'> & { readonly endpoint: string };
  readonly only: readonly string[];
  readonly skip: readonly string[];
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
    end?: RunEnd;
  }
}
