import { fromNodeProviderChain } from '@aws-sdk/credential-providers';
import type { AwsCredentialIdentity } from '@smithy/types';
import { isThisMachine } from './loopback.ts';

/** What emulators are used to. */
export const dummyCredentials: AwsCredentialIdentity = { accessKeyId: 'test', secretAccessKey: 'test' };

/** There are no credentials for an endpoint. */
export class NoCredentials extends Error {
  /** What to set right. */
  readonly where: string;

  constructor(where: string, what: string) {
    super(what);
    this.name = 'NoCredentials';
    this.where = where;
  }
}

/**
 * Credentials by the default chain of AWS: environment, profiles with all that they lead to, token file, container,
 * instance. For this machine's own endpoint dummy ones, where there are none.
 * @throws NoCredentials when there are none for another endpoint, or AWS_PROFILE names a profile that gives none.
 */
export async function findCredentials(endpoint: URL): Promise<AwsCredentialIdentity> {
  const loopback = isThisMachine(endpoint.hostname);
  const { AWS_PROFILE: profile, AWS_EC2_METADATA_DISABLED: disabled } = process.env;
  // Somebody's own emulator is no reason to look for an instance's role: it takes seconds where there is none, and
  // would give an emulator the instance's credentials where there is.
  if (loopback) process.env.AWS_EC2_METADATA_DISABLED = 'true';
  try {
    return await fromNodeProviderChain()();
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    if (profile) {
      const what = `the profile ${profile} gives no credentials (${reason}): mend it, or unset AWS_PROFILE`;
      throw new NoCredentials('AWS_PROFILE', what);
    }
    if (loopback) return dummyCredentials;
    throw new NoCredentials(
      'credentials',
      `none were found for ${endpoint.origin} (${reason}): set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY (for most emulators any value will do), or AWS_PROFILE`,
    );
  } finally {
    // The environment is that of whoever runs us.
    if (disabled === undefined) delete process.env.AWS_EC2_METADATA_DISABLED;
    else process.env.AWS_EC2_METADATA_DISABLED = disabled;
  }
}
