import { shortened, visibleLine } from '../../results/visible.ts';

/** What may be a URL with credentials, which must not end up in a CI log. */
const maybeSecret = /@|:\/\/.*[?#]/;

/** A value that somebody gave, as a message repeats it. */
export function quoted(value: unknown): string {
  const text = typeof value === 'string' ? `"${value}"` : (JSON.stringify(value) ?? String(value));
  return maybeSecret.test(text) ? 'what was given' : shortened(visibleLine(text), 60);
}
