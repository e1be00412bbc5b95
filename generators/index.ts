// The public entry `swf-conformance/generators`: fast-check arbitraries of what a poll for activity tasks carries.
// Lengths are UTF-16 code units, as JavaScript counts them.

export type { Body } from './_internals/bodies.ts';
export type { NameConstraints } from './_internals/names.ts';
export * from './broken-bodies.ts';
export * from './domain-names.ts';
export * from './escaped.ts';
export * from './forbidden-characters.ts';
export * from './identities.ts';
export * from './ids.ts';
export * from './ill-formed-texts.ts';
export * from './inputs.ts';
export * from './invalid.ts';
export * from './invalid-domains.ts';
export * from './invalid-identities.ts';
export * from './invalid-task-lists.ts';
export * from './near-misses.ts';
export * from './odd-bodies.ts';
export * from './task-list-names.ts';
