import { quoted } from './quoted.ts';

type ErrorOf = { error: (issue: { input?: unknown }) => string };

/** What a message says of a value that is not allowed: all messages are of this form. */
export function only(allowed: string): ErrorOf {
  return { error: ({ input }) => refusal(input, allowed) };
}

/** The same of a value that may be a secret: it is not repeated. */
export function onlySecretly(allowed: string): ErrorOf {
  return { error: ({ input }) => refusal(input, allowed, 'what was given') };
}

export function refusal(value: unknown, allowed: string, repeated = quoted(value)): string {
  return value === '' || value === undefined
    ? `a value is missing: give ${allowed}`
    : `${repeated} is not allowed: give ${allowed}`;
}
