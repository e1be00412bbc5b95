import type { AwsCredentialIdentity } from '@smithy/types';

/** Shorter "secrets" are dummies such as `test`: blanking them would garble every text, and hide nothing. */
const shortestSecret = 12;

/**
 * Gives a function that blanks the credentials in all texts of a value, wherever a target may have echoed them, and
 * every Signature Version 4 signature.
 */
export function redactor(credentials: AwsCredentialIdentity): <T>(value: T) => T {
  const { accessKeyId, secretAccessKey, sessionToken } = credentials;
  const secrets = [accessKeyId, secretAccessKey, sessionToken].filter(
    (secret): secret is string => secret !== undefined && secret.length >= shortestSecret,
  );
  const text = (value: string) =>
    secrets
      .reduce((blanked, secret) => blanked.replaceAll(secret, '(blanked)'), value)
      .replace(/Signature=[0-9a-f]{64}/gi, 'Signature=(blanked)');
  const deep = (value: unknown): unknown => {
    if (typeof value === 'string') return text(value);
    if (Array.isArray(value)) return value.map(deep);
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, deep(member)]));
  };
  return <T>(value: T) => deep(value) as T;
}
