/** What an embedder needs: a run and its report, the rules, the reports' files, and the reference server. */
export { referenceHandlers } from './reference/handlers.ts';
export { type ReferenceServer, type ServerOptions, startReferenceServer } from './reference/index.ts';
export { writeReports } from './reporters/write.ts';
export type { RunEvent } from './results/events.ts';
export { type RunReport, runReport } from './results/report.ts';
export type { RuleResult } from './results/rule.ts';
export { exitCodes } from './results/verdict.ts';
export { Interrupted, runConformance } from './runner/index.ts';
export type { RunSettings } from './runner/settings/program.ts';
export { rules } from './suites/index.ts';
export type { Rule } from './suites/rule.ts';
export { NoCredentials } from './target/credentials.ts';
export type { MockHandler, MockHandlers } from './target/mock-handlers.ts';
export { Unusable } from './target/target.ts';
