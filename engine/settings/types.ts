import type { AwsCredentialIdentity } from '@smithy/types';
import type { MockHandlers } from '../../client/mock-handlers.ts';
import type { Principals } from '../../kit/options.ts';
import type { RunEvent } from '../../results/events.ts';
import type { Shard } from '../../results/shard.ts';
import type { BaselineFile } from './baseline-file.ts';
import type { Name, Table } from './table/index.ts';
import type { groups, levels, Place, reporters } from './table/setting.ts';

export type Group = (typeof groups)[number];
export type Level = (typeof levels)[number];
export type ReporterName = (typeof reporters)[number];

type Same<T> = { given: T; read: T };

/** What the values of each type are: as a program gives them, and as they are read. */
export interface Types {
  switch: Same<boolean>;
  number: Same<number>;
  integer: Same<number>;
  region: Same<string>;
  domain: Same<string>;
  /** A module's name. */
  module: Same<string>;
  /** A shell's. */
  command: Same<string>;
  directory: Same<string>;
  level: Same<Level>;
  endpoint: { given: URL | string; read: URL };
  /** Given as `Name: value` each; read by name. */
  headers: { given: readonly string[]; read: Readonly<Record<string, string>> };
  /** Given by a file's path; read as the certificates' PEM text. */
  certificates: { given: string; read: string };
  principals: Same<Principals>;
  groups: Same<readonly Group[]>;
  /** Given by name or slug; read as the API's names. */
  operations: { given: readonly string[]; read: readonly string[] };
  patterns: Same<readonly string[]>;
  reporters: Same<readonly ReporterName[]>;
  /** Given as `I/N`. */
  shard: { given: string; read: Shard };
  /** Given by a file's path. */
  baseline: { given: string; read: BaselineFile };
  handlers: Same<MockHandlers>;
  credentials: Same<AwsCredentialIdentity>;
  /** As fast-check writes it: the number of the case, and of each step of shrinking. */
  path: Same<string>;
  listener: Same<(event: RunEvent) => void>;
  signal: Same<AbortSignal>;
}

/** Settings as they were read; what was not given is not there. */
export type Settings = {
  readonly [N in Name]?: Types[Table[N]['type']]['read'] | undefined;
};

/** Those of one place, as they are given there. */
export type GivenIn<P extends Place> = {
  readonly [N in Name as P extends Table[N]['in'][number] ? N : never]?:
    | Types[Table[N]['type']]['given']
    | undefined;
};

/** Settings with their defaults. */
export type Complete = Settings & {
  readonly [N in Name as Table[N] extends { default: unknown } ? N : never]: Types[Table[N]['type']]['read'];
} & { readonly seed: number };
