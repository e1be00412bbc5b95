import { randomBytes, randomInt } from 'node:crypto';
import type { AwsCredentialIdentity } from '@smithy/types';
import { dummyCredentials, findCredentials } from '../../client/credentials.ts';
import { mockEndpoint } from '../../client/mock-handlers.ts';
import type { TargetOptions } from '../../kit/options.ts';
import { entries } from './table/index.ts';
import type { Setting } from './table/setting.ts';
import { targetSettings } from './table/target.ts';
import type { Complete, Settings } from './types.ts';

/** The targets that have defaults of their own. */
export type Kind = 'embedded' | 'amazon' | 'other';

/** The settings with their defaults, for a target of that kind. */
export function completed(settings: Settings, kind: Kind): Complete {
  const usual = Object.fromEntries(entries().map(([name, setting]) => [name, defaultOf(setting, kind)]));
  const chosen = Object.entries(settings).filter(([, value]) => value !== undefined);
  // Another seed for each run: it is told with every result.
  return { ...usual, seed: randomInt(2 ** 31), ...Object.fromEntries(chosen) } as Complete;
}

function defaultOf(setting: Setting, kind: Kind): unknown {
  const own = kind === 'other' ? undefined : setting[kind];
  return own ?? setting.default;
}

/** A target whose credentials were found. */
export type KnownTarget = TargetOptions & { readonly credentials: AwsCredentialIdentity };

/** What the target layer is told: all that is set of the target, but for what depends on the machine and the run. */
export function targetOf(settings: Complete): Omit<TargetOptions, 'credentials' | 'runId'> {
  const about = Object.entries(settings).filter(([name]) => Object.hasOwn(targetSettings, name));
  const target = Object.fromEntries(about) as Pick<Complete, keyof typeof targetSettings>;
  const { endpoint = new URL(mockEndpoint), handlers, mock: module, maxPollers, ...others } = target;
  return {
    ...others,
    endpoint,
    maxPollers: others.with.includes('limits') ? maxPollers : undefined,
    mock: handlers && { handlers, module },
  };
}

/**
 * The target of a run, with a run id of its own. Looks for credentials where none are given.
 * @throws NoCredentials when there are none.
 */
export async function knownTarget(settings: Complete): Promise<KnownTarget> {
  const target = targetOf(settings);
  const { credentials = target.mock ? dummyCredentials : await findCredentials(target.endpoint) } = settings;
  // No letter but b to f: names must not contain `arn`, which old rules forbade.
  return { ...target, credentials, runId: randomBytes(5).toString('hex').replaceAll('a', '0') };
}
