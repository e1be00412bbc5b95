import type { RunEnd, RunFacts } from '../../results/part.ts';
import type { RuleResult } from '../../results/rule.ts';
import type { TimeBudget } from '../plan/budget.ts';
import type { KnownTarget } from '../settings/read.ts';
import type { CheckSettings } from './check-rule.ts';

/** What the worker is told: plain data, as it crosses to another thread. */
export interface WorkerSettings extends Omit<CheckSettings, 'deadline'> {
  readonly target: Omit<KnownTarget, 'endpoint' | 'mock'> & { readonly endpoint: string };
  /** What it tells again with its end, for the part of a run that it makes: nothing of `target` must be in there. */
  readonly facts: RunFacts;
  readonly budget: TimeBudget | undefined;
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
    facts?: RunFacts;
    end?: RunEnd;
  }
}
