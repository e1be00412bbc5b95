import { fromNodeProviderChain } from '@aws-sdk/credential-providers';
import type { AwsCredentialIdentity } from '@smithy/types';
import { isLoopback } from './loopback.ts';
import { harmless } from './text.ts';
import { WrongUse } from './wrong-use.ts';

/** What emulators are used to. */
export const dummyCredentials: AwsCredentialIdentity = { accessKeyId: 'test', secretAccessKey: 'test' };

/**
 * Credentials by the default chain of AWS: environment, profiles with all that they lead to, token file, container,
 * instance. For this machine's own endpoint dummy ones, where there are none.
 * @throws WrongUse when there are none for another endpoint, or AWS_PROFILE names a profile that gives none.
 */
export async function findCredentials(endpoint: URL): Promise<AwsCredentialIdentity> {
  const loopback = isLoopback(endpoint.hostname);
  // Somebody's own emulator is no reason to look for an instance's role: it takes seconds where there is none, and
  // would give an emulator the instance's credentials where there is.
  if (loopback) process.env.AWS_EC2_METADATA_DISABLED = 'true';
  const profile = process.env.AWS_PROFILE;
  try {
    return await fromNodeProviderChain()();
  } catch (error) {
    const reason = harmless(error instanceof Error ? error.message : String(error));
    if (profile) {
      throw new WrongUse({
        where: 'AWS_PROFILE',
        what: `the profile ${profile} gives no credentials (${reason}): mend it, or unset AWS_PROFILE`,
      });
    }
    if (loopback) return dummyCredentials;
    throw new WrongUse({
      where: 'credentials',
      what: `none were found for ${endpoint.origin} (${reason}): set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY (for most emulators any value will do), or AWS_PROFILE`,
    });
  }
}
