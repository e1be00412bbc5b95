// What is said of a setting; the table has no other imports than this file.

/**
 * Where a setting can be given: options of the commands `run`, `replay` and `merge`, a member of the configuration file, an
 * input of the action, a member of what `runConformance` (`program`) and `conformanceSuite` (`suite`) are given.
 */
export type Place = 'run' | 'replay' | 'merge' | 'file' | 'action' | 'program' | 'suite';

export interface Setting {
  readonly type: string;
  readonly in: readonly Place[];
  /** What it says, for the help and the schema; the bounds, the default and that it may be repeated are added to it. */
  readonly help: string;
  /** What the option is followed by, in the help; a switch has none. */
  readonly value?: string;
  /** Whether it is a list: its option may be repeated, and an input has one a line. */
  readonly list?: true;
  /** The bounds of a number, and what it counts. */
  readonly from?: number;
  readonly to?: number;
  readonly unit?: string;
  /** Variables of the environment that stand in for it; the first that is set. */
  readonly variables?: readonly string[];
  /** What holds where nothing is said: of any server, of the embedded one, of Amazon SWF. */
  readonly default?: unknown;
  readonly embedded?: unknown;
  readonly amazon?: unknown;
  /** What holds where nothing is said and there is no value for that, for the help. */
  readonly otherwise?: string;
  /** What of it is blanked wherever it is seen: all its texts, or those that make up AWS keys. */
  readonly secret?: 'texts' | 'keys';
  /** Its value is not in results.json, which says only that there was one, as a run like that one needs it again. */
  readonly withheld?: true;
  /** Its place in results.json. What can be given to replay besides is what replay takes from there. */
  readonly reported?: string;
  /** What all shards of a run have in common has a name to be told by. */
  readonly shards?: string;
  /** What the only rules require that it is about: of others it is not repeated. */
  readonly requires?: string;
  /** The embedded server brings its own: of a run against it this is not repeated. */
  readonly brought?: true;
}

export const groups = ['limits'] as const;
export const levels = ['must', 'should'] as const;
export const reporters = ['terminal', 'json', 'junit', 'html', 'markdown'] as const;

/** The command line, the configuration file and the action. */
export const command = ['run', 'replay', 'file', 'action'] as const;
export const embedder = ['program', 'suite'] as const;
export const everywhere = [...command, ...embedder] as const;
