import { tooFewFiles } from '../engine/open-files.ts';
import type { Group } from '../engine/settings/types.ts';
import type { Principals } from '../kit/options.ts';
import type { Principal } from '../reference/index.ts';
import type { RunOptions } from './options.ts';
import { policies, usualNames } from './policies.ts';

/** The account that the reference server's resources belong to. */
const account = '123456789012';

/** Dummies, each as short as those of the run itself: nothing is to be kept secret on this machine. */
const keys = {
  withoutAction: { accessKeyId: 'test-action', secretAccessKey: 'test' },
  // A temporary key, so that session tokens are judged too.
  onlyDomain: { accessKeyId: 'test-domain', secretAccessKey: 'test', sessionToken: 'test-token' },
  onlyTaskList: { accessKeyId: 'test-list', secretAccessKey: 'test' },
};

/** The principals with which the reference server is judged. */
export interface EmbeddedPrincipals {
  /** What the server is told. */
  readonly served: Principal[];
  /** What the suite is told. */
  readonly principals: Principals;
}

/** @param domain where the run schedules its tasks, if not in the usual one */
export function embeddedPrincipals(region: string, domain: string | undefined): EmbeddedPrincipals {
  const names = { ...usualNames, ...(domain !== undefined && { domain }) };
  const { withoutAction, onlyDomain, onlyTaskList } = policies({ account, region, ...names });
  return {
    served: [
      { ...keys.withoutAction, policy: withoutAction },
      { ...keys.onlyDomain, policy: onlyDomain },
      { ...keys.onlyTaskList, policy: onlyTaskList },
    ],
    principals: {
      withoutAction: keys.withoutAction,
      onlyDomain: { ...keys.onlyDomain, domain: names.domain },
      onlyTaskList: { ...keys.onlyTaskList, taskList: names.taskList },
    },
  };
}

/** Whether a run with these options is against the reference server in its own process. */
export function isEmbedded({ aws, mock, endpoint }: RunOptions): boolean {
  return !aws && mock === undefined && endpoint === undefined;
}

/**
 * The options of an embedded run. The server checks signatures and policies, so that those rules are judged too, and those of the
 * limits, unless this process may not open so many files and nobody has asked.
 */
export function embeddedOptions(options: RunOptions, principals: Principals): RunOptions {
  const { with: groups, maxPollers } = options;
  const judged: Group[] = groups.includes('limits') || tooFewFiles(maxPollers, true) ? [] : ['limits'];
  return { ...options, authenticates: true, principals, with: [...groups, ...judged] };
}
