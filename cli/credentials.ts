import type { AwsCredentialIdentity } from '@smithy/types';
import { findCredentials, NoCredentials } from '../client/credentials.ts';
import { harmless } from './text.ts';
import { WrongUse } from './wrong-use.ts';

/** @throws WrongUse when there are none for the endpoint. */
export async function credentialsFor(endpoint: URL): Promise<AwsCredentialIdentity> {
  try {
    return await findCredentials(endpoint);
  } catch (error) {
    if (!(error instanceof NoCredentials)) throw error;
    throw new WrongUse({ where: error.where, what: harmless(error.message) });
  }
}
