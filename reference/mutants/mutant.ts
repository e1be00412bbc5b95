import type { ServerOptions } from '../server.ts';

/** What a mutant turns red besides: not what it is about, but what follows from it. */
export interface Collateral {
  /** The rules by id; `*` stands for any text, where it is a matter of chance which of them are red. */
  readonly rules: readonly string[];
  /** Why they cannot hold on this server, or need not. */
  readonly why: string;
}

/** The reference server with one documented promise broken: rules must be seen red on it. */
export interface Mutant {
  /** Names the fault, in kebab case. */
  readonly name: string;
  /** The rules that must not pass on it, by id. */
  readonly breaks: readonly string[];
  readonly collateral?: readonly Collateral[];
  /** What is wrong with the server. */
  readonly does: string;
  readonly options: ServerOptions;
}

/** The reference server behaving otherwise than by default where the documentation leaves the choice: all MUST rules hold. */
export interface Variant {
  readonly name: string;
  readonly does: string;
  /** The SHOULD rules that do not hold on it, by id: they warn. */
  readonly warns?: readonly string[];
  /** The rules that are skipped on it, by id or pattern: it lacks what they are about. */
  readonly skips?: readonly string[];
  readonly options: ServerOptions;
}
