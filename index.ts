/** What an embedder needs: a run and its report, the gate, the rules, the reports' files, and the reference server. */

export { NoCredentials } from './client/credentials.ts';
export type { MockHandler, MockHandlers } from './client/mock-handlers.ts';
export { type GateOptions, gated } from './engine/gated.ts';
export { Interrupted, runConformance } from './engine/index.ts';
export type { RunSettings } from './engine/settings/program.ts';
export type { Rule } from './kit/rule.ts';
export { Unusable } from './kit/target.ts';
export { referenceHandlers } from './reference/handlers.ts';
export { type ReferenceServer, type ServerOptions, startReferenceServer } from './reference/index.ts';
export { writeReports } from './reporters/write.ts';
export type { RunEvent } from './results/events.ts';
export { type RunReport, runReport } from './results/report.ts';
export type { RuleResult } from './results/rule.ts';
export { exitCodeOf, exitCodes } from './results/verdict.ts';
export { rules } from './suites/index.ts';
