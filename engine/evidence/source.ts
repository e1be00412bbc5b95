import { asciiEscaped } from '../../client/ascii.ts';

/** A value as it stands in a source: JSON, or an expression where the text is one that another call has given. */
export type Expression = (text: string, member: string) => string | undefined;

/** An object or list that is longer gets lines of its own. */
const width = 60;

/**
 * A JSON value as JavaScript source in ASCII: every text is a literal, so that none of a server's can end it, be a
 * comment or look otherwise than it is.
 */
export function source(value: unknown, expression: Expression, indent = '', member = ''): string {
  if (typeof value === 'string') return expression(value, member) ?? literal(value);
  if (typeof value !== 'object' || value === null) return literal(value);
  const inner = `${indent}  `;
  const isList = Array.isArray(value);
  const parts = isList
    ? value.map((each) => source(each, expression, inner, member))
    : Object.entries(value).map(([name, each]) => `${key(name)}: ${source(each, expression, inner, name)}`);
  if (parts.length === 0) return isList ? '[]' : '{}';
  const [open, close] = isList ? ['[', ']'] : ['{ ', ' }'];
  const line = `${open}${parts.join(', ')}${close}`;
  if (line.length + indent.length <= width && !line.includes('\n')) return line;
  return `${open.trim()}\n${parts.map((part) => `${inner}${part},\n`).join('')}${indent}${close.trim()}`;
}

/** A value of JSON as a literal. */
export function literal(value: unknown): string {
  return asciiEscaped(JSON.stringify(value));
}

/** A name that holds the run's own id as an expression that holds the program's, so that it can be run again and again. */
export function freshly(text: string, runId: string): string | undefined {
  const own = new RegExp(`(?<=swfc-)${runId}`, 'gi');
  const parts = text.split(own);
  if (parts.length === 1) return undefined;
  const runs = text.match(own)?.map((each) => (each === runId ? 'run' : 'run.toUpperCase()')) ?? [];
  // In a template nothing but what needs no escape.
  if (parts.every((part) => /^[\w .-]*$/.test(part))) {
    return `\`${parts.map((part, i) => (i === 0 ? part : `\${${runs[i - 1]}}${part}`)).join('')}\``;
  }
  return parts.flatMap((part, i) => (i === 0 ? [literal(part)] : [runs[i - 1], literal(part)])).join(' + ');
}

function key(name: string): string {
  if (name === '__proto__') return '["__proto__"]';
  return /^[A-Za-z_]\w*$/.test(name) ? name : literal(name);
}
