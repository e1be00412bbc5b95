import type { AwsCredentialIdentity } from '@smithy/types';
import type { RuleResult } from '../results/rule.ts';
import type { KnownTarget } from './settings.ts';

/** Shorter "secrets" are dummies such as `test`: blanking them would garble every text, and hide nothing. */
const shortestSecret = 12;

/** Fragments of a secret of this length are blanked too: a text may be cut, or a server may have escaped a part of it. */
const fragment = 8;

/** Gives a function that blanks all that is secret of a target. */
export function redactorOf({ credentials, principals = {}, headers }: KnownTarget): <T>(value: T) => T {
  const callers = Object.values(principals).filter((principal) => principal !== undefined);
  return redactor([credentials, ...callers], headers);
}

/** A result without secrets. What is known without the target holds none; a key called like a rule must not blank its id. */
export function redacted(result: RuleResult, redact: <T>(value: T) => T): RuleResult {
  const { id, title, area, level, evidence, citation, status } = result;
  return { ...redact(result), id, title, area, level, evidence, citation, status };
}

/**
 * Gives a function that blanks the credentials and the values of these headers in all texts of a value, wherever a target
 * may have echoed them, and every Signature Version 4 signature.
 */
export function redactor(
  credentials: AwsCredentialIdentity | readonly AwsCredentialIdentity[],
  headers: Readonly<Record<string, string>> = {},
): <T>(value: T) => T {
  const keys = [credentials]
    .flat()
    .flatMap(({ accessKeyId, secretAccessKey, sessionToken }) => [
      accessKeyId,
      secretAccessKey,
      sessionToken,
    ]);
  const fragments = new Set<string>();
  for (const secret of [...keys, ...Object.values(headers)]) {
    if (secret === undefined || secret.length < shortestSecret) continue;
    for (let i = 0; i + fragment <= secret.length; i++) fragments.add(secret.slice(i, i + fragment));
  }
  const text = (value: string) =>
    blanked(value, fragments).replace(/Signature=[0-9a-f]{16,64}/gi, 'Signature=(blanked)');
  const deep = (value: unknown): unknown => {
    if (typeof value === 'string') return text(value);
    if (Array.isArray(value)) return value.map(deep);
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, deep(member)]));
  };
  return <T>(value: T) => deep(value) as T;
}

function blanked(text: string, fragments: ReadonlySet<string>): string {
  let kept = '';
  let hidden = 0;
  for (let i = 0; i < text.length; i++) {
    if (fragments.has(text.slice(i, i + fragment))) {
      if (i >= hidden) kept += '(blanked)';
      hidden = i + fragment;
    }
    if (i >= hidden) kept += text[i];
  }
  return kept;
}
