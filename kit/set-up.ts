// What is known of the target's set-up without a target: it loads no client, so that `list` need not.

/** The fixed domains: reused by every run, since SWF allows an account 100 and deletes none. */
export interface Domains {
  /** Where tasks are scheduled. */
  readonly main: string;
  /** Where polls go that must meet no task: nothing is ever scheduled here. */
  readonly quiet: string;
  /** Whose name has an accent, for names that differ from it by normalization alone. */
  readonly accented: string;
  /** Which is registered and deprecated. */
  readonly deprecated: string;
}

/** Another region than this one, where a target that serves several is asked too. */
export function otherRegionOf(region: string): string {
  return region === 'eu-west-1' ? 'us-west-2' : 'eu-west-1';
}

/** The domains of a run whose main one has this name. */
export function domainsOf(main: string): Domains {
  return { main, quiet: `${main}-quiet`, accented: `${main}-caf\u00e9`, deprecated: `${main}-deprecated` };
}

/** The workflow type and the activity type that the suite registers once and finds again. */
export const suiteType = { name: 'swf-conformance', version: '1' } as const;

/** A type's name and version: together they name it. */
export interface ActivityType {
  readonly name: string;
  readonly version: string;
}

/** How long one call that does not wait may take. */
export const callDeadlineMs = 10_000;

/** How long what is read may lag behind what was acknowledged: SWF calls its reads eventually consistent. */
export const lagPatienceMs = 5000;

/** How often a domain that was registered is looked for until it is seen. */
export const looksEveryMs = 500;

/** How many DescribeDomain one domain takes at the most: one before it is registered, and those until it is seen. */
export const mostLooks = 2 + lagPatienceMs / looksEveryMs;
