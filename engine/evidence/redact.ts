import type { RuleResult } from '../../results/rule.ts';
import { entries } from '../settings/table/index.ts';

/** Shorter "secrets" are dummies such as `test`: blanking them would garble every text, and hide nothing. */
const shortestSecret = 12;

/** Fragments of a secret of this length are blanked too: a text may be cut, or a server may have escaped a part of it. */
const fragment = 8;

/** Blanks all that is secret in the texts of a value. */
export type Redact = <T>(value: T) => T;

/** Gives a function that blanks all that is secret of these settings. */
export function redactorOf(settings: object): Redact {
  const secrets = Object.entries(settings).flatMap(([name, value]) => {
    const { secret } = entries().find(([each]) => each === name)?.[1] ?? {};
    return secret === undefined ? [] : textsIn(value, secret === 'texts');
  });
  return redactor(secrets);
}

/** What an AWS key is made of. */
const keyMembers = ['accessKeyId', 'secretAccessKey', 'sessionToken'];

/** The texts that are secret in a value: all, or those of the AWS keys in it. */
function textsIn(value: unknown, isSecret: boolean): string[] {
  if (typeof value === 'string') return isSecret ? [value] : [];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, member]) =>
    textsIn(member, isSecret || keyMembers.includes(name)),
  );
}

/** A result without secrets. What is known without the target holds none; a key called like a rule must not blank its id. */
export function redacted(result: RuleResult, redact: Redact): RuleResult {
  const { id, title, operation, area, level, evidence, citation, requires, status } = result;
  return { ...redact(result), id, title, operation, area, level, evidence, citation, requires, status };
}

/**
 * Gives a function that blanks these secrets in all texts of a value, wherever a target may have echoed them, and every
 * Signature Version 4 signature.
 */
function redactor(secrets: readonly string[]): Redact {
  const fragments = new Set<string>();
  for (const secret of secrets) {
    if (secret.length < shortestSecret) continue;
    for (const form of [secret, ...base64Forms(secret)]) {
      for (let i = 0; i + fragment <= form.length; i++) fragments.add(form.slice(i, i + fragment));
    }
  }
  const text = (value: string) => blanked(value, fragments);
  const deep = (value: unknown): unknown => {
    if (typeof value === 'string') return text(value);
    if (Array.isArray(value)) return value.map(deep);
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, deep(member)]));
  };
  return <T>(value: T) => deep(value) as T;
}

/** Its name, then `=` or `:` as a header or JSON has it, then the digits or the beginning of them. */
const signature = /(?<=Signature[\\"'\s:=]{1,12})[0-9a-f]{16,64}/gi;

/** What follows `Signature=` in base64. */
const base64Signature = new RegExp(`(?<=${base64Forms('Signature=').join('|')})[\\w+/-]+`, 'g');

/** How a text looks within base64, whatever is before and behind it: at one of three places in a group of bytes. */
function base64Forms(text: string): string[] {
  const forms = [0, 1, 2].map((before) => {
    const bytes = Buffer.concat([Buffer.alloc(before), Buffer.from(text)]);
    const whole = bytes.subarray(0, bytes.length - (bytes.length % 3)).toString('base64');
    // The first group may hold bits of what is before.
    return before === 0 ? whole : whole.slice(4);
  });
  // And as URLs have it.
  return [...new Set([...forms, ...forms.map((form) => form.replaceAll('+', '-').replaceAll('/', '_'))])];
}

/** One character, as it is or as JSON, a URL or a page may write it. */
const written = /\\+u([0-9a-f]{4})|%(?:25)*([0-9a-f]{2})|&#x([0-9a-f]{1,6});|&#(\d{1,7});|\\([^\\])|[\s\S]/gi;

function blanked(text: string, fragments: ReadonlySet<string>): string {
  const parts = /[\\%&]/.test(text) ? Array.from(text.matchAll(written), readPart) : undefined;
  // One unit for each part, so that a place in it is the number of a part.
  const plain = parts ? parts.map(({ unit }) => unit).join('') : text;
  const hidden = new Uint8Array(plain.length);
  for (let i = 0; fragments.size > 0 && i < plain.length; i++) {
    if (fragments.has(plain.slice(i, i + fragment))) hidden.fill(1, i, i + fragment);
  }
  for (const found of [signature, base64Signature].flatMap((pattern) => [...plain.matchAll(pattern)])) {
    hidden.fill(1, found.index, found.index + found[0].length);
  }
  if (!hidden.includes(1)) return text;
  let kept = '';
  for (let i = 0; i < plain.length; i++) {
    if (!hidden[i]) kept += parts ? parts[i]?.source : text[i];
    else if (!hidden[i - 1]) kept += '(blanked)';
  }
  return kept;
}

function readPart([source, json, url, hex, decimal, escaped]: RegExpExecArray) {
  const digits = json ?? url ?? hex;
  const code = digits === undefined ? Number(decimal) : Number.parseInt(digits, 16);
  return { source, unit: escaped ?? (Number.isNaN(code) ? source : String.fromCharCode(code)) };
}
